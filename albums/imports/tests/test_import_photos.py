"""manage.py import_photos"""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from albums.models import Album, Picture
from albums.tests.helpers import photo

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "여름").mkdir()
    (tmp_path / "여름/one.jpg").write_bytes(photo(1))
    return tmp_path / "여름"


def run(folder, *arguments, by="minsu@example.com") -> tuple[int, str, str]:
    """Its exit status, what it printed, and what it wrote."""
    output, code, report = StringIO(), 0, folder.parent / "report.txt"
    try:
        call_command(
            "import_photos", str(folder), f"--by={by}", f"--report={report}", *arguments, stdout=output
        )
    except SystemExit as ended:
        code = ended.code
    assert report.stat().st_mode & 0o777 == 0o600
    return code, output.getvalue(), report.read_text()


def test_it_works(minsu, folder):
    before = [(path, path.stat().st_mtime_ns) for path in sorted(folder.iterdir())]
    code, printed, written = run(folder)
    assert (code, written) == (0, "1 came in, 0 were there already, 0 did not come in.\n")
    assert printed.startswith(written)
    picture = Picture.objects.get()
    assert (picture.uploaded_by, picture.album.title) == (minsu, "여름")
    assert [(path, path.stat().st_mtime_ns) for path in sorted(folder.iterdir())] == before
    assert run(folder)[2].startswith("0 came in, 1 were there already")


def test_what_did_not_come_in_is_named(minsu, folder):
    (folder / "note.txt").write_text("x")
    code, _, written = run(folder, "--album", "우리")
    assert code == 1 and "여름: note.txt\n    This is neither a photo nor a film." in written
    assert Album.objects.get().title == "우리"


def test_in_korean(minsu, folder):
    minsu.language = "ko"
    minsu.save()
    (folder / "note.txt").write_text("x")
    written = run(folder)[2].replace("note.txt", "")
    assert re.search("[가-힣]", written) and not re.search("[A-Za-z]{3}", written)


@pytest.mark.parametrize("by", ["minsu@example.com", "nobody@example.com"])
def test_who_may_not_add_photos(minsu, folder, by):
    minsu.role = "viewer"
    minsu.save()
    with pytest.raises(CommandError, match="Nobody with this e-mail"):
        run(folder, by=by)
    assert not Album.objects.exists()


def test_a_path_that_is_not_there(minsu, folder):
    with pytest.raises(CommandError, match="There is no"):
        run(folder / "nothing")
