"""Work that is shared: by the processes of one machine (``workers``), or by several machines (``parts``)."""
