"""Clients of tus that we did not write, sending files in a thread or a process of their own.

`Tuspy` and `TusJsClient` begin at once. `results()` waits until all is sent, whatever happens on the way.
"""

import json
import os
import shutil
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
import requests
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

from tests.support.browser import Person
from tests.support.site import REPOSITORY, wait_for

TUS = {"Tus-Resumable": "1.0.0"}
MODULES = REPOSITORY / "requirements" / "browser" / "node_modules"
# For gigabytes on a busy machine.
PATIENCE = 1200


class Sending:
    """A client that sends files one after the other to an album."""

    def __init__(self, url: str, person: Person, album: str, paths: list[Path], piece: int):
        self.url, self.person, self.paths, self.piece = url, person, paths, piece
        self.album = album.split("/")[2]
        self.cookies = "; ".join(f"{one.name}={one.value}" for one in person.session.cookies)

    def is_over(self) -> bool:
        raise NotImplementedError

    def results(self) -> list[dict]:
        """Wait until all files are sent. Return what the site says of each."""
        raise NotImplementedError

    def stop(self) -> None:
        """End it, wherever it is."""


class Tuspy(Sending):
    """tuspy, which knows no retry of its own that survives a server: this goes on as its documentation says. Every
    piece of every second file comes with its checksum."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.sent: list[dict] = []
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self) -> None:
        client = TusClient(f"{self.url}/uploads/", headers={"Cookie": self.cookies})
        for number, path in enumerate(self.paths):
            metadata = {"filename": path.name, "filetype": "image/jpeg", "album": self.album}
            uploader = client.uploader(
                file_path=str(path),
                metadata=metadata,
                chunk_size=self.piece,
                upload_checksum=number % 2 == 1,
            )
            upload_in_spite_of_all(uploader, [], self.stopped)
            self.sent.append(result_of(self.person, uploader.url))

    def is_over(self) -> bool:
        return not self.thread.is_alive()

    def results(self) -> list[dict]:
        self.thread.join(PATIENCE)
        assert len(self.sent) == len(self.paths), "it has not sent all"
        return self.sent

    def stop(self) -> None:
        self.stopped.set()


class TusJsClient(Sending):
    """tus-js-client under Node, which comes again by itself."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        asked = {
            "endpoint": f"{self.url}/uploads/",
            "cookie": self.cookies,
            "album": self.album,
            "piece": self.piece,
            "files": [str(path) for path in self.paths],
        }
        script = REPOSITORY / "tests" / "support" / "tus_client.cjs"
        self.process = subprocess.Popen(
            ["node", script, json.dumps(asked)],
            env={**os.environ, "NODE_PATH": str(MODULES)},
            stdout=subprocess.PIPE,
            text=True,
        )

    def is_over(self) -> bool:
        return self.process.poll() is not None

    def results(self) -> list[dict]:
        output, _ = self.process.communicate(timeout=PATIENCE)
        assert self.process.returncode == 0
        return [json.loads(line) for line in output.splitlines()]

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


needs_node = pytest.mark.skipif(
    not shutil.which("node") or not MODULES.is_dir(), reason="needs Node and what `make setup` fetches by npm"
)
CLIENTS = [Tuspy, pytest.param(TusJsClient, marks=needs_node)]


def upload_in_spite_of_all(uploader, attempts: list, stopped: threading.Event | None = None) -> None:
    """Go on until all is there, as the uploader's page does. Note in `attempts` where each one began."""
    while uploader.url is None or uploader.offset < uploader.get_file_size():
        if stopped and stopped.is_set():
            return
        attempts.append(uploader.offset)
        with suppress(TusCommunicationError, requests.RequestException):
            if uploader.url:
                uploader.offset = uploader.get_offset()
            uploader.upload()
        time.sleep(0.1)


def result_of(person: Person, address: str) -> dict:
    """The result, asked for by somebody who has not seen the last answer, and who meets the next trouble."""
    # Not through the proxy that it was sent by.
    path = "/uploads/" + address.partition("/uploads/")[2]
    answer = wait_for(lambda: head_of(person, path))
    assert answer["Upload-Offset"] == answer["Upload-Length"]
    return json.loads(answer["Upload-Result"])


def head_of(person: Person, path: str):
    with suppress(requests.RequestException):
        answer = person.session.head(person.absolute(path), headers=TUS, timeout=60)
        if answer.ok:
            return answer.headers
    return None
