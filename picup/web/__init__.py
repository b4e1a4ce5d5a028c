"""What every request meets: error pages, the caller's real address, JSON or HTML, and bounds on uploads and downloads.

It knows requests and responses, and imports no app. Start with `errors.py`; the middleware stand in the order of
`settings.MIDDLEWARE`.
"""
