"""tuspy and tus-js-client send files to a site whose web processes are killed and frozen, over a line that breaks: each
file arrives byte for byte, in both storages, and what had arrived is not sent again. The same behind nginx:
deploy/local/tests/test_kills_sending.py."""

import os
import signal

import pytest

from albums.films.tests.clips import needs_ffmpeg
from tests.kills.sending import FEW, MANY, send_in_spite_of_all
from tests.support.tus_clients import CLIENTS, TusJsClient, Tuspy, needs_node

# Two processes of web, so that a client comes again to another one.
SITE = {"WEB_PROCESSES": "2"}
pytestmark = needs_ffmpeg


class Alone:
    """A site without nginx: all of its web processes die together, and `manage.py run` starts new ones."""

    def __init__(self, site):
        self.site, self.url, self.port, self.directory = site, site.url, site.port, site.directory

    def query(self, sql: str) -> list[tuple]:
        return self.site.query(sql)

    def kill(self) -> None:
        self.site.kill("web")
        self.site.wait_until_up()

    def freeze(self) -> None:
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def signal(self, number: int) -> None:
        for pid in self.site.members()["web"]:
            os.kill(pid, number)

    def copies(self, key: str) -> list:
        return [self.directory / "storage" / name / key[:2] / key for name in ("main", "backup")]


@pytest.fixture(scope="module")
def server(site):
    return Alone(site)


@pytest.mark.parametrize("client", [Tuspy, pytest.param(TusJsClient, marks=[needs_node, pytest.mark.wide])])
def test_it_works(server, client, tmp_path, record_property):
    record_property("kills", send_in_spite_of_all(server, client, FEW, tmp_path))


@pytest.mark.long
@pytest.mark.parametrize("client", CLIENTS)
def test_fifty_photos_and_two_gigabytes(server, client, tmp_path, record_property):
    record_property("kills", send_in_spite_of_all(server, client, MANY, tmp_path))
