"""How templates show how much a family uses."""
