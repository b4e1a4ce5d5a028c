"""Receiving files from a real multipart body, whole and broken."""

import hashlib
import io
import itertools
import os
import random
import shutil
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.uploadhandler import StopUpload
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from storage.io.staging import RefuseFiles, StageFiles, remove_stale

PHOTO = bytes(range(256)) * 40
# `make kills` has more of them.
ROUNDS = int(os.environ.get("STALE_ROUNDS", 50))


@pytest.fixture(autouse=True)
def staging(tmp_path, settings):
    settings.STAGING_DIR = tmp_path / "staging"
    return settings.STAGING_DIR


def on_disk(directory) -> list[bytes]:
    return sorted(path.read_bytes() for path in directory.iterdir()) if directory.exists() else []


def plain(files) -> list[bytes]:
    """The bytes that were kept of each file."""
    kept = []
    for file in files:
        if not file.refusal:
            with file.open_plain() as stream:
                kept.append(stream.read())
    return kept


def body(*files: bytes, end=b"--X--\r\n", more=b"") -> bytes:
    head = b'--X\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n' + more + b"\r\n"
    return b"".join(head + file + b"\r\n" for file in files) + end


def receive(content: bytes, handler, source=None):
    meta = {"CONTENT_TYPE": "multipart/form-data; boundary=X", "CONTENT_LENGTH": str(len(content))}
    _, files = MultiPartParser(meta, source or io.BytesIO(content), [handler], "utf-8").parse()
    return files.getlist("files")


def stage(budget=10_000_000) -> StageFiles:
    return StageFiles(budget=budget)


def test_it_works(staging):
    files = receive(body(PHOTO, b"other"), stage())
    assert [(file.name, file.size, file.refusal) for file in files] == [
        ("a.jpg", len(PHOTO), ""),
        ("a.jpg", 5, ""),
    ]
    assert files[0].sha256 == hashlib.sha256(PHOTO).hexdigest()
    assert plain(files) == [PHOTO, b"other"]
    with files[0].in_memory() as path:
        assert path.read_bytes() == PHOTO
    assert all(path.stat().st_mode & 0o077 == 0 for path in staging.iterdir())
    for file in files:
        file.close()
        file.close()  # Django may do it twice
    assert on_disk(staging) == []


def test_nothing_on_disk_is_plain(staging):
    content = random.Random(1).randbytes(700_001)
    files = receive(body(content), stage())
    [stored] = on_disk(staging)
    assert len(stored) > 600_000 and plain(files) == [content]
    assert not any(content[start : start + 16] in stored for start in range(0, len(content) - 16, 500))


def test_empty(staging):
    [file] = receive(body(b""), stage())
    assert (file.size, file.refusal) == (0, "")


def test_the_limit_of_a_file_is_exact(staging, settings):
    settings.UPLOAD_LIMIT_BYTES = len(PHOTO)
    fits, too_large, small = receive(body(PHOTO, PHOTO + b"x", b"small"), stage())
    assert [file.refusal for file in (fits, too_large, small)] == ["", "too-large", ""]
    assert plain([fits, too_large, small]) == [PHOTO, b"small"] and len(on_disk(staging)) == 2


def test_the_limit_of_a_file_may_depend_on_its_first_bytes(staging, settings):
    settings.UPLOAD_LIMIT_BYTES = 3
    handler = StageFiles(budget=10_000_000, limit_of=lambda head: 300_000 if head.startswith(b"F") else 10)
    files = receive(body(b"F" * 300_000, b"F" * 300_001, b"P" * 10, b"P" * 11), handler)
    assert [file.refusal for file in files] == ["", "too-large", "", "too-large"]
    assert plain(files) == [b"F" * 300_000, b"P" * 10]


def test_the_budget_is_exact_and_only_files_that_fit_use_it(staging):
    files = receive(body(PHOTO, b"too much", b"1234", b"5"), stage(budget=len(PHOTO) + 4))
    assert [file.refusal for file in files] == ["", "family-full", "", "family-full"]
    assert plain(files) == [PHOTO, b"1234"] and len(on_disk(staging)) == 2


def test_the_budget_of_the_site_is_exact_too(staging):
    handler = StageFiles(budget=10_000_000, site_budget=len(PHOTO) + 4)
    files = receive(body(PHOTO, b"too much", b"1234", b"5"), handler)
    assert [file.refusal for file in files] == ["", "site-full", "", "site-full"]
    assert plain(files) == [PHOTO, b"1234"] and len(on_disk(staging)) == 2


