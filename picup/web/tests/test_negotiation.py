import pytest
from django.test import RequestFactory

from picup.web.negotiation import names_page, wants_json, wants_page


@pytest.mark.parametrize(
    ("accept", "json", "page"),
    [
        ("application/json", True, False),
        ("application/json, text/plain, */*", True, False),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", False, True),
        ("text/html, application/json", False, True),
        ("*/*", False, True),
        ("image/avif,image/webp,image/*", False, False),
    ],
)
def test_it_works(accept, json, page):
    request = RequestFactory().get("/", headers={"Accept": accept})
    assert (wants_json(request), wants_page(request)) == (json, page)


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", True),
        ("image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_who_opens_an_address_names_html(accept, page):
    assert names_page(RequestFactory().get("/", headers={"Accept": accept})) is page
