"""Pages about people.

A view has the name of its url and its template. It begins with a decorator of `accounts/decorators.py`, calls one
service and renders. It may know all of `accounts`. Start with `accounts/urls.py`.
"""
