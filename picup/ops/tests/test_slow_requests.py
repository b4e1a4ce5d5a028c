import time

import pytest
from django.http import HttpResponse
from django.urls import path

from picup import urls as real

handler404 = real.handler404


def slow(request, **arguments):
    time.sleep(0.1)
    return HttpResponse("at last")


urlpatterns = [
    path("open/<str:token>/", slow, name="slow"),
    path("albums/<str:album>/add/", slow, name="album_add"),
    path("uploads/<str:upload>", slow, name="upload"),
    *real.urlpatterns,
]


@pytest.fixture(autouse=True)
def slow_site(settings):
    settings.ROOT_URLCONF = __name__
    settings.SLOW_REQUEST_SECONDS = 0.05


@pytest.fixture
def lines(caplog):
    return lambda: [record for record in caplog.records if record.name == "picup.ops.slow_requests"]


def test_it_works(client, db, lines):
    assert client.get("/open/the-secret-token/").status_code == 200
    (line,) = lines()
    assert (line.levelname, line.route, line.status) == ("WARNING", "slow", 200) and line.seconds >= 0.1
    assert "the-secret-token" not in str(vars(line))


def test_a_quick_request_is_none(client, settings, lines):
    settings.SLOW_REQUEST_SECONDS = 60
    client.get("/healthz")
    assert lines() == []


@pytest.mark.parametrize("address", ["/albums/x/add/", "/uploads/x"])
def test_an_upload_may_take_its_time(client, db, lines, address):
    assert client.post(address).status_code == 200
    assert lines() == []
    # Its page is a page like any other.
    client.get(address)
    assert len(lines()) == 1
