"""Which photos of an album are in both storages, as the uploader asks."""

import pytest
from django.conf import settings as site

from albums.services.trash import trash_pictures
from albums.tests.helpers import add, make_pictures, photo
from albums.views.adding import SAFE_AT_ONCE
from storage.models import FileCopy, StoredFile


def ask(client, album, *pictures):
    ids = ",".join(picture.public_id for picture in pictures)
    return client.get(f"{album.get_absolute_url()}safe/", {"pictures": ids})


def test_it_works(minsu_client, album):
    safe, damaged, alone, writing = (add(minsu_client, album, photo(number)) for number in range(4))
    FileCopy.objects.filter(file=damaged.file, storage="backup").update(damage=FileCopy.Damage.CHANGED)
    FileCopy.objects.filter(file=alone.file, storage="main").delete()
    StoredFile.objects.filter(pk=writing.file_id).update(state=StoredFile.State.WRITING)
    response = ask(minsu_client, album, safe, damaged, alone, writing)
    assert response.json() == {"safe": [safe.public_id]}
    assert response["Cache-Control"] == "no-store"


def test_signed_out(client, album):
    assert ask(client, album).status_code == 302


def test_viewer(mother_client, album):
    assert ask(mother_client, album).status_code == 403


def test_another_family(stranger_client, foreign_album, minsu_client, album):
    picture = add(minsu_client, album, photo(1))
    assert ask(stranger_client, album, picture).status_code == 404
    assert ask(stranger_client, foreign_album, picture).json() == {"safe": []}


def test_wrong_method(minsu_client, album):
    assert minsu_client.post(f"{album.get_absolute_url()}safe/").status_code == 405


def test_pictures_in_the_trash_are_not_told(minsu_client, album):
    picture = add(minsu_client, album, photo(1))
    trash_pictures([picture])
    assert ask(minsu_client, album, picture).json() == {"safe": []}


@pytest.mark.parametrize("ids", ["", ",,,", "x", "\0", "가", "1," * 3000, "a" * 9000])
def test_bad_ids(minsu_client, album, ids):
    response = minsu_client.get(f"{album.get_absolute_url()}safe/", {"pictures": ids})
    assert response.status_code == 200 and response.json() == {"safe": []}


def test_as_many_as_the_script_asks_for(minsu_client, album, django_assert_num_queries):
    pictures = make_pictures(album, 3)
    ask(minsu_client, album, *pictures)
    with django_assert_num_queries(6):
        ask(minsu_client, album, *pictures)
    script = (site.BASE_DIR / "static/upload/safe.js").read_text()
    assert f"AT_ONCE = {SAFE_AT_ONCE};" in script
