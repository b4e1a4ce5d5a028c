"""The pages of albums. A view has the name of its url and its template; it finds its object FOR the person
(`albums/selectors.py`), calls one service and renders. Start with `pages.py`, which parents see.
"""
