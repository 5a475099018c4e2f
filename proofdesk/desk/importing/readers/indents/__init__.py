"""Tell quotations from paragraphs that are only indented."""
