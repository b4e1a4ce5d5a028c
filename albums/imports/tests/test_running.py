"""An archive comes in: each photo, date, caption and album, and each leftover with its reason."""

from datetime import UTC, datetime

import pytest

from accounts.models import User
from albums.films.tests.clips import needs_ffmpeg
from albums.imports import reasons
from albums.imports.planning import make_plan
from albums.imports.running import Import, Report, notice
from albums.imports.tests import takeout
from albums.models import Album, Picture
from albums.motion.tests.photos import film
from albums.tests.helpers import photo
from storage.models import StoredFile, Usage

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2019, 5, 5, 12, tzinfo=UTC)


def run(person, paths, **how) -> Report:
    return Import(person, make_plan(paths), **how).run()


def pictures() -> dict[str, Picture]:
    return {picture.name: picture for picture in Picture.objects.select_related("album")}


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    """The parts of a Takeout, the last one first."""
    return takeout.build(tmp_path_factory.mktemp("takeout"), 3)[::-1]


@pytest.fixture
def folder(tmp_path):
    """An empty folder beside the storages of the test."""
    (tmp_path / "from").mkdir()
    return tmp_path / "from"


def test_it_works(jieun, parts):
    report = run(jieun, parts)
    found = pictures()
    for number, name in enumerate(takeout.cases(), 100):
        assert (found[name].caption, found[name].taken_at) == (f"말 {number}", NOON), name
    assert found["A-수정됨.jpg"].caption == "말 100"
    assert found["a_b.jpg"].caption == "물음표"
    assert {left.name.rpartition("/")[2]: left.reason for left in report.left} == takeout.LEFT
    assert report.added == len(found) == len(takeout.cases()) + 6
    # Dates: the photo's own within a day, else the sidecar's, in the family's time; "0" is none.
    assert found["own.jpg"].taken_at == datetime(2019, 5, 5, 9, tzinfo=UTC)
    assert found["scan.jpg"].taken_at == datetime(1954, 2, 27, 8, 6, 40, tzinfo=UTC)
    assert found["when.jpg"].taken_at is None
    # Albums: of both folders, the one with a name.
    assert found["both.jpg"].album.title == "제주 여행"
    assert {album.title for album in Album.objects.all()} == {"제주 여행", "Photos from 2019"}
    # Small photos of nearly one colour are coded alike: those are told as the same picture.
    told = [(noted.name.rpartition("/")[2], noted.reason) for noted in report.noted if noted.reason != "same"]
    assert told == [("scan.jpg", "place")] and all(map(notice, {noted.reason for noted in report.noted}))

    again = run(jieun, parts[::-1])
    assert (again.added, again.known) == (0, report.added + 1)
    assert Picture.objects.count() == report.added == StoredFile.objects.filter(state="stored").count()
    assert Album.objects.count() == 2


def test_one_album_for_all(jieun, folder):
    make_folder(folder, 2)
    assert run(jieun, [folder], album="우리").added == 2
    assert [picture.album.title for picture in Picture.objects.all()] == ["우리", "우리"]


def test_a_family_that_is_nearly_full(jieun, folder):
    make_folder(folder, 3)
    size = len(photo(0))
    Usage.objects.filter(family=jieun.family).update(limit_bytes=size + 10)
    report = run(jieun, [folder])
    assert (report.added, report.stopped) == (1, "family-full")
    assert [left.reason for left in report.left] == ["not-tried", "not-tried"]
    assert Picture.objects.count() == 1


def test_who_may_not_add_any_more(jieun, minsu, folder):
    make_folder(folder, 1)
    running = Import(minsu, make_plan([folder]))
    User.objects.filter(pk=minsu.pk).update(role="viewer")
    assert running.run().stopped == "right-lost"
    assert not Album.objects.exists()


def test_a_file_of_another_family_comes_in(jieun, stranger, folder):
    make_folder(folder, 1)
    assert run(stranger, [folder]).added == run(jieun, [folder]).added == 1


@needs_ffmpeg
def test_live_and_motion_photos_are_one_picture_each(jieun, folder):
    (folder / "L.HEIC").write_bytes(photo(1))
    (folder / "L.MP4").write_bytes(film())
    (folder / "M.MP.jpg").write_bytes(photo(2))
    (folder / "M.MP").write_bytes(film(1.2))
    for name in ("L.HEIC", "M.MP.jpg"):
        (folder / f"{name}.json").write_bytes(takeout.sidecar(name, name))
    report = run(jieun, [folder])
    assert (report.added, report.left) == (4, [])
    assert {name: picture.motion.name for name, picture in pictures().items()} == {
        "L.HEIC": "L.MP4",
        "M.MP.jpg": "M.MP.mp4",
    }
    assert {picture.caption for picture in pictures().values()} == {"L.HEIC", "M.MP.jpg"}
    assert run(jieun, [folder]).known == 4


def test_names_of_kakaotalk_tell_the_day(jieun, folder):
    (folder / "KakaoTalk_20240505_1200_00_000_group.jpg").write_bytes(photo(1))
    run(jieun, [folder])
    assert Picture.objects.get().taken_at.date().isoformat() == "2024-05-05"


def test_apples_tables(jieun, folder):
    for name in ("Photos", "Albums"):
        (folder / name).mkdir()
    head = "imgName,fileChecksum,favorite,hidden,deleted,originalCreationDate,viewCount,importDate\n"
    rows = 'IMG_1.JPG,x,no,no,no,"Sunday May 5,2019 3:00 AM GMT",1,"Monday May 6,2019 3:00 AM GMT"\n'
    (folder / "Photos/Photo Details.csv").write_text(head + rows)
    (folder / "Albums/제주.csv").write_text("Images\nIMG_1.JPG\n")
    for number in (1, 2):
        (folder / f"Photos/IMG_{number}.JPG").write_bytes(photo(number))
    assert run(jieun, [folder]).left == []
    found = pictures()
    assert found["IMG_1.JPG"].taken_at == NOON
    assert [found[name].album.title for name in sorted(found)] == ["제주", "Photos"]


def test_every_reason_has_a_sentence():
    for code in ["broken-archive", "unreadable", "not-tried", "family-full", *takeout.LEFT.values()]:
        assert len(reasons.explain(code)) > 20


def make_folder(folder, count: int) -> None:
    for number in range(count):
        (folder / f"{number}.jpg").write_bytes(photo(number))
