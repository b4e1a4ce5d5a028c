"""nginx before a site, as the stack has it, and beside it the same nginx serving plain files of the same sizes."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.members.nginx import Nginx
from deploy.local.stack_dir import StackDir, answers
from tests.support.site import wait_for

# A load generator is one address, and asks for more than any household.
LIMITS = ("rate=200r/s", "rate=20r/s")
PLAIN = """
  keepalive_requests 1000000;
  server {{
    listen 127.0.0.1:{port};
    root {root};
  }}
"""


class Server:
    def __init__(self, member: Nginx, plain_port: int, process: subprocess.Popen):
        self.port, self.plain_port, self.pid = member.port, plain_port, process.pid


@contextmanager
def nginx_before(web_port: int, directory: Path, plain: Path) -> Iterator[Server]:
    """Start nginx in `directory`, as the stack has it, before the site on `web_port`; serve `plain` beside it."""
    stack_dir = StackDir(directory)
    stack_dir.change("ports", **{"web": web_port, "web-uploads": web_port})
    member = Nginx(stack_dir)
    member.directory.mkdir(parents=True)
    member.prepare()
    plain_port = stack_dir.port("plain")
    configure(member.directory / "nginx.conf", PLAIN.format(port=plain_port, root=plain))
    with (directory / "nginx.log").open("w") as log:
        process = subprocess.Popen(member.command, cwd=member.directory, stdout=log, stderr=log)
    try:
        wait_for(member.is_ready)
        wait_for(lambda: answers(plain_port))
        yield Server(member, plain_port, process)
    finally:
        process.send_signal(member.stop_signal)
        process.wait(30)


def configure(file: Path, addition: str) -> None:
    text = file.read_text()
    for limit in LIMITS:
        if limit not in text:
            raise RuntimeError(f"nginx.conf has no {limit} any more")
        text = text.replace(limit, "rate=1000000r/s")
    head, brace, tail = text.rpartition("}")
    file.write_text(head + addition + brace + tail)


def fill(plain: Path, count: int, size: int, large: int) -> list[str]:
    """Plain files, and their addresses: the thumbs', and at last the large one's."""
    plain.mkdir()
    for number in range(count):
        (plain / f"{number}.webp").write_bytes(os.urandom(size))
    with (plain / "large.jpg").open("wb") as file:
        for start in range(0, large, 2**20):
            file.write(os.urandom(min(2**20, large - start)))
    return [f"/{number}.webp" for number in range(count)] + ["/large.jpg"]
