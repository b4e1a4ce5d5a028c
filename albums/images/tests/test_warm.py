"""After the sandbox is closed nothing can be opened or imported any more: `warm` must have done it all before."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from albums.images.decoder import REPOSITORY
from albums.images.tests.samples import PHOTOS, needs_photos
from albums.images.warm import PICTURES
from albums.tests.test_cases import CASES, FOLDER
from albums.tests.variants import VARIANTS

# Everything that Python opens or imports is told to the hook.
WATCHED = """
import json, sys
from pathlib import Path
from albums.images import child
from albums.images.errors import Refused
from albums.images.warm import warm

contents = [(path, Path(path).read_bytes()) for path in json.loads(sys.argv[1])]
warm()
happened, outcomes = [], []
sys.addaudithook(lambda event, found: happened.append([event, str(found[0])]) if event in ("import", "open") else None)
for path, content in contents:
    for act in (lambda: child.examine(content, "2014-04-26 19.09.19.jpg"), lambda: list(child.derive(content))):
        try:
            act()
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.reason)
        except Exception as error:
            outcomes.append(repr(error))
print(json.dumps([happened, outcomes]))
"""


def watch(paths: list[Path]) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-c", WATCHED, json.dumps([str(path) for path in paths])],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    happened, outcomes = json.loads(run.stdout.splitlines()[-1])
    assert happened == []
    return outcomes


def test_it_works():
    """Of each of its pictures something can be shown, but of the one that is none."""
    outcomes = watch(sorted(PICTURES.glob("*.picture")))
    assert len(outcomes) > 20 and outcomes.count("done") == len(outcomes) - 2


def test_nothing_is_opened_for_the_files_of_devices(tmp_path):
    paths = [FOLDER / name for name in CASES]
    for number, variant in enumerate(VARIANTS.values()):
        paths.append(tmp_path / str(number))
        paths[-1].write_bytes(variant.content())
    assert len(set(watch(paths))) > 2


@needs_photos
@pytest.mark.parametrize("folder", ["phone", "formats", "dates", "gps"])
def test_nothing_is_opened_for_real_photographs(folder):
    assert "done" in watch(sorted((PHOTOS / folder).glob("*.*"))[:12])
