"""Template tags that show pictures. They know `albums/models/` alone. Start with `pictures.py`."""
