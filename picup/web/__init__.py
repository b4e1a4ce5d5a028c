"""What every request meets: errors in the person's language, the caller's real address, JSON or a page. Start with
`errors.py`.
"""
