"""How templates show pictures."""
