import io
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import TIME_TO_THINK, Leaving, User
from accounts.services import leaving as service
from accounts.services.rights import RightLost
from albums.leaving import erasing, zips
from albums.models import Picture
from albums.services.albums import create_album
from albums.services.trash import trash_pictures
from albums.tests.helpers import add, deliver, make_pictures, named, photo, send
from conftest import PASSWORD, make_member, sign_in
from storage.conftest import directories  # noqa: F401 (a fixture)
from storage.models import StoredFile
from storage.services import request_deletion

ADDRESS = "/family/leave/"
LATER = {"photos": "stay", "when": "later", "password": PASSWORD}


def age(leaving: Leaving, days: int) -> None:
    moved = timedelta(days=days)
    Leaving.objects.filter(pk=leaving.pk).update(due_at=leaving.due_at - moved)


def test_it_works(minsu, minsu_client):
    """The date is shown; until then everything works, and a calm line reminds."""
    assert "What happens to your photos?" in minsu_client.get(ADDRESS).content.decode()
    assert minsu_client.post(ADDRESS, LATER).url == ADDRESS
    leaving = Leaving.objects.get()
    assert leaving.due_at - leaving.requested_at == TIME_TO_THINK
    for address in ("/", "/family/", "/accounts/settings/"):
        assert "You leave the family album on" in minsu_client.get(address).content.decode()
    age(leaving, 29)
    erasing.tick()
    assert minsu_client.get("/family/").status_code == 200
    age(leaving, 31)
    erasing.tick()
    assert minsu_client.get("/family/").status_code == 302
    assert (
        Client().post("/accounts/login/", {"username": minsu.email, "password": PASSWORD}).status_code == 422
    )


def test_taken_back_by_one_button(minsu_client):
    minsu_client.post(ADDRESS, LATER)
    age(Leaving.objects.get(), 29)
    assert minsu_client.post("/family/leave/take-back/").url == "/"
    assert not Leaving.objects.exists()
    assert "You leave" not in minsu_client.get("/").content.decode()


def test_others_are_not_reminded(minsu_client, jieun_client, mother_client, stranger_client):
    minsu_client.post(ADDRESS, LATER)
    for client in (jieun_client, mother_client, stranger_client):
        page = client.get("/").content.decode()
        assert "You leave" not in page and "떠나" not in page


def test_nobody_else_takes_it_back(minsu_client, jieun_client, stranger_client):
    minsu_client.post(ADDRESS, LATER)
    for client in (jieun_client, stranger_client):
        client.post("/family/leave/take-back/")
    assert Leaving.objects.exists()


def test_at_once(minsu, minsu_client):
    """The last page opens without an account, and the browser forgets what it kept."""
    other = sign_in(minsu)
    response = minsu_client.post(ADDRESS, {**LATER, "when": "now"})
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    page = minsu_client.get(response.url)
    assert "It is being erased" in page.content.decode()
    for client in (minsu_client, other):
        assert client.get("/family/").status_code == 302


def test_a_second_decision_replaces_the_first(minsu_client):
    minsu_client.post(ADDRESS, LATER)
    minsu_client.post(ADDRESS, {**LATER, "photos": "go"})
    assert Leaving.objects.get().takes_photos


def test_the_last_owner_stays(jieun, jieun_client, minsu):
    page = jieun_client.get(ADDRESS).content.decode()
    assert "You are the only owner" in page and 'name="password"' not in page
    assert jieun_client.post(ADDRESS, LATER).status_code == 409
    assert not Leaving.objects.exists()


def test_who_has_become_the_last_owner_meanwhile_waits(jieun, jieun_client):
    other = make_member(jieun.family, "Sora", "sora@example.com")
    jieun_client.post(ADDRESS, LATER)
    sign_in(other).post(ADDRESS, {**LATER, "when": "now"})
    age(Leaving.objects.get(member=jieun), 31)
    erasing.tick()
    assert "You are the only owner now" in jieun_client.get(ADDRESS).content.decode()
    User.objects.filter(pk=make_member(jieun.family, "Jun", "jun@example.com", "contributor").pk).update(
        role="owner"
    )
    erasing.tick()
    assert jieun_client.get("/family/").status_code == 302


def test_only_one_of_two_owners_leaves_at_once(jieun, jieun_client):
    other = sign_in(make_member(jieun.family, "Sora", "sora@example.com"))
    assert jieun_client.post(ADDRESS, {**LATER, "when": "now"}).status_code == 302
    assert other.post(ADDRESS, {**LATER, "when": "now"}).status_code == 409


def test_an_administrator_keeps_the_account(minsu, minsu_client):
    User.objects.filter(pk=minsu.pk).update(is_staff=True)
    minsu_client.post(ADDRESS, {**LATER, "when": "now"})
    Leaving.objects.update(begun_at=timezone.now() - timedelta(minutes=2))
    erasing.tick()
    deliver()
    minsu.refresh_from_db()
    assert Leaving.objects.get().finished_at
    assert (minsu.is_active, minsu.family, minsu.email) == (True, None, "minsu@example.com")
    assert minsu_client.get("/family/").url == "/admin/"


