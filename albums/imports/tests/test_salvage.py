"""A zip that was cut: what is whole is read, the member in which it was cut is named, and so is the archive."""

import io
import random
import zipfile
from pathlib import Path

import pytest

from albums.imports.planning import make_plan
from albums.imports.sources import Unreadable

CONTENT = {f"{number}.jpg": random.Random(number).randbytes(2000) for number in range(4)}


class OneWay(io.RawIOBase):
    """What cannot go back, so that the lengths of members are written behind them, as Google does."""

    def __init__(self):
        self.data = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.data += data
        return len(data)


def archive(method: int, *, is_streamed: bool = False, is_long: bool = False) -> bytes:
    output = OneWay() if is_streamed else io.BytesIO()
    with zipfile.ZipFile(output, "w", method) as zipped:
        for name, content in CONTENT.items():
            info = zipfile.ZipInfo(f"제주/{name}")
            info.compress_type = method
            with zipped.open(info, "w", force_zip64=is_long) as member:
                member.write(content)
    return bytes(output.data) if is_streamed else output.getvalue()


def plan_of(path: Path, data: bytes):
    path.write_bytes(data)
    return make_plan([path])


def read(plan) -> dict[str, bytes]:
    found = {}
    for item in plan.items:
        try:
            found[item.name] = item.entry.read(100_000)
        except Unreadable:
            found[item.name] = b""
    return found


@pytest.mark.parametrize(
    ("method", "how"),
    [
        (zipfile.ZIP_STORED, {}),
        (zipfile.ZIP_DEFLATED, {}),
        (zipfile.ZIP_DEFLATED, {"is_streamed": True}),
        (zipfile.ZIP_STORED, {"is_long": True}),
        (zipfile.ZIP_DEFLATED, {"is_streamed": True, "is_long": True}),
    ],
)
def test_it_works(tmp_path, method, how):
    data = archive(method, **how)
    without_directory = data[: data.index(b"PK\x01\x02")]
    plan = plan_of(tmp_path / "a.zip", without_directory)
    assert read(plan) == CONTENT
    assert [(left.name, left.reason) for left in plan.left] == [("a.zip", "cut-archive")]
    assert {item.album for item in plan.items} == {"제주"}

    in_the_third = data[: data.index(b"PK\x03\x04", data.index("제주/2.jpg".encode())) - 30]
    found = read(plan_of(tmp_path / "b.zip", in_the_third))
    assert found == {"0.jpg": CONTENT["0.jpg"], "1.jpg": CONTENT["1.jpg"], "2.jpg": b""}


def test_the_end_of_a_member_that_is_not_packed_is_not_guessed(tmp_path):
    data = archive(zipfile.ZIP_STORED, is_streamed=True)
    assert read(plan_of(tmp_path / "a.zip", data[: data.index(b"PK\x01\x02")])) == {"0.jpg": b""}


def test_a_member_larger_than_any_is_not_inflated_to_its_end(tmp_path, settings):
    settings.UPLOAD_LIMIT_BYTES = settings.FILM_LIMIT_BYTES = 100
    data = archive(zipfile.ZIP_DEFLATED, is_streamed=True)
    assert list(read(plan_of(tmp_path / "a.zip", data[: data.index(b"PK\x01\x02")]))) == ["0.jpg"]


def test_a_checksum_that_is_wrong(tmp_path):
    data = archive(zipfile.ZIP_STORED).replace(CONTENT["1.jpg"], bytes(2000))
    found = read(plan_of(tmp_path / "a.zip", data[: data.index(b"PK\x01\x02")]))
    assert found["1.jpg"] == b"" and found["2.jpg"] == CONTENT["2.jpg"]
