import pytest

from albums.models import Album, Derivative, Double, Motion, Picture
from albums.tests.helpers import add, deliver, make_pictures, photo
from storage.models import StoredFile
from tests.support.admins import admin_address, make_administrator, open_everything, open_page


@pytest.fixture
def picture(minsu_client, album):
    picture = add(minsu_client, album, photo(1))
    deliver()
    return picture


@pytest.fixture
def boss(db):
    return make_administrator()


def test_it_works(boss, picture, album):
    open_everything(boss, Album, album.public_id)
    open_everything(boss, Picture, picture.public_id)
    open_everything(boss, Derivative, picture.public_id)


def test_the_film_of_a_photo(boss, album):
    photo, film = make_pictures(album, 2)
    motion = Motion.objects.create(picture=photo, file=film.file, name="a.mov", width=1, height=1)
    film.delete()
    open_everything(boss, Motion, photo.public_id)
    needed_by = open_page(boss, admin_address(StoredFile, "change", motion.file_id))
    assert admin_address(Motion, "change", motion.pk) in needed_by


def test_the_same_picture_twice(boss, album):
    first, second = make_pictures(album, 2)
    double = Double.objects.create(family=album.family, first=first.file, second=second.file)
    open_everything(boss, Double, double.public_id)


@pytest.mark.parametrize("search", ["sha256", "file.key", "album.public_id"])
def test_a_picture_is_found_by_every_id(boss, picture, search):
    value = picture
    for name in search.split("."):
        value = getattr(value, name)
    assert picture.public_id in open_page(boss, admin_address(Picture, "changelist"), {"q": value})


def test_links_between_rows(boss, picture, album):
    page = open_page(boss, admin_address(Picture, "changelist"))
    assert admin_address(Album, "change", album.pk) in page
    assert admin_address(Derivative, "changelist") in open_page(
        boss, admin_address(Picture, "change", picture.pk)
    )


@pytest.mark.parametrize("model", [Album, Picture, Derivative])
def test_nothing_is_added_or_deleted_by_hand(boss, picture, model):
    """The files would stay behind."""
    row = model.objects.first()
    assert boss.get(admin_address(model, "add")).status_code == 403
    assert boss.post(admin_address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    boss.post(
        admin_address(model, "changelist"),
        {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"},
    )
    assert model.objects.filter(pk=row.pk).exists()


def test_through_the_trash_and_back(boss, picture, album, mother_client):
    for model, row in ((Picture, picture), (Album, album)):
        address = admin_address(model, "changelist")
        for action, trashed in (("put_into_trash", True), ("bring_back", False)):
            boss.post(address, {"action": action, "_selected_action": [row.pk]})
            row.refresh_from_db()
            assert bool(row.trashed_at) is trashed
    album.refresh_from_db()
    assert album.picture_count == 1


def test_a_caption_is_corrected(boss, picture):
    response = boss.post(
        admin_address(Picture, "change", picture.pk), {"caption": "할머니", "state": "damaged"}
    )
    assert response.status_code == 302
    changed = Picture.objects.get(pk=picture.pk)
    assert (changed.caption, changed.state) == ("할머니", "ready")


def test_members_do_not_enter(picture, mother_client, minsu_client, jieun_client, client):
    for browser in (client, mother_client, minsu_client, jieun_client):
        for model in (Album, Picture, Derivative):
            assert browser.get(admin_address(model, "changelist")).url.startswith("/admin/login/")
