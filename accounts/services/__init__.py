"""What is done to people: each function is one act, in one transaction where it writes. Called by views, never by
models. Start with `registration.py` (coming in) and `links.py` (a parent's paper).
"""
