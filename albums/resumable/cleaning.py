"""Remove uploads that nobody came back for, and bytes that no upload knows."""

import logging
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from albums.models import StagedUpload
from storage.io.growing import GROWING, remove_parts
from storage.io.staging import STALE_SECONDS

logger = logging.getLogger(__name__)
# After its bytes, an upload's row stays so long, so that its client is told that it has expired.
KNOWN_FOR = timedelta(days=1)
AT_ONCE = 1000


def clean_up() -> int:
    """Remove the bytes of expired uploads, their rows a day later, and bytes without a row. Return how many uploads
    lost their bytes or their rows."""
    now = timezone.now()
    expired = StagedUpload.objects.filter(expires_at__lte=now)
    forgotten = expired.filter(expires_at__lte=now - KNOWN_FOR).values_list("pk", flat=True)[:AT_ONCE]
    gone, _ = StagedUpload.objects.filter(pk__in=list(forgotten)).delete()
    emptied = [upload for upload in expired.exclude(parts=[])[:AT_ONCE] if empty(upload)]
    return gone + len(emptied) + remove_unknown()


def give_up_batch(people: list[int]) -> int:
    """Delete some uploads of these people (their ids), finished or not, and their bytes. Return how many."""
    theirs = StagedUpload.objects.filter(person__in=people).values_list("pk", "public_id")[:AT_ONCE]
    ids = dict(theirs)
    StagedUpload.objects.filter(pk__in=list(ids)).delete()
    for public_id in ids.values():
        remove(public_id)
    return len(ids)


def empty(upload: StagedUpload) -> bool:
    """Remove the bytes of an upload that has expired. Return False if it came back meanwhile."""
    # The row first: what it does not name does not count, whatever of it stays on the volume.
    mine = StagedUpload.objects.filter(pk=upload.pk, token=upload.token, expires_at=upload.expires_at)
    if not mine.update(parts=[], tail=b"", token="", may_append=False):
        return False
    if upload.result is None:
        logger.warning("Upload %s expired with %s of its bytes", upload.pk, upload.offset)
    return remove(upload.public_id)


def remove_unknown() -> int:
    """Remove the parts that no row names any more, once no request can still be using them. Return how many uploads
    they were of."""
    before = time.time() - STALE_SECONDS
    try:
        old = [path.name for path in (settings.STAGING_DIR / GROWING).iterdir() if is_older(path, before)]
    except FileNotFoundError:  # Nothing was ever received.
        return 0
    except OSError:
        logger.exception("The staging volume cannot be looked through")
        return 0
    # Asked after the directory: a row is always older than its parts.
    known = (
        StagedUpload.objects.filter(public_id__in=old).exclude(parts=[]).values_list("public_id", flat=True)
    )
    return sum(map(remove, set(old) - set(known)))


def is_older(path: Path, before: float) -> bool:
    """Tell whether nothing was changed in an upload's directory since `before`, a time of `time.time()`."""
    try:
        return path.lstat().st_mtime < before
    except FileNotFoundError:
        return False


def remove(upload: str) -> bool:
    try:
        remove_parts(upload)
    except OSError:
        # Go on with the others. The next run tries this one again.
        logger.exception("The bytes of upload %s were not removed", upload)
        return False
    return True
