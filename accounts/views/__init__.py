"""Pages about people. A view has the name of its url and its template. Each begins with a decorator of
`accounts/decorators.py`, calls one service and renders. Start with `accounts/urls.py`.
"""
