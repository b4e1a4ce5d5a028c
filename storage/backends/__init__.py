"""The two storages, as Django's STORAGES declares them under the names `main` and `backup`.

`base.Backend` is a Django storage with a small interface of its own, which the fan-out, the readers and the care
of copies use. `directory.DirectoryBackend` keeps files in a directory, `s3.S3Backend` objects in a bucket.

Of django-storages, `S3Backend` keeps what an operator configures and what finds the server: the options and their
defaults, `AWS_…` settings and environment, profiles and sessions, endpoint, region, TLS, proxies, client config,
`location`, and the parameters of a write (`object_parameters`, `default_acl`). `s3_client.S3Client` asks for the
connection of the library and calls its client. Ours is what the library does not promise:

  checksums    Each request carries its Content-MD5, which every S3 server compares before it keeps a byte.
  all or none  A write that fails aborts its multipart upload. An error of the source goes through unchanged.
  time         Each call has an end. A socket's timeout begins anew with every byte, so it is none.
  one pass     Bytes come from an iterator and are read in order; 8 MiB of them are in memory, whatever the size.
               The library's `open` copies the whole object into a temporary file before the first byte.
  values       A missing object is None or False. What cannot be reached raises `StorageUnavailable`; an object that
               cannot be read while the storage answers raises `Unreadable`.

boto3's transfer manager (`upload_fileobj`, which the library's `save` uses) is not used. It takes no ContentMD5
(`S3Transfer.ALLOWED_UPLOAD_ARGS`). The CRC32 or SHA256 that it sends instead is compared only by servers that know
Amazon's newer checksums; another keeps a flipped bit and reports success, with each of them
(storage/backends/tests/test_s3.py shows it). And where a server takes no more bytes, its `cancel()` waits for the
socket's timeout.

`DirectoryBackend` is built on `Storage` and not on `FileSystemStorage`: that one writes under the final name, so
that a crash leaves half a file, syncs nothing, and would inherit ways around the marker (`path`, `listdir`).

To begin: `base.py` for the interface, then storage/backends/tests/test_backends.py, which runs on each backend.
"""

from typing import cast

from django.core.files.storage import storages

from storage.backends.base import Backend

# In the order in which reads try them.
NAMES = ("main", "backup")


def get_backends() -> dict[str, Backend]:
    """Return the storages by name. `storage.E004` and `E005` check at the start that both are there and ours."""
    return {name: cast(Backend, storages[name]) for name in NAMES}
