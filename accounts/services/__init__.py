"""What people do with accounts, families and links. Each function is one act, in one transaction if it writes.

Views, tasks and the admin call them, models never do. They know models, `outbox` and `picup`. Start with
`registration.py` (how people with an e-mail join) and `links.py` (how parents do).
"""
