"""Web pages, as browsers save them and as Word and Google Docs write them."""
