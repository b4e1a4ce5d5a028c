"""What only an S3 server, or the way to it, can get wrong. Nothing is patched: the server is killed and frozen,
the way goes through a proxy that breaks."""

import os
import signal
import subprocess
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile

from deploy.local.fixtures import member_fixture
from deploy.local.members.s3 import BUCKET
from deploy.local.stack_dir import REPOSITORY
from picup.core.full import is_full
from storage.backends.base import StorageUnavailable
from storage.models import new_file_key
from storage.tests.buckets import make_s3_backend
from storage.tests.listing import assert_listed_while_others_come_and_go
from tests.support.proxy import Proxy
from tests.support.site import wait_for

s3 = member_fixture("s3", own=True)
PHOTO = os.urandom(3_000_000)
# A whole part and a shorter one. test_backends.py has files of three parts.
VIDEO = [os.urandom(256 * 1024) for _ in range(40)]
PART_IN_CHUNKS = 32
# Two attempts of a second to connect and a second to answer, and boto3's pause between them.
PATIENCE = 8


@pytest.fixture
def key():
    return new_file_key()


@pytest.fixture
def proxy(s3):
    with Proxy(s3.port) as proxy:
        yield proxy


@pytest.fixture
def backend(s3, proxy):
    """By way of the proxy."""
    return make_s3_backend(s3, endpoint_url=proxy.url)


@pytest.fixture
def direct(s3, backend):
    """The same objects, past the proxy."""
    direct = make_s3_backend(s3)
    direct.location = backend.location
    return direct


def calls(backend, key):
    return {
        "write": lambda: backend.write(key, [PHOTO]),
        "write much": lambda: backend.write(key, VIDEO),
        "open": lambda: backend.open(key).read(),
        "size": lambda: backend.size(key),
        "delete": lambda: backend.delete(key),
        "list": lambda: list(backend.list()),
        "remove partial": lambda: backend.remove_partial(datetime.now(UTC)),
    }


def assert_outages(backend, key, *names, **more):
    """Each of these calls fails as an outage, in time. All wait at once: each has the same patience of its own."""
    named = {name: calls(backend, key)[name] for name in names} | more
    with ThreadPoolExecutor(len(named)) as pool:
        for ended in [pool.submit(assert_outage, name, call) for name, call in named.items()]:
            ended.result()


def assert_outage(name, call):
    begun = time.monotonic()
    with pytest.raises(StorageUnavailable):
        call()
    assert time.monotonic() - begun < PATIENCE, name


def assert_every_call_is_an_outage(backend, key, *but):
    assert_outages(backend, key, *(name for name in calls(backend, key) if name not in but))


def test_it_works(backend, direct, key):
    backend.write(key, VIDEO)
    assert direct.open(key).read() == b"".join(VIDEO)
    assert backend.delete(key) and direct.size(key) is None


def test_a_list_of_files_that_are_deleted_meanwhile(backend, direct):
    assert_listed_while_others_come_and_go(direct)


def test_a_wrong_secret_is_an_outage(s3, key):
    class Stranger:
        url = s3.url
        credentials = {**s3.credentials, "AWS_SECRET_ACCESS_KEY": "a-wrong-secret-of-somebody"}

    backend = make_s3_backend(Stranger)
    assert_every_call_is_an_outage(backend, key)
    with pytest.raises(StorageUnavailable) as error:
        backend.size(key)
    shown = "".join(traceback.format_exception(error.value))
    assert "403" in shown
    assert not [secret for secret in Stranger.credentials.values() if secret in shown.replace("picup-", "")]


def test_a_missing_bucket_is_an_outage_and_no_file_is_missing(s3, key):
    # rclone does not look for the bucket when it lists uploads.
    backend = make_s3_backend(s3, bucket_name="nobody-made-it")
    assert_every_call_is_an_outage(backend, key, "remove partial")
    with pytest.raises(StorageUnavailable, match="there is no bucket nobody-made-it"):
        backend.initialise(new=True)


