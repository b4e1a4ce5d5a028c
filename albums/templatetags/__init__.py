"""Template tags that show pictures. They know `albums/models.py` alone. Start with `pictures.py`."""
