"""Which kind of answer a request asks for."""


def wants_json(request) -> bool:
    """A script that names JSON and not HTML. Browsers name HTML; fetch libraries add `*/*`, which means
    nothing."""
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def wants_page(request) -> bool:
    """A person in front of a browser, who can be sent elsewhere. Not a script, and not an <img>."""
    return request.accepts("text/html") and not wants_json(request)
