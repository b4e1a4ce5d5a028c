import io

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, HttpResponse

from picup.web import download_limit
from picup.web.download_limit import limit_download
from picup.web.places import Places

# Closing a response closes old database connections.
pytestmark = pytest.mark.django_db


class Member(AnonymousUser):
    def __init__(self, pk: int, family_id: int = 1):
        self.pk, self.family_id, self.public_id = pk, family_id, f"person {pk}"


@pytest.fixture(autouse=True)
def places(monkeypatch, settings):
    settings.WEB_DOWNLOADS = 4
    places = Places(4)
    monkeypatch.setattr(download_limit, "places", places)
    return places


@pytest.fixture
def download(rf):
    def download(member: Member, respond=lambda: FileResponse(io.BytesIO(b"x")), **headers: str):
        request = rf.get("/", headers=headers)
        request.user = member
        return limit_download(request, respond)

    return download


def test_it_works(download, places):
    response = download(Member(1))
    assert response.status_code == 200 and places.taken.total() == 3
    response.close()
    response.close()
    assert not places.taken


def test_a_person_has_half(download):
    first, second = download(Member(1)), download(Member(1))
    refused = download(Member(1))
    assert (refused.status_code, refused["Retry-After"], refused["Cache-Control"]) == (503, "5", "no-store")
    assert "Other downloads are still running" in refused.content.decode()
    assert download(Member(2)).status_code == 200
    first.close()
    second.close()
    assert download(Member(1)).status_code == 200


def test_a_family_leaves_one(download):
    for pk in (1, 1, 2):
        assert download(Member(pk)).status_code == 200
    assert download(Member(2)).status_code == 503
    assert download(Member(3, family_id=2)).status_code == 200
    assert download(Member(4, family_id=3)).status_code == 503


def test_a_script_gets_the_sentence(download):
    for _ in range(2):
        download(Member(1))
    refused = download(Member(1), Accept="application/json")
    assert refused.status_code == 503 and b"still running" in refused.content


@pytest.mark.parametrize("status", [200, 304, 416, 503])
def test_what_is_no_stream_needs_no_place(download, places, status):
    assert download(Member(1), lambda: HttpResponse(status=status)).status_code == status
    assert not places.taken


def test_a_failure_gives_its_place_back(download, places):
    with pytest.raises(ZeroDivisionError):
        download(Member(1), lambda: HttpResponse(1 / 0))
    assert not places.taken
