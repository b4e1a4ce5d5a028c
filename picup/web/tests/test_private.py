import pytest
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from picup.web.private import PrivateMiddleware


@pytest.mark.parametrize("page", ["shelf", "family", "trash", "settings", "login"])
def test_it_works(jieun_client, client, page):
    """No page stays in a browser, whoever has used it before."""
    for browser in (jieun_client, client):
        response = browser.get(reverse(page))
        assert "no-store" in response["Cache-Control"]
        assert "geolocation=()" in response["Permissions-Policy"]


def test_a_page_is_kept_only_if_it_was_fetched_ahead(mother_client):
    assert mother_client.get("/")["Cache-Control"] == "no-store"
    ahead = mother_client.get("/", headers={"Sec-Purpose": "prefetch"})
    assert ahead["Cache-Control"] == "private, max-age=60"
    missing = mother_client.get("/albums/none/", headers={"Sec-Purpose": "prefetch"})
    assert missing.status_code == 404 and missing["Cache-Control"] == "no-store"


def test_what_says_it_itself(rf):
    response = PrivateMiddleware(lambda request: HttpResponse(headers={"Cache-Control": "public"}))(
        rf.get("/")
    )
    assert response["Cache-Control"] == "public"


def test_a_browser_forgets_its_photos_when_somebody_signs_out(jieun_client):
    assert jieun_client.post(reverse("logout"))["Clear-Site-Data"] == '"cache"'


def test_and_when_its_link_is_closed(mother, mother_client, client):
    """The page that she meets instead of her albums, and the one that her paper leads to."""
    mother.personal_links.first().delete()
    mother_client.session.flush()
    assert client.get("/open/none/")["Clear-Site-Data"] == '"cache"'


def test_not_for_somebody_elses_wrong_address(jieun_client):
    assert "Clear-Site-Data" not in jieun_client.get("/open/none/")


def test_it_stands_outside_the_static_files():
    names = [name.rpartition(".")[2] for name in settings.MIDDLEWARE]
    assert names.index("PrivateMiddleware") < names.index("WhiteNoiseMiddleware")
