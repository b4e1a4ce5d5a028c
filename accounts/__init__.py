"""People: families, members and their roles, signing in, invitations, personal links and their devices.

This room may know `outbox` and `picup`, and nothing of albums and files. Start with `models.py`, then `decorators.py`,
with one of which every view begins. `services/` hold what people do, `views/` their pages.
"""
