"""The evidence as a window: a pane for each cited work, lit by in whom the work was done."""
