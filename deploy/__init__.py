"""How Pic-up is run beyond one family's machine."""
