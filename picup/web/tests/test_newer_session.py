"""A mother opens her link while a script of the page before it still waits for its answer."""

import pytest
from django.conf import settings
from django.urls import reverse


@pytest.fixture
def ended_client(mother_client):
    """A browser whose session has ended a moment ago."""
    mother_client.session.delete()
    return mother_client


@pytest.mark.parametrize("mode", ["cors", "same-origin", "no-cors"])
def test_it_works(ended_client, mode):
    response = ended_client.post(reverse("seen"), headers={"Sec-Fetch-Mode": mode})
    assert response.status_code in (302, 403)
    assert settings.SESSION_COOKIE_NAME not in response.cookies


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Mode": "navigate"}, {}])
def test_a_page_deletes_the_cookie(ended_client, headers):
    assert ended_client.get("/", headers=headers).cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
