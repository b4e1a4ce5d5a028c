"""tus-js-client under Node, which we did not write, against a site that is killed while it sends."""

import hashlib
import json
import os
import shutil
import subprocess

import pytest

from tests.support.browser import Person
from tests.support.photos import draw, heavy, one_of_a_kind
from tests.support.proxy import Proxy
from tests.support.site import REPOSITORY, wait_for

MODULES = REPOSITORY / "requirements" / "browser" / "node_modules"
KILLS = 3
needs_client = pytest.mark.skipif(
    not shutil.which("node") or not MODULES.is_dir(), reason="needs Node and what `make setup` fetches by npm"
)


@needs_client
def test_it_works(site, tmp_path):
    """Byte for byte, through several kills of every process, and not from the beginning."""
    daughter = Person(site.url).sign_up("jieun@example.com")
    album = daughter.new_album("From Node")
    paths = [tmp_path / f"{number}.jpg" for number in range(6)]
    for number, path in enumerate(paths):
        path.write_bytes(heavy(one_of_a_kind(draw(number, 640, 480)), 4))
    total = sum(path.stat().st_size for path in paths)
    with Proxy(site.port) as line:
        line.slows(to=2_000_000, way="up")
        process = start(line, daughter, album, paths)
        try:
            for number in range(KILLS):
                wait_for(lambda share=(number + 1) / (KILLS + 1): line.moved["up"] > share * total)
                site.kill()
                site.start()
            output, _ = process.communicate(timeout=300)
        finally:
            process.kill()
        assert process.returncode == 0
        assert line.moved["up"] < 1.5 * total
    sent = [json.loads(line) for line in output.splitlines()]
    assert [each["result"]["status"] for each in sent] == ["added"] * len(paths)
    for path, each in zip(paths, sent, strict=True):
        original = daughter.get(f"/pictures/{each['result']['picture']}/file/original").content
        assert hashlib.sha256(original).digest() == hashlib.sha256(path.read_bytes()).digest()
    # No piece was sent twice but those that a kill broke off.
    assert max(len(each["begun"]) - len(set(each["begun"])) for each in sent) <= KILLS


def start(line: Proxy, daughter: Person, album: str, paths) -> subprocess.Popen:
    cookies = "; ".join(f"{one.name}={one.value}" for one in daughter.session.cookies)
    asked = {
        "endpoint": f"{line.url}/uploads/",
        "cookie": cookies,
        "album": album.split("/")[2],
        "files": [str(path) for path in paths],
    }
    script = REPOSITORY / "tests" / "support" / "tus_client.cjs"
    environment = {**os.environ, "NODE_PATH": str(MODULES)}
    return subprocess.Popen(
        ["node", script, json.dumps(asked)], env=environment, stdout=subprocess.PIPE, text=True
    )
