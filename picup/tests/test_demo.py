import io
import re

import pytest
from django.core.management import call_command
from django.test import Client
from PIL import Image

from accounts.models import Family, User
from albums.models import Album, Derivative, Picture
from picup.demo import family, filling


@pytest.fixture
def two_stories(monkeypatch):
    """Two albums of two small pictures instead of the whole year."""
    stories = [
        family.Story(
            f"앨범 {album}",
            "",
            [
                family.Drawing(
                    f"{album}-{n}.jpg",
                    f"2025-0{album}-0{n}T10:00:00",
                    f"사진 {n}",
                    (320, 240),
                    family.spring_ridges,
                )
                for n in (1, 2)
            ],
        )
        for album in (1, 2)
    ]
    monkeypatch.setattr(filling, "STORIES", stories)
    return stories


def demo(capsys) -> str:
    call_command("demo")
    return capsys.readouterr().out


def test_it_works(db, two_stories, capsys):
    printed = demo(capsys)

    assert [album.title for album in Album.objects.order_by("created_at")] == ["앨범 1", "앨범 2"]
    assert Picture.objects.filter(state="ready").count() == 4
    assert Derivative.objects.count() == 12
    [first] = [one for one in Picture.objects.all() if one.name == "1-1.jpg"]
    assert (first.caption, first.taken_at.isoformat()) == ("사진 1", "2025-01-01T10:00:00+00:00")
    assert {picture.uploaded_by.role for picture in Picture.objects.all()} == {"owner", "contributor"}

    password = re.search(r"Password\s+(\S+)", printed).group(1)
    form = {"username": "jieun@example.com", "password": password}
    assert Client().post("/accounts/login/", form).status_code == 302
    mother, link = Client(), re.search(r"/open/\S+/", printed).group(0)
    mother.post(link)
    assert "앨범 2" in mother.get("/").content.decode()


def test_a_second_run_adds_nothing_and_says_how_to_sign_in(db, two_stories, capsys):
    first = demo(capsys)
    second = demo(capsys)

    assert "there already" in second
    assert second.splitlines()[-3:] == first.splitlines()[-3:]
    assert (Family.objects.count(), Album.objects.count(), Picture.objects.count()) == (1, 2, 4)


def test_it_goes_on_where_it_was_interrupted(db, two_stories, capsys, monkeypatch):
    whole = filling.add

    def stop_at_third(album, drawing, content, person):
        if drawing.name == "2-1.jpg":
            raise KeyboardInterrupt
        whole(album, drawing, content, person)

    monkeypatch.setattr(filling, "add", stop_at_third)
    with pytest.raises(KeyboardInterrupt):
        call_command("demo")
    monkeypatch.setattr(filling, "add", whole)
    demo(capsys)
    assert (Family.objects.count(), Album.objects.count()) == (1, 2)
    assert Picture.objects.filter(state="ready").count() == 4


def test_what_changed_since_is_not_printed_wrong(db, two_stories, capsys):
    demo(capsys)
    owner = User.objects.get(email="jieun@example.com")
    owner.set_password("a quiet morning in May")
    owner.save()
    filling.mother().personal_links.update(revoked_at=owner.created_at)
    printed = demo(capsys)
    assert filling.keys().password not in printed and "/open/" not in printed


def test_a_drawing_is_a_camera_s_jpeg():
    drawing = family.STORIES[0].pictures[1]
    with Image.open(io.BytesIO(family.draw(drawing))) as picture:
        assert picture.size == drawing.size
        assert picture.getexif().get_ifd(0x8769)[0x9003] == "2025:01:28 16:02:31"


def test_the_stories_fit_together():
    drawings = [drawing for story in family.STORIES for drawing in story.pictures]
    assert len({drawing.name for drawing in drawings}) == len(drawings) >= 30
    for story in family.STORIES:
        times = [drawing.taken_at for drawing in story.pictures]
        assert times == sorted(times)
