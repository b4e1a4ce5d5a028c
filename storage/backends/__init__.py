"""The two storages, as Django's STORAGES declares them under the names `main` and `backup`.

`base.Backend` is a Django storage with a small interface of its own. `directory.DirectoryBackend` keeps files in a
directory (`volume.py`, `shards.py`), `s3.S3Backend` objects in a bucket (`s3_client.py`, `s3_parts.py`, `s3_reader.py`,
`s3_damage.py`). The room may know `picup.encryption`, and nothing else of `storage`. Start with `base.py`, then
storage/backends/tests/test_backends.py, which runs on each backend.

`S3Backend` uses django-storages for what an operator configures and for finding the server: the options and their
defaults, `AWS_…` settings and environment, profiles and sessions, endpoint, region, TLS, proxies, client config,
`location`, and the parameters of a write (`object_parameters`, `default_acl`). `s3_client.S3Client` calls the client of
the library's connection. Our own code does what the library does not promise:

  checksums    Each request carries its Content-MD5, which every S3 server compares before it keeps a byte.
  all or none  A write that fails aborts its multipart upload. An error of the source goes through unchanged.
  time         Each call has a deadline. A socket's timeout begins anew with every byte, so it is none.
  one pass     Bytes come from an iterator and are read in order; 8 MiB of them are in memory, whatever the size.
               The library's `open` copies the whole object into a temporary file before the first byte.
  values       A missing object is None or False. What cannot be reached raises `StorageUnavailable`; an object that
               cannot be read while the storage answers raises `Unreadable`.

boto3's transfer manager (`upload_fileobj`, which the library's `save` uses) is not used. It takes no ContentMD5
(`S3Transfer.ALLOWED_UPLOAD_ARGS`). It sends a CRC32 or SHA256 instead, which only servers that know Amazon's newer
checksums compare; others keep a flipped bit and report success (storage/backends/tests/test_s3.py shows it). And if a
server takes no more bytes, its `cancel()` waits for the socket's timeout.

`DirectoryBackend` is built on `Storage` and not on `FileSystemStorage`. That one writes under the final name, so that a
crash leaves half a file; it syncs nothing; and it has methods that do not ask for the marker (`path`, `listdir`).
"""

from typing import cast

from django.conf import settings
from django.core.files.storage import storages

from storage.backends.base import Backend

# Readers try them in this order.
NAMES = ("main", "backup")


def copies_required() -> int:
    """Return how many copies of a file must be stored before it is accepted (STORAGE_COPIES_REQUIRED)."""
    return len(NAMES) if settings.STORAGE_COPIES_REQUIRED == "all" else 1


def get_backends() -> dict[str, Backend]:
    """Return both storages by name. The checks `storage.E004` and `E005` have made sure that both are `Backend`s."""
    return {name: cast(Backend, storages[name]) for name in NAMES}
