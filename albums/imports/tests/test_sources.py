"""What is in an archive is hostile: each bad member is named, and the others are read."""

import unicodedata
import zipfile
from pathlib import Path

import pytest

from albums.imports.limits import JSON_BYTES
from albums.imports.planning import make_plan
from albums.imports.sources import Unreadable, Zip, group_of


def zipped(path: Path, files: dict[str, bytes], *, method=zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def reasons(path: Path) -> dict[str, str]:
    plan = make_plan([path])
    return {left.name.partition(": ")[2] or left.name: left.reason for left in plan.left}


def test_it_works(tmp_path):
    path = zipped(tmp_path / "a.zip", {"제주/one.jpg": b"1", "제주/two.MOV": b"2"})
    items = make_plan([path]).items
    assert [(item.album, item.name, item.entry.read(10)) for item in items] == [
        ("제주", "one.jpg", b"1"),
        ("제주", "two.MOV", b"2"),
    ]


@pytest.mark.parametrize(
    "name", ["../up.jpg", "/etc/up.jpg", "C:\\up.jpg", "a/../../up.jpg", "a//up.jpg", "a\nb.jpg"]
)
def test_a_name_that_points_out(tmp_path, name):
    path = zipped(tmp_path / "a.zip", {name: b"1", "ok.jpg": b"2"})
    plan = make_plan([path])
    assert [left.reason for left in plan.left] == ["unsafe-name"]
    assert [item.name for item in plan.items] == ["ok.jpg"]


def test_a_bomb_and_an_archive_inside(tmp_path):
    files = {"big.jpg": bytes(11_000_000), "in.zip": b"PK", "read.txt": b"", "Thumbs.db": b""}
    path = zipped(tmp_path / "a.zip", files, method=zipfile.ZIP_DEFLATED)
    assert reasons(path) == {"big.jpg": "bomb", "in.zip": "nested", "read.txt": "other", "Thumbs.db": "other"}


def test_a_locked_member(tmp_path):
    path = zipped(tmp_path / "a.zip", {"one.jpg": b"1"})
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    path.write_bytes(data)
    assert reasons(path) == {"one.jpg": "encrypted"}


def test_a_member_whose_bytes_are_others(tmp_path):
    path = zipped(tmp_path / "a.zip", {"one.jpg": b"first", "two.jpg": b"other"})
    path.write_bytes(path.read_bytes().replace(b"first", b"worse"))
    one, two = make_plan([path]).items
    with pytest.raises(Unreadable):
        one.entry.read(10)
    assert two.entry.read(10) == b"other"


def test_what_is_no_zip(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x03\x04 and no more")
    assert reasons(path) == {"a.zip": "broken-archive"}


def test_a_directory_with_too_many_members_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("albums.imports.sources.MOST_MEMBERS", 2)
    assert not reasons(zipped(tmp_path / "a.zip", {"1.jpg": b""}))
    path = zipped(tmp_path / "b.zip", {f"{number}.jpg": b"" for number in range(9)})
    with pytest.raises(ValueError, match="too many"):
        Zip(path)
    assert reasons(path) == {"b.zip": "broken-archive"}


def test_a_json_longer_than_any(tmp_path):
    path = zipped(tmp_path / "a.zip", {"one.jpg": b"1", "one.jpg.json": b" " * (JSON_BYTES + 1)})
    [item] = make_plan([path]).items
    assert item.sidecar
    with pytest.raises(Unreadable):
        item.sidecar.read(JSON_BYTES)


def test_a_name_of_a_korean_windows(tmp_path):
    path = zipped(tmp_path / "a.zip", {"AAAA/1.jpg": b"1"})
    path.write_bytes(path.read_bytes().replace(b"AAAA", "제주".encode("cp949")))
    [item] = make_plan([path]).items
    assert item.album == "제주"


def test_names_are_compared_in_nfc(tmp_path):
    folder = unicodedata.normalize("NFD", "한글")
    path = zipped(tmp_path / "a.zip", {f"{folder}/가.jpg": b"1", "한글/가.jpg.json": b"{}"})
    [item] = make_plan([path]).items
    assert (item.album, item.sidecar.name) == ("한글", "가.jpg.json")


def test_a_folder_with_a_link_and_a_zip(tmp_path):
    (tmp_path / "in/여름").mkdir(parents=True)
    (tmp_path / "in/여름/one.jpg").write_bytes(b"1")
    (tmp_path / "secret.jpg").write_bytes(b"2")
    (tmp_path / "in/여름/link.jpg").symlink_to(tmp_path / "secret.jpg")
    zipped(tmp_path / "in/part.zip", {"겨울/two.jpg": b"2"})
    plan = make_plan([tmp_path / "in"])
    assert {item.album for item in plan.items} == {"여름", "겨울"}
    assert [left.reason for left in plan.left] == ["link"]


def test_the_parts_of_one_export_are_one_tree():
    names = ["takeout-20240101T000000Z-001.zip", "takeout-20240101T000000Z-2-003.zip"]
    assert {group_of(Path(name).with_suffix("")) for name in names} == {"takeout-20240101T000000Z"}
