"""The folder of the published site: the next one is built beside it (``staging``) and takes its place (``publish``)."""
