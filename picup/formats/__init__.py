"""Formats of dates and numbers where Django's own are not how families write them (FORMAT_MODULE_PATH)."""
