"""What every room shares and that knows none of them: public ids, sizes in words, who acts, transactions that are
tried again, pages by key, and the registry where apps say what they add. Imports nothing of Pic-up. Start with
`registry.py`.
"""
