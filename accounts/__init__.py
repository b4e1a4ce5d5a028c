"""People: families, members and their roles, signing in, invitations, personal links and their devices. Knows
`outbox` and `picup`. Start with `models.py`, and with `decorators.py`, by which every view begins.
"""
