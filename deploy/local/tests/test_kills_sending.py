"""As tests/kills/test_killed_while_sending.py, through nginx, with MariaDB and a bucket: what dies and freezes is the
web server for uploads."""

import signal

import pytest

from albums.films.tests.clips import needs_ffmpeg
from deploy.local.tests.kills import StackSite, stack_site
from tests.kills.sending import FEW, MANY, send_in_spite_of_all
from tests.support.tus_clients import CLIENTS

pytestmark = [needs_ffmpeg, pytest.mark.wide]


class BehindNginx:
    def __init__(self, site: StackSite):
        self.site, self.directory = site, site.directory
        self.url, self.port = site.stack["nginx"].url, site.stack["nginx"].port

    def query(self, sql: str) -> list[tuple]:
        return self.site.query(sql)

    def kill(self) -> None:
        self.site.stack.kill("web-uploads")
        self.site.stack.start("web-uploads")

    def freeze(self) -> None:
        self.site.stack.signal("web-uploads", signal.SIGSTOP)

    def thaw(self) -> None:
        self.site.stack.signal("web-uploads", signal.SIGCONT)

    def copies(self, key: str) -> list:
        return [self.directory / "storage" / "main" / key[:2] / key, self.site.stack["s3"].files / key]


@pytest.fixture(scope="module")
def server():
    with stack_site("nginx", "web", "worker", "films", "beat") as site:
        yield BehindNginx(site)


@pytest.mark.parametrize("client", CLIENTS)
def test_it_works(server, client, tmp_path, record_property):
    record_property("kills", send_in_spite_of_all(server, client, FEW, tmp_path))


@pytest.mark.long
@pytest.mark.parametrize("client", CLIENTS)
def test_fifty_photos_and_two_gigabytes(server, client, tmp_path, record_property):
    record_property("kills", send_in_spite_of_all(server, client, MANY, tmp_path))
