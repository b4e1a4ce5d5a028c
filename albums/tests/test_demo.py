import io
import re

import pytest
from django.core.management import call_command
from django.test import Client
from PIL import Image

from accounts.models import Family, User
from albums.demo import family, filling
from albums.models import Album, Derivative, Picture


@pytest.fixture
def two_stories(monkeypatch):
    """Two albums of two pictures instead of the whole year."""
    stories = [
        family.Story(one.title, "", dict(list(one.captions.items())[:2])) for one in family.STORIES[:2]
    ]
    monkeypatch.setattr(filling, "STORIES", stories)
    return stories


def demo(capsys) -> str:
    call_command("demo")
    return capsys.readouterr().out


def test_it_works(db, two_stories, capsys):
    printed = demo(capsys)

    assert [album.title for album in Album.objects.order_by("created_at")] == [
        "눈 오는 설날",
        "제주도 봄 여행",
    ]
    assert Picture.objects.filter(state="ready").count() == 4
    assert Derivative.objects.count() == 12
    [first] = [one for one in Picture.objects.all() if one.name == "seollal-1.jpg"]
    assert (first.caption, first.taken_at.isoformat()) == ("눈 덮인 할머니 댁", "2025-01-28T16:02:31+00:00")
    assert {picture.uploaded_by.role for picture in Picture.objects.all()} == {"owner", "contributor"}

    password = re.search(r"Password\s+(\S+)", printed).group(1)
    form = {"username": "jieun@example.com", "password": password}
    assert Client().post("/accounts/login/", form).status_code == 302
    mother, link = Client(), re.search(r"/open/\S+/", printed).group(0)
    mother.post(link)
    assert "제주도 봄 여행" in mother.get("/").content.decode()


def test_a_second_run_adds_nothing_and_says_how_to_sign_in(db, two_stories, capsys):
    first = demo(capsys)
    second = demo(capsys)

    assert "there already" in second
    assert second.splitlines()[-3:] == first.splitlines()[-3:]
    assert (Family.objects.count(), Album.objects.count(), Picture.objects.count()) == (1, 2, 4)


def test_it_goes_on_where_it_was_interrupted(db, two_stories, capsys, monkeypatch):
    whole = filling.add

    def stop_at_third(album, name, caption, person):
        if name == "jeju-1.jpg":
            raise KeyboardInterrupt
        whole(album, name, caption, person)

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
    filling.find_mother().personal_links.update(revoked_at=owner.created_at)
    printed = demo(capsys)
    assert filling.credentials().password not in printed and "/open/" not in printed


def taken(name: str) -> str:
    with Image.open(io.BytesIO(family.picture(name))) as picture:
        assert max(picture.size) == 1600
        return picture.getexif().get_ifd(0x8769)[0x9003]


def test_the_stories_fit_together():
    """Every picture is in one album, by the order of the dates that cameras write into them."""
    names = [name for story in family.STORIES for name in story.captions]
    assert sorted(names) == sorted(path.name for path in family.PICTURES.iterdir())
    for story in family.STORIES:
        times = [taken(name) for name in story.captions]
        assert times == sorted(times) and len(times) >= 3


def test_the_pictures_show_what_albums_look_like():
    """Upright ones and wide ones; small enough for a clone."""
    sizes = []
    for path in family.PICTURES.iterdir():
        with Image.open(path) as picture:
            sizes.append(picture.size)
    assert {width > height for width, height in sizes} == {True, False}
    assert sum(path.stat().st_size for path in family.PICTURES.iterdir()) < 1_500_000
