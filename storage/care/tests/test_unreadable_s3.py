"""An object that cannot be read while its server answers is damaged, as a file with a bad block is."""

import os

import pytest

from deploy.local.fixtures import member_fixture
from deploy.local.members.s3 import BUCKET
from picup.encryption.segments import Damaged
from storage.backends import get_backends
from storage.backends.base import StorageUnavailable, Unreadable
from storage.care.healing import heal
from storage.care.inspection import verify
from storage.io.reader import open_file
from storage.models import new_file_key
from storage.tests.bad_block import BadBlock
from storage.tests.buckets import make_s3_backend
from storage.tests.declaring import bucket, declare
from storage.tests.harm import damage_of
from tests.support.proxy import Proxy

s3 = member_fixture("s3", own=True)
PHOTO = os.urandom(3_000_000)
PLACES = [0, 1, 128 * 1024, 2_000_001, len(PHOTO) - 1]


@pytest.fixture
def server(s3):
    with BadBlock(s3.port) as server:
        yield server


@pytest.fixture
def backend(s3, server):
    return make_s3_backend(s3, endpoint_url=server.url)


@pytest.fixture
def key(backend):
    key = new_file_key()
    backend.write(key, [PHOTO])
    return key


def read_all(backend, key, start=0) -> bytes:
    received = b""
    with backend.open(key, start) as file:
        try:
            while part := file.read(65_552):
                received += part
        except (Damaged, StorageUnavailable) as error:
            error.received = received
            raise
    return received


def test_it_works(backend, server, key):
    assert read_all(backend, key) == PHOTO
    server.spoil("another object")
    assert read_all(backend, key) == PHOTO


@pytest.mark.parametrize("at", PLACES)
def test_a_body_that_ends_early_every_time_is_damage(backend, server, key, at):
    server.spoil(key, at=at)
    with pytest.raises(Unreadable) as error:
        read_all(backend, key)
    assert PHOTO.startswith(error.value.received) and len(error.value.received) <= at


@pytest.mark.parametrize("start", [0, 5, 1_999_999])
def test_from_any_byte(backend, server, key, start):
    server.spoil(key, at=2_000_000)
    with pytest.raises(Unreadable):
        read_all(backend, key, start)


def test_what_lies_after_the_bad_block_is_read(backend, server, key):
    """Here the server gives it: only the range that was asked for matters."""
    server.spoil(key, at=len(PHOTO))
    assert read_all(backend, key) == PHOTO


def test_a_server_that_fails_at_one_object_alone(backend, server, key):
    server.spoil(key, status=500)
    with pytest.raises(Unreadable):
        backend.open(key)
    with pytest.raises(Unreadable):
        backend.read(key, 100)


def test_among_others(backend, server, key):
    for number in range(5):
        backend.write(new_file_key(), [bytes([number])])
    test_a_server_that_fails_at_one_object_alone(backend, server, key)


@pytest.mark.parametrize("harm", [{"status": 500}, {"at": 0}], ids=str)
def test_a_server_that_fails_at_every_object_is_an_outage(backend, server, key, harm):
    """It answers lists, and gives no bytes at all: no copy is noted."""
    for number in range(5):
        backend.write(new_file_key(), [bytes([number])])
    # In an object's address and, since "/" is written otherwise there, not in that of a list.
    server.spoil(f"{backend.location}/", **harm)
    with pytest.raises(StorageUnavailable):
        read_all(backend, key)


def test_a_server_that_has_too_much_to_do_is_an_outage(backend, server, key):
    server.spoil(key, status=503)
    with pytest.raises(StorageUnavailable):
        backend.open(key)


@pytest.mark.parametrize("after", [1_000, 1_000_000])
def test_a_connection_that_is_cut_is_an_outage(s3, key, backend, after):
    """The same place, the same error; but asked for again, the byte comes."""
    with Proxy(s3.port) as proxy:
        other = make_s3_backend(s3, endpoint_url=proxy.url)
        other.location = backend.location
        proxy.cuts(after=after)
        with pytest.raises(StorageUnavailable):
            read_all(other, key)


def test_a_server_that_is_killed_while_it_is_read_is_an_outage(s3, own_stack):
    """Its connection ends as that of a bad block does; but then nothing else answers either."""
    direct, key = make_s3_backend(s3), new_file_key()
    # More than the sockets hold.
    direct.write(key, [PHOTO] * 6)
    with direct.open(key) as file:
        file.read(1000)
        own_stack.kill("s3")
        try:
            with pytest.raises(StorageUnavailable):
                file.read()
        finally:
            own_stack.start("s3")
    assert len(read_all(direct, key)) == len(PHOTO) * 6


@pytest.mark.parametrize("harm", [{"at": 0}, {"at": 100_000}, {"status": 500}], ids=str)
def test_it_is_noted_and_healed_by_a_new_object(s3, server, settings, directories, write_kept, harm):
    backup = bucket(
        bucket_name=BUCKET,
        location=new_file_key(),
        endpoint_url=server.url,
        access_key=s3.credentials["AWS_ACCESS_KEY_ID"],
        secret_key=s3.credentials["AWS_SECRET_ACCESS_KEY"],
        read_seconds=2,
    )
    declare(settings, backup=backup)
    file = write_kept(PHOTO)
    server.spoil(file.key, **harm)
    assert verify(file.copies.get(storage="backup")) == "changed"
    assert damage_of(file) == {"main": "", "backup": "changed"}
    assert heal(file).healed == ["backup"]
    assert damage_of(file) == {"main": "", "backup": ""}
    get_backends()["main"].delete(file.key)
    with open_file(file) as opened:
        assert opened.readall() == PHOTO
