"""The protocol as a state machine: hypothesis interleaves clients that send, stall, are cut off, come back, send the
wrong bytes or give up, and web processes that die at any point.

Bytes that a writer adds after it has lost its claim are always wrong ones, so whatever of them was kept would show.
Whatever happens: the offset never goes back, and what it covers are the bytes of the file.
"""

import json
import os
import random
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from albums.models import Picture, StagedUpload
from albums.resumable import claiming, cleaning, receiving
from albums.resumable.receiving import Receiver
from albums.resumable.refusals import Refusal
from albums.resumable.tests.client import begin, checksum, delete, head, patch, row
from albums.tests.helpers import photo
from picup.encryption.segments import SEGMENT
from storage.io.growing import directory_of

EXAMPLES = int(os.environ.get("UPLOAD_EXAMPLES", "12"))
SIZE = 3 * SEGMENT + 500
sizes = st.one_of(st.integers(1, SIZE), st.sampled_from([1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT]))


class Protocol(RuleBasedStateMachine):
    client = album = minsu = None

    @initialize()
    def create(self):
        head = photo(1) + uuid.uuid4().bytes
        self.content = head + random.Random(head).randbytes(SIZE - len(head))
        self.address = begin(self.client, self.album, SIZE)
        self.offset, self.result, self.deleted = 0, None, False
        # A request that is in the middle of its body, and those that were overtaken.
        self.current: Receiver | None = None
        self.overtaken: list[Receiver] = []

    def overtake(self):
        if self.current:
            self.overtaken.append(self.current)
            self.current = None

    def is_open(self):
        return self.result is None and not self.deleted

    def body(self, size: int) -> bytes:
        return self.content[self.offset : self.offset + size]

    def sent(self, response, body: bytes):
        assert response.status_code == 204, response.content
        self.offset += len(body)
        assert response["Upload-Offset"] == str(self.offset)
        if self.offset == SIZE:
            self.result = json.loads(response["Upload-Result"])
            assert self.result["status"] == "added"

    @precondition(is_open)
    @rule(size=sizes, checked=st.booleans())
    def send(self, size, checked):
        self.overtake()
        body = self.body(size)
        self.sent(
            patch(self.client, self.address, self.offset, body, checksum(body) if checked else None), body
        )

    @precondition(is_open)
    @rule(size=sizes)
    def send_other_bytes_than_the_checksum_says(self, size):
        body = self.body(size)
        self.overtake()
        response = patch(self.client, self.address, self.offset, bytes(len(body)), checksum(body))
        assert response.status_code == 460

    @precondition(is_open)
    @rule(offset=st.integers(0, SIZE))
    def send_from_the_wrong_place(self, offset):
        if offset != self.offset:
            assert patch(self.client, self.address, offset, b"").status_code == 409

    @precondition(is_open)
    @rule()
    def send_too_much(self):
        assert patch(self.client, self.address, self.offset, bytes(SIZE - self.offset + 1)).status_code == 413

    @precondition(is_open)
    @rule()
    def begin_to_send(self):
        self.overtake()
        upload = claiming.find_upload(self.minsu, row(self.address).public_id)
        self.current = Receiver(upload, claiming.claim(upload, self.offset))

    @precondition(lambda self: self.is_open() and self.current)
    @rule(size=sizes)
    def go_on_sending(self, size):
        """Not to the end of the file: then the web process would finish it."""
        body = self.content[self.current.offset : min(self.current.offset + size, SIZE - 1)]
        self.current.rest += body
        self.current.store_some(advance=True)
        self.offset = self.current.upload.offset

    @precondition(lambda self: self.is_open() and self.current)
    @rule()
    def the_line_is_cut(self):
        self.current.release()
        self.offset = self.current.offset
        self.current.close()
        self.current = None

    @precondition(lambda self: self.current)
    @rule()
    def the_process_is_killed(self):
        """What it held in memory is gone, and nobody says so. Its file is closed by the system."""
        self.current.close()
        self.current = None

    @precondition(lambda self: self.overtaken)
    @rule(size=sizes, how=st.sampled_from(["store", "release", "give_up"]))
    def an_overtaken_request_wakes_up(self, size, how):
        receiver = self.overtaken.pop()
        receiver.rest += b"\xff" * min(size, max(0, SIZE - receiver.offset))
        # On the volume it may write what it likes.
        if self.is_open() or directory_of(receiver.upload.public_id).exists():
            receiver.write_segments()
        with pytest.raises(Refusal):
            receiver.store(token="") if how == "store" else getattr(receiver, how)()
        receiver.close()

    @precondition(lambda self: self.result)
    @rule()
    def ask_for_the_result_again(self):
        assert json.loads(head(self.client, self.address)["Upload-Result"]) == self.result

    @precondition(lambda self: self.result and not self.deleted)
    @rule()
    def look_at_the_picture(self):
        original = self.client.get(f"/pictures/{self.result['picture']}/file/original")
        assert b"".join(original) == self.content

    @rule()
    def clean_up(self):
        cleaning.clean_up()

    @precondition(is_open)
    @rule(chance=st.integers(0, 3))
    def give_up(self, chance):
        if chance:
            return
        self.overtake()
        assert delete(self.client, self.address).status_code == 204
        self.deleted = True

    @precondition(is_open)
    @rule(chance=st.integers(0, 3))
    def expire(self, chance):
        if chance:
            return
        self.overtake()
        StagedUpload.objects.filter(pk=row(self.address).pk).update(
            expires_at=timezone.now() - timedelta(days=2), token="expired"
        )
        assert patch(self.client, self.address, self.offset, b"").status_code == 410
        cleaning.clean_up()
        self.deleted = True

    @invariant()
    def the_offset_covers_the_bytes_of_the_file(self):
        if not hasattr(self, "content"):
            return
        told = head(self.client, self.address)
        if self.deleted:
            assert told.status_code == 404
            return
        assert int(told["Upload-Offset"]) == self.offset
        upload = row(self.address)
        if self.result is None:
            with Receiver(upload, False).open_plain() as reader:
                assert reader.read() == self.content[: self.offset]

    def teardown(self):
        for receiver in [*self.overtaken, *([self.current] if self.current else [])]:
            receiver.close()
        if self.result:
            assert Picture.objects.filter(public_id=self.result["picture"]).count() == 1
            assert not directory_of(row(self.address).public_id).exists()


@pytest.mark.django_db(transaction=True)
def test_it_works(minsu_client, minsu, album, monkeypatch):
    monkeypatch.setattr(receiving, "STORE_BYTES", SEGMENT)
    monkeypatch.setattr(receiving, "WRITE_BYTES", SEGMENT)
    monkeypatch.setattr(receiving, "STORE_SECONDS", 3600)
    Protocol.client, Protocol.album, Protocol.minsu = minsu_client, album, minsu
    run_state_machine_as_test(
        Protocol,
        settings=hypothesis_settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