def test_who_helps_a_parent_takes_her_number_with_her(jieun, jieun_client, mother):
    """The page says so before; then the number is gone."""
    make_member(jieun.family, "Sora", "sora@example.com")
    page = jieun_client.get(ADDRESS).content.decode()
    assert "calls for help has your number: 엄마" in page
    jieun_client.post(ADDRESS, {**LATER, "when": "now"})
    Leaving.objects.update(begun_at=timezone.now() - timedelta(minutes=2))
    erasing.tick()
    deliver()
    mother.refresh_from_db()
    assert (mother.helper, mother.help_phone) == (None, "")


def test_a_wrong_password(minsu_client):
    for password in ("", "wrong"):
        response = minsu_client.post(ADDRESS, {**LATER, "password": password})
        assert response.status_code == 422
    assert not Leaving.objects.exists()


def test_nobody_guesses_the_password_here(minsu_client, settings):
    answers = [
        minsu_client.post(ADDRESS, {**LATER, "password": f"guess {n}"}).status_code
        for n in range(settings.AXES_FAILURE_LIMIT + 1)
    ]
    assert answers[-1] == 429
    assert minsu_client.post(ADDRESS, LATER).status_code == 429


def test_bad_choices(minsu_client):
    for bad in ({"when": "never"}, {"photos": "burn"}, {"when": ""}):
        assert minsu_client.post(ADDRESS, {**LATER, **bad}).status_code == 422


def test_taken_back_too_late(minsu, minsu_client):
    leaving = service.request_leaving(member=minsu, takes_photos=False, at_once=True)
    assert not service.take_back(leaving)
    assert Leaving.objects.filter(pk=leaving.pk).exists()


# --- The zip -------------------------------------------------------------------------------------------


def read_zip(response) -> dict[str, bytes]:
    assert response.status_code == 200 and response["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        assert archive.testzip() is None
        assert {info.compress_type for info in archive.infolist()} <= {zipfile.ZIP_STORED}
        return {name: archive.read(name) for name in archive.namelist()}


def test_her_own_photos_in_a_zip(jieun, jieun_client, minsu_client, directories, settings, tmp_path):  # noqa: F811
    """Byte for byte under their own names, those in the trash too, and no one else's."""
    settings.STAGING_DIR = tmp_path / "staging"
    album = create_album(person=jieun, title="Summer", description="")
    add(jieun_client, album, photo(1))
    files = [
        named("바다.jpg", photo(2)),
        named("바다.jpg", photo(3)),
        named("IMG.JPG", photo(4)),
        named("img.jpg", photo(5)),
    ]
    send(minsu_client, album, *files)
    trash_pictures(list(Picture.objects.filter(sha256=Picture.objects.last().sha256)))
    response = minsu_client.get(reverse("leave_photos"))
    assert "attachment" in response["Content-Disposition"] and response["Cache-Control"] == "no-store"
    assert read_zip(response) == {
        "바다.jpg": photo(2),
        "바다 (2).jpg": photo(3),
        "IMG.JPG": photo(4),
        "img (2).jpg": photo(5),
    }
    assert len(read_zip(jieun_client.get(reverse("close_photos")))) == 5


def test_nothing_to_take(minsu_client):
    assert read_zip(minsu_client.get(reverse("leave_photos"))) == {}


def test_what_is_lost_is_named_in_the_zip(jieun, jieun_client, directories):  # noqa: F811
    album = create_album(person=jieun, title="Summer", description="")
    make_pictures(album, 1, uploaded_by=jieun)
    found = read_zip(jieun_client.get(reverse("leave_photos")))
    assert found == {"Not in this zip.txt": b"photo-0.jpg"}


@pytest.mark.parametrize(
    ("zip_name", "loss"),
    [
        ("leave_photos", {"family": None}),
        ("leave_photos", {"role": "viewer"}),
        ("leave_photos", {"is_active": False}),
        ("close_photos", {"role": "contributor"}),
    ],
)
def test_a_zip_ends_when_its_reader_loses_the_right(
    request, jieun, jieun_client, monkeypatch, zip_name, loss
):
    request.getfixturevalue("directories")
    monkeypatch.setattr(zips, "ASK_SECONDS", 0)
    album = create_album(person=jieun, title="Summer", description="")
    send(jieun_client, album, *[named(f"{number}.jpg", photo(number)) for number in range(4)])
    assert len(read_zip(jieun_client.get(reverse(zip_name)))) == 4
    parts = jieun_client.get(reverse(zip_name)).streaming_content
    begun = next(parts)
    assert photo(0)[:1000] in begun
    User.objects.filter(pk=jieun.pk).update(**loss)
    with pytest.raises(RightLost):
        list(parts)


# --- What stays of a deleted file (finding 16 of security.md) --------------------------------------------


def test_a_deleted_file_has_no_checksum_and_no_size(jieun, jieun_client, directories, settings, tmp_path):  # noqa: F811
    from django.db import transaction

    settings.STAGING_DIR = tmp_path / "staging"
    picture = add(jieun_client, create_album(person=jieun, title="Summer", description=""), photo(1))
    trash_pictures([picture])
    file = picture.file
    Picture.objects.filter(pk=picture.pk).delete()
    with transaction.atomic():
        request_deletion([file.pk])
    assert StoredFile.objects.get(pk=file.pk).sha256 == ""
    deliver()
    row = StoredFile.objects.get(pk=file.pk)
    assert (row.state, row.sha256, row.size, row.copies.count()) == ("deleted", "", 0, 0)
