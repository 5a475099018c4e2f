"""What editors write as typed data: documents, front matter, glossary, help lines, word lists, topics."""
