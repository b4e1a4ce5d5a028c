"""Backends on the stack's S3 server, each with a prefix of its own in the one bucket."""

import copy
import uuid
from functools import cache

import pytest

from deploy.local.s3 import BUCKET

QUICK = {"connect_seconds": 1, "read_seconds": 1, "page_size": 10}


def make_s3_backend(member, **options):
    """As the site has it, but less patient, and with a prefix that nobody else has. `member`: the server."""
    given = {"bucket": BUCKET, "endpoint_url": member.url, **QUICK, **options}
    backend = copy.copy(make_once(tuple(member.credentials.items()), tuple(given.items())))
    backend.prefix = f"{uuid.uuid4().hex}/"
    return backend


@cache
def make_once(credentials, options):
    """A client takes half a second to make. It reads the environment then, and keeps the key."""
    # Imported late: boto3 is only where servers are.
    from storage.backends.s3 import S3Backend
    from storage.backends.s3_asking import ASSEMBLE_SECONDS

    backend = S3Backend(**dict(options))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in credentials:
            patch.setenv(name, value)
        for read in (backend.asking.read, ASSEMBLE_SECONDS):
            backend.asking.client(read)
    return backend