def test_a_server_killed_while_it_writes_keeps_nothing(s3, own_stack, backend, direct, key):
    def chunks():
        # The first part is there when the server is killed.
        yield from VIDEO[: PART_IN_CHUNKS + 4]
        own_stack.kill("s3")
        yield from VIDEO[PART_IN_CHUNKS + 4 :]

    try:
        with pytest.raises(StorageUnavailable):
            backend.write(key, chunks())
        assert_every_call_is_an_outage(direct, key)
    finally:
        own_stack.start("s3")
    assert direct.open(key) is None and list(direct.list()) == []
    backend.write(key, VIDEO)
    assert direct.size(key) == sum(map(len, VIDEO))


def test_a_frozen_server_is_an_outage_in_time(own_stack, direct, key):
    direct.write(key, [PHOTO])
    own_stack.signal("s3", signal.SIGSTOP)
    try:
        # Another key: rclone, unlike Amazon, harms what is there when a write over it is broken off.
        write = calls(direct, new_file_key())["write"]
        assert_outages(direct, key, "open", "size", "list", write=write)
    finally:
        own_stack.signal("s3", signal.SIGCONT)
    assert direct.open(key).read() == PHOTO


@pytest.mark.parametrize("status", [403, 500, 503])
def test_a_server_that_only_refuses_is_an_outage(backend, proxy, key, status):
    proxy.answers(status)
    assert_every_call_is_an_outage(backend, key)
    proxy.passes()
    assert backend.size(key) is None


def test_a_server_without_room(backend, proxy, key):
    proxy.answers(507)
    with pytest.raises(StorageUnavailable) as refused:
        backend.write(key, [PHOTO])
    assert is_full(refused.value)
    proxy.answers(503)
    with pytest.raises(StorageUnavailable) as refused:
        backend.write(key, [PHOTO])
    assert not is_full(refused.value)


def test_a_server_that_hangs_or_is_gone_is_an_outage(backend, proxy, key):
    proxy.refuses()
    assert_every_call_is_an_outage(backend, key)
    proxy.hangs()
    with pytest.raises(StorageUnavailable):
        backend.size(key)
    proxy.passes()
    assert backend.size(key) is None


def test_the_server_compares_the_md5(direct, key):
    from storage.backends.s3_client import Refused

    wrong = {"Body": PHOTO, "ContentMD5": "AAAAAAAAAAAAAAAAAAAAAA=="}
    with pytest.raises(Refused) as refused:
        direct.client("put_object", Key=direct.name(key), **wrong)
    assert refused.value.code == "BadDigest"
    assert direct.open(key) is None


@pytest.mark.parametrize("content", [[PHOTO], VIDEO], ids=["one request", "parts"])
def test_a_bit_that_flips_on_the_way_there_is_refused(backend, direct, proxy, key, content):
    proxy.flips(at=2_000_000, way="up")
    with pytest.raises(StorageUnavailable):
        backend.write(key, content)
    assert direct.open(key) is None


@pytest.mark.parametrize("checksum", ["none", "CRC32", "SHA256"])
@pytest.mark.parametrize("content", [[PHOTO], VIDEO], ids=["one request", "parts"])
def test_the_librarys_own_way_keeps_a_bit_that_flipped(s3, proxy, content, checksum):
    """Why parts and Content-MD5 are ours (storage/backends/__init__.py): boto3's transfer manager reports success.
    If this fails one day, this server has learnt Amazon's newer checksums, and there may be less to do here."""
    from botocore.config import Config
    from storages.backends.s3 import S3Storage

    library = S3Storage(
        bucket_name=BUCKET,
        location=new_file_key(),
        endpoint_url=proxy.url,
        access_key=s3.credentials["AWS_ACCESS_KEY_ID"],
        secret_key=s3.credentials["AWS_SECRET_ACCESS_KEY"],
        region_name="us-east-1",
        object_parameters={} if checksum == "none" else {"ChecksumAlgorithm": checksum},
        client_config=Config(
            s3={"addressing_style": "path"},
            signature_version="s3v4",
            response_checksum_validation="when_required",
        ),
    )
    proxy.flips(at=2_000_000, way="up")
    library.save("video", ContentFile(b"".join(content)))
    proxy.passes()
    kept = library.connection.meta.client.get_object(Bucket=BUCKET, Key=f"{library.location}/video")
    assert kept["Body"].read() != b"".join(content)


