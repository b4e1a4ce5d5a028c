"""Creating a resumable upload, with and without the file."""

import json

from albums.models import Picture
from albums.resumable.tests.client import create, head, metadata, row
from albums.tests.helpers import photo
from storage.models import Usage

PHOTO = photo(1)


def test_it_works(minsu_client, minsu, album):
    response = create(minsu_client, album, len(PHOTO), caption="  On the\n beach ", batch="b", place="3")
    assert response.status_code == 201 and response["Tus-Resumable"] == "1.0.0"
    assert response["Upload-Offset"] == "0" and response["Upload-Expires"].endswith("GMT")
    upload = row(response["Location"])
    assert response["Location"] == f"http://testserver/uploads/{upload.public_id}/"
    assert (upload.person, upload.album, upload.family) == (minsu, album, album.family)
    assert (upload.length, upload.offset, upload.result) == (len(PHOTO), 0, None)
    answer = head(minsu_client, response["Location"])
    assert (answer["Upload-Offset"], answer["Upload-Length"]) == ("0", str(len(PHOTO)))
    assert answer["Cache-Control"] == "no-store"
    assert answer["Upload-Metadata"] == metadata(album, caption="  On the\n beach ", batch="b", place="3")


def test_creation_with_the_whole_file(minsu_client, album, staging):
    response = create(minsu_client, album, len(PHOTO), PHOTO, caption="On the beach", filename="바다.jpg")
    picture = Picture.objects.get()
    assert response.status_code == 201 and response["Upload-Offset"] == str(len(PHOTO))
    assert json.loads(response["Upload-Result"]) == {
        "name": "바다.jpg",
        "status": "added",
        "picture": picture.public_id,
        "reason": "",
    }
    assert response["Upload-Result"].isascii()
    assert (picture.caption, picture.name) == ("On the beach", "바다.jpg")
    assert Usage.objects.get(family=album.family).used_bytes == len(PHOTO)
    assert not [path for path in staging.rglob("*") if path.is_file()]
