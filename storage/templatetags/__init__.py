"""Template tags and filters that show a family's usage and safety. Start with `usage.py`."""
