"""Tell which kind of response a request asks for."""


def wants_json(request) -> bool:
    """Tell whether the caller is a script that accepts JSON and does not name HTML.

    Browsers name HTML. Libraries add `*/*`, which says nothing.
    """
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def wants_page(request) -> bool:
    """Tell whether the caller is a browser that shows a page. A script and an <img> are not."""
    return request.accepts("text/html") and not wants_json(request)


def names_page(request) -> bool:
    """Tell whether the caller names HTML: a browser that opens an address. An <img> takes anything, and names none."""
    return "text/html" in request.headers.get("Accept", "")
