"""People: families, members and their roles, signing in, invitations, personal links and their devices.

This room may know `outbox` and `picup`, and nothing of albums and files. Start with `models/`, then `decorators.py`:
every page for members begins with one of its decorators. `services/` change rows, `views/` are the pages.
"""
