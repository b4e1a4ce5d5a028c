"""Pages about people.

A view has the name of its url and its template. If it needs a member, it begins with a decorator of
`accounts/decorators.py`. It calls one service and renders. It may know all of `accounts`. Start with
`accounts/urls.py`.
"""
