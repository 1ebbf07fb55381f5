"""How this repository gets its own tools; nothing here is needed by those who use the project."""
