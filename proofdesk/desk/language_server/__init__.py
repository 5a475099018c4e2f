"""``desk language-server``: what is wrong, what a key stands for and where, in any editor that speaks LSP."""
