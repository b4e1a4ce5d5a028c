"""What tests and benches share: a site of its own (`site.py`), a browser, photos, a journey's steps."""
