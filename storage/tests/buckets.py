"""Backends of the stack's S3 server and of moto, each with a location of its own in the one bucket."""

import copy
import uuid
from functools import cache

from deploy.local.members.s3 import BUCKET

QUICK = {"connect_seconds": 1, "read_seconds": 1, "page_size": 10}


def make_s3_backend(member, **options):
    """As the site has it, but less patient, and with a location that nobody else has. `member`: the server."""
    keys = {
        "access_key": member.credentials["AWS_ACCESS_KEY_ID"],
        "secret_key": member.credentials["AWS_SECRET_ACCESS_KEY"],
    }
    given = {"bucket_name": BUCKET, "endpoint_url": member.url, **keys, **QUICK, **options}
    return elsewhere(make_once(tuple(given.items())))


def elsewhere(backend):
    """The same backend with a location of its own."""
    backend = copy.copy(backend)
    backend.location = uuid.uuid4().hex
    return backend


@cache
def make_once(options):
    """A client takes half a second to make."""
    # Imported late: django-storages is only where servers are.
    from storage.backends.s3 import S3Backend

    return S3Backend(**dict(options))


def make_moto_backend(**options):
    """Within `moto.mock_aws`, which has no bucket in the beginning."""
    from storage.backends.s3 import S3Backend

    keys = {"access_key": "moto", "secret_key": "moto", "region_name": "us-east-1"}
    backend = S3Backend(bucket_name=BUCKET, **keys, **QUICK, **options)
    backend.connection.create_bucket(Bucket=BUCKET)
    return backend
