"""The pages of albums and pictures.

A view has the name of its url and its template. It finds its object FOR the person (`albums/selectors.py`), calls one
service and renders. It may know all of `albums`, and how `storage` receives and sends files. Start with `pages.py`, the
pages that parents look at.
"""
