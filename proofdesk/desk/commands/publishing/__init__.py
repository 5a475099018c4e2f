"""The commands from a written article to a published one."""
