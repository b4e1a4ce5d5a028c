"""Telling damage of one object from an outage of the server.

In all functions `prefix` is what the backend puts before keys, and `name` is an object's prefix and key.
"""

from contextlib import closing

from storage.backends.base import StorageUnavailable, Unreadable
from storage.backends.s3_client import Refused, S3Client, is_silence

# The status that may be about one object. 502 to 504 come from gateways, and from servers that are overloaded.
INTERNAL_ERROR = 500
# How many other objects are tried when one fails.
OTHERS = 3


def check_where_it_stopped(client: S3Client, prefix: str, name: str, offset: int) -> None:
    """Find out why a body ended too early, at byte `offset`. Raise `Unreadable` if the object is damaged.

    Ask for that one byte alone. If it does not come either while the server answers, it was not the connection.
    """
    try:
        answer = client.get_range(name, offset, offset)
        with closing(answer["Body"]) as body, client.outages():
            came = bool(body.read(1))
    except Refused as refused:
        # Any other status: the object is gone or was replaced meanwhile, which is no damage.
        came = refused.status != INTERNAL_ERROR
    except StorageUnavailable as error:
        came = is_silence(error)
    if not came:
        raise_if_damaged(client, prefix, name, f"it ends at byte {offset}")


def raise_if_damaged(client: S3Client, prefix: str, name: str, reason: str) -> None:
    """Raise `Unreadable` if the server answers for other objects than the one at `name`. Return if it is an outage.

    It answers if the bucket can be listed and one of a few other objects can be read, if there are any.
    """
    try:
        page = client("list_objects_v2", Prefix=prefix, MaxKeys=OTHERS + 1)
    except (Refused, StorageUnavailable):
        return
    others = [entry["Key"] for entry in page.get("Contents", ()) if entry["Key"] != name]
    if not others or any(can_be_read(client, other) for other in others):
        raise Unreadable(f"{client.bucket}: {name.removeprefix(prefix)}: {reason}")


def can_be_read(client: S3Client, name: str) -> bool:
    """Return whether the first byte of an object comes."""
    try:
        answer = client.get_range(name, 0, 0)
        with closing(answer["Body"]) as body, client.outages():
            return bool(body.read(1))
    except (Refused, StorageUnavailable):
        return False
