"""What VS Code offers while one writes, made from the models so that it stays current."""