@pytest.mark.parametrize("content", [[PHOTO], VIDEO], ids=["one request", "parts"])
def test_a_connection_cut_while_writing_keeps_nothing(backend, direct, proxy, key, content):
    proxy.cuts(after=1_000_000, way="up")
    with pytest.raises(StorageUnavailable):
        backend.write(key, content)
    assert direct.open(key) is None
    proxy.passes()
    backend.write(key, content)
    assert direct.open(key).read() == b"".join(content)


@pytest.mark.parametrize("fault", ["cuts", "hangs"])
def test_a_connection_that_breaks_while_reading_is_no_end(backend, proxy, key, fault):
    backend.write(key, VIDEO)
    getattr(proxy, fault)(after=1_000_000)
    received = b""
    with backend.open(key) as file, pytest.raises(StorageUnavailable):
        while part := file.read(65_552):
            received += part
    assert len(received) < 1_000_000 and b"".join(VIDEO).startswith(received)


@pytest.mark.wide
def test_an_answer_that_is_lost_is_an_outage_and_the_object_may_be_there(backend, direct, proxy, key):
    proxy.hangs(way="down")
    with pytest.raises(StorageUnavailable):
        backend.write(key, [PHOTO])
    proxy.refuses()
    # Until it has let the broken connections go, the server holds the object.
    assert wait_for(lambda: size_if_any(direct, key), 20) in ("none", len(PHOTO))


def size_if_any(backend, key):
    with suppress(StorageUnavailable):
        return backend.size(key) or "none"


@pytest.mark.wide
def test_one_byte_a_second_holds_nobody_for_ever(backend, direct, proxy, key):
    # More than the sockets hold.
    direct.write(key, VIDEO * 2)
    file = backend.open(key)
    proxy.slows(to=1)

    def read_on():
        while file.read(65_552):
            pass

    with file:
        assert_outages(backend, key, "open", "size", read_on=read_on)


def test_connections_are_used_again(backend, proxy, key):
    backend.write(key, [PHOTO])
    begun = proxy.connections
    for _ in range(10):
        with backend.open(key) as file:
            # Exactly what there is, without asking for the end.
            assert file.read(len(PHOTO)) == PHOTO
    assert proxy.connections - begun <= 1


def test_what_a_killed_writer_left_is_removed_once_it_is_old(direct, key):
    direct.client("create_multipart_upload", Key=direct.name(key))
    now = datetime.now(UTC)
    assert direct.remove_partial(now - timedelta(hours=1)) == 0
    assert direct.remove_partial(now + timedelta(hours=1)) == 1
    assert direct.remove_partial(now + timedelta(hours=1)) == 0


def test_a_child_process_has_connections_of_its_own(direct, key):
    direct.write(key, [PHOTO])
    if not (child := os.fork()):
        try:
            good = direct.client.clients == {} and direct.open(key).read() == PHOTO
            os._exit(0 if good else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert direct.open(key).read() == PHOTO


MEMORY = """
import re, sys
from pathlib import Path
from storage.backends.s3 import S3Backend

backend = S3Backend(bucket_name=sys.argv[1], endpoint_url=sys.argv[2], read_seconds=30)

def write_and_read(count):
    backend.write("a" * 40, (bytes(256 * 1024) for _ in range(count)))
    size = 0
    with backend.open("a" * 40) as file:
        while part := file.read(65_552):
            size += len(part)
    assert size == count * 256 * 1024, size
    # Not getrusage: its peak begins with that of the parent.
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024

print(write_and_read(10), write_and_read(400))
backend.delete("a" * 40)
"""


def test_memory_does_not_grow_with_the_file(s3):
    """100 MB there and back, in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", MEMORY, "picup-backup", s3.url],
        cwd=REPOSITORY,
        env={**os.environ, **s3.credentials},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    before, after = map(int, run.stdout.split())
    print(f"{before} MB, then {after} MB")
    assert after - before < 40