def test_bytes_beyond_a_limit_are_not_written(staging, settings):
    """Not even until the file is complete: a gigabyte too much must not fill the disk on its way."""
    settings.UPLOAD_LIMIT_BYTES = 300_000
    seen = []

    class Watching(StageFiles):
        def receive_data_chunk(self, raw_data, start):
            super().receive_data_chunk(raw_data, start)
            seen.append(self.current.stat().st_size)

    receive(body(b"x" * 2_000_000), Watching(budget=10**9))
    assert len(seen) > 4 and max(seen) <= 300_000 + 5 * 16 + 36


def test_a_body_that_ends_too_early_leaves_nothing(staging):
    files = receive(body(PHOTO, end=b""), stage())
    assert files == [] and on_disk(staging) == []


def test_a_connection_that_breaks_leaves_nothing(staging):
    class Broken(io.BytesIO):
        def read(self, *args):
            if self.tell() >= 1024 * 1024:
                raise ConnectionResetError
            return super().read(*args)

    content = body(PHOTO, b"x" * 3_000_000)
    handler = stage()
    with pytest.raises(ConnectionResetError):
        receive(content, handler, Broken(content))
    handler.upload_interrupted()
    assert on_disk(staging) == []


def test_a_body_that_cannot_be_parsed_leaves_nothing(staging):
    handler = stage()
    with pytest.raises(MultiPartParserError):
        receive(body(b"abcde", more=b"Content-Transfer-Encoding: base64\r\n"), handler)
    handler.upload_interrupted()
    assert on_disk(staging) == []


def test_interrupting_what_arrived_whole_changes_nothing(staging):
    handler = stage()
    files = receive(body(PHOTO), handler)
    handler.upload_interrupted()
    assert plain(files) == [PHOTO]


def test_a_disk_that_is_full_is_a_refusal(staging):
    """A real full device stands where the staged file is; the other file arrives."""

    class FullDisk(StageFiles):
        def new_file(self, *args, **kwargs):
            super().new_file(*args, **kwargs)
            self.output.output.close()
            self.output.output = open("/dev/full", "wb")  # noqa: SIM115

    [file] = receive(body(b"x" * 500_000), FullDisk(budget=10**9))
    assert file.refusal == "no-room" and on_disk(staging) == []
    [file] = receive(body(b"x" * 70_000), FullDisk(budget=10**9))  # fails only when it is closed
    assert file.refusal == "no-room" and on_disk(staging) == []


def test_every_other_address_refuses_files(staging):
    assert receive(body(PHOTO, PHOTO), RefuseFiles()) == []
    assert not staging.exists()


def test_stopping_an_upload_leaves_nothing(staging):
    class Stopping(StageFiles):
        def receive_data_chunk(self, raw_data, start):
            super().receive_data_chunk(raw_data, start)
            raise StopUpload(connection_reset=True)

    handler = Stopping(budget=10**9)
    assert receive(body(PHOTO), handler) == []
    handler.upload_interrupted()
    assert on_disk(staging) == []


def make_old(path: Path) -> None:
    os.utime(path, (0, 0))


def test_stale_files_are_removed_and_young_ones_stay(staging):
    assert remove_stale() == 0
    (staging / "old-directory").mkdir(parents=True)
    (staging / "old-directory" / "inside").write_bytes(b"x")
    for name in ("old", "young"):
        (staging / name).write_bytes(b"x")
    # A link into nothing, as of a crashed process.
    (staging / "broken").symlink_to(staging / "nowhere")
    os.utime(staging / "broken", (0, 0), follow_symlinks=False)
    make_old(staging / "old")
    make_old(staging / "old-directory")
    assert remove_stale() == 3
    assert [path.name for path in staging.iterdir()] == ["young"]


@pytest.mark.parametrize("kind", ["files", "directories"])
def test_uploads_that_end_while_stale_files_are_looked_for(staging, kind):
    """Real threads: whatever vanishes between two looks is no error, and what is stale goes all the same."""
    staging.mkdir()
    ended, numbers = threading.Event(), itertools.count()

    def come_and_go():
        while not ended.is_set():
            for _ in range(20):
                path = staging / f"{threading.get_ident()}-{next(numbers)}"
                if kind == "files":
                    path.write_bytes(b"x")
                else:
                    path.mkdir()
                    (path / "inside").write_bytes(b"x")
                with suppress(FileNotFoundError):
                    make_old(path)
            for path in staging.glob(f"{threading.get_ident()}-*"):
                shutil.rmtree(path, ignore_errors=True) if kind == "directories" else path.unlink(
                    missing_ok=True
                )

    threads = [threading.Thread(target=come_and_go) for _ in range(3)]
    [thread.start() for thread in threads]
    try:
        for number in range(ROUNDS):
            stale = staging / f"stale-{number}"
            stale.write_bytes(b"x")
            make_old(stale)
            remove_stale()
            assert not stale.exists()
    finally:
        ended.set()
        [thread.join() for thread in threads]
