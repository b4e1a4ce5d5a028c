"""Dates and numbers as families write them, where Django's own differ."""
