"""The pages for what went wrong: a sentence, in the reader's language, and as JSON for a script."""

import pytest
from django.test import Client
from django.urls import path

from picup import urls as real
from picup.web import errors

handler400, handler403, handler404, handler500 = (
    real.handler400,
    real.handler403,
    real.handler404,
    real.handler500,
)


def explode(request):
    raise ZeroDivisionError("the secret is 42")


urlpatterns = [path("explode/", explode), *real.urlpatterns]


@pytest.mark.parametrize("accept", ["text/html", "*/*", ""])
def test_it_works(client, db, accept):
    response = client.get("/nowhere/", headers={"Accept": accept})
    assert response.status_code == 404 and response.templates[0].name == "error.html"
    assert response["Content-Type"].startswith("text/html")


def test_a_script_is_answered_in_json(client, db):
    response = client.get("/nowhere/", headers={"Accept": "application/json"})
    assert response.status_code == 404 and len(response.json()["reason"]) > 10


@pytest.mark.parametrize("language", ["ko", "en"])
def test_in_the_browsers_language(client, db, language):
    response = client.get("/nowhere/", headers={"Accept-Language": language})
    assert response["Content-Language"] == language
    assert f'lang="{language}"' in response.content.decode()


def test_in_her_language(mother_client):
    response = mother_client.get("/albums/new/", headers={"Accept-Language": "en"})
    assert response.status_code == 403 and response["Content-Language"] == "ko"


def test_a_mistake_of_ours_shows_nothing_of_itself(settings, db):
    settings.ROOT_URLCONF = __name__
    response = Client(raise_request_exception=False).get("/explode/")
    assert response.status_code == 500
    page = response.content.decode()
    assert "42" not in page and "ZeroDivision" not in page and "<h1" in page


def test_the_page_of_a_mistake_needs_no_database(rf):
    """This test has none: whatever failed may still be failing."""
    assert errors.server_error(rf.get("/")).status_code == 500


def test_a_form_without_its_token(db):
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"username": "x"})
    assert response.status_code == 403 and response.templates[0].name == "error.html"
