"""What all rooms share: public ids, request ids, sizes in words, the actor, retried transactions, keyset pages, the
health monitor and the registry where apps say what they add.

It imports nothing else of Pic-up. Start with `registry.py`.
"""
