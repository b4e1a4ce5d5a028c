"""A client of tus that costs little itself: plain connections, kept alive, and bytes that are in memory already."""

import base64
import http.client
import json
import threading
import time
from collections.abc import Iterable
from contextlib import suppress

from deploy.local.tests.crowd import Answer
from tests.support.browser import Person

BODY = "application/offset+octet-stream"
# As the uploader's page sends (static/upload/queue.js, pieces.js).
AT_ONCE, PIECE = 3, 8 * 1024 * 1024
Photo = tuple[str, bytes]


class Refused(Exception):
    """The site asks to come again."""


class Line:
    """A connection of a signed-in person, for the files of one album. Closed by the site, it is opened again."""

    def __init__(self, person: Person, album: str):
        self.connection = http.client.HTTPConnection(person.url.removeprefix("http://"), timeout=600)
        self.album = album.split("/")[2]
        cookies = "; ".join(f"{one.name}={one.value}" for one in person.session.cookies)
        self.headers = {"Cookie": cookies, "Tus-Resumable": "1.0.0", "Accept": "application/json"}
        self.refusals = 0

    def send_at_once(self, name: str, content: bytes) -> dict:
        """Create an upload with all of its bytes (creation-with-upload). Return the result."""
        about = {
            "Upload-Length": str(len(content)),
            "Upload-Metadata": self.metadata(name),
            "Content-Type": BODY,
        }
        return json.loads(self.ask("POST", "/uploads/", content, about)["Upload-Result"])

    def send_in_pieces(self, name: str, content: bytes) -> dict:
        """Create an upload, then send its bytes, as the uploader's page does. Return the result."""
        address, answer = self.create(name, len(content)), {}
        view = memoryview(content)
        for offset in range(0, len(content), PIECE):
            answer = self.append(address, offset, view[offset : offset + PIECE])
        return json.loads(answer["Upload-Result"])

    def create(self, name: str, length: int) -> str:
        about = {"Upload-Length": str(length), "Upload-Metadata": self.metadata(name)}
        return "/uploads/" + self.ask("POST", "/uploads/", b"", about)["Location"].partition("/uploads/")[2]

    def append(self, address: str, offset: int, body, length: int | None = None):
        """Send a piece. `body` may be an iterable of `length` bytes."""
        about = {"Upload-Offset": str(offset), "Content-Type": BODY}
        if length is not None:
            about["Content-Length"] = str(length)
        return self.ask("PATCH", address, body, about)

    def delete(self, address: str) -> None:
        self.ask("DELETE", address, b"", {})

    def ask(self, method: str, path: str, body, about: dict[str, str]) -> http.client.HTTPMessage:
        """Return the headers of a good answer. Come again after as long as the site says."""
        while True:
            try:
                return self.ask_once(method, path, body, about)
            except Refused as refused:
                self.refusals += 1
                time.sleep(float(str(refused)))

    def ask_once(self, method: str, path: str, body, about: dict[str, str]) -> http.client.HTTPMessage:
        # Refused before all of it was sent: what was answered is there to be read.
        with suppress(BrokenPipeError, ConnectionResetError):
            self.connection.request(method, path, body, self.headers | about)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status == 503:
            self.connection.close()
            raise Refused(answer.headers["Retry-After"])
        if answer.status >= 300:
            raise RuntimeError(f"{answer.status}: {content[:500]!r}")
        return answer.headers

    def metadata(self, name: str) -> str:
        pairs = {"filename": name, "filetype": "image/jpeg", "album": self.album}
        return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())


def send_all(person: Person, album: str, photos: Iterable[Photo], at_once: int, way: str) -> list[Answer]:
    """Send photos on so many connections, each of which takes the next one. `way` is a method of Line."""
    waiting, answers, errors = list(photos), [], []

    def send_next() -> None:
        line = Line(person, album)
        try:
            while waiting:
                name, content = waiting.pop(0)
                begun = time.monotonic()
                result = getattr(line, way)(name, content)
                assert result["status"] == "added", result
                answers.append(Answer(200, {"results": [result]}, time.monotonic() - begun))
        except Exception as error:
            errors.append(error)
        refusals.append(line.refusals)

    refusals: list[int] = []
    senders = [threading.Thread(target=send_next) for _ in range(at_once)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    if errors:
        raise errors[0]
    return answers


def send_as_uploader(person: Person, album: str, contents: list[bytes]) -> list[Answer]:
    """What bench.quota wants: photos without names, sent as the uploader's page sends them."""
    photos = [(f"{number}.jpg", content) for number, content in enumerate(contents)]
    return send_all(person, album, photos, AT_ONCE, "send_in_pieces")
