"""Write the pages of lists that no source file stands for, each cached by what it shows."""
