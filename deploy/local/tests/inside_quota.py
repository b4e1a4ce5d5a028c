"""What test_quota.py and bench/quota.py do with the site's own code, in a process of its own (crowd.py).

Imports of Django's models are late: this module is imported before `begin` sets Django up.
"""

import threading
import time


def meet(family_ids: list[int], tries: int) -> dict:
    """Two transactions that take the same two usage rows in opposite order, each waiting for the other with its
    first. What came of them, how often each was begun, and how long both took."""
    from django.db import connection, transaction

    from picup.core import transactions
    from storage.models import Usage

    transactions.TRIES = tries
    both_have_one, outcomes, begun = threading.Barrier(2), {}, {}

    def run(name: str, order: list[int]) -> None:
        def transact() -> str:
            begun[name] = begun.get(name, 0) + 1
            with transaction.atomic():
                Usage.objects.give_back(order[0], -1)
                if begun[name] == 1:
                    both_have_one.wait(10)
                Usage.objects.give_back(order[1], -1)
            return "done"

        try:
            outcomes[name] = transactions.retry_contended(transact, what=f"Meeting {name}")
        except transactions.Busy as error:
            outcomes[name] = f"busy: {error}"
        finally:
            connection.close()

    started = time.monotonic()
    threads = [
        threading.Thread(target=run, args=("there", family_ids)),
        threading.Thread(target=run, args=("back", family_ids[::-1])),
    ]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return {"outcomes": outcomes, "begun": begun, "seconds": time.monotonic() - started}


def wait_in_vain(family_id: int) -> dict:
    """A transaction that wants a row which somebody else keeps locked."""
    from django.db import connection, transaction

    from picup.core import transactions
    from storage.models import Usage

    begun = 0

    def transact() -> None:
        nonlocal begun
        begun += 1
        with transaction.atomic():
            Usage.objects.give_back(family_id, 0)

    started = time.monotonic()
    try:
        transactions.retry_contended(transact, what=f"Usage of family {family_id}")
        outcome = "done"
    except transactions.Busy as error:
        outcome = f"busy: {error}"
    connection.close()
    return {"outcome": outcome, "begun": begun, "seconds": time.monotonic() - started}


def session_variables() -> dict[str, str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT @@tx_isolation, @@innodb_lock_wait_timeout")
        isolation, seconds = cursor.fetchone()
    return {"isolation": isolation, "lock wait": str(seconds)}


def fill_album(public_id: str, count: int) -> None:
    """Rows of so many ready pictures, each with three derivatives and every file with two copies; no bytes."""
    from datetime import UTC, datetime, timedelta

    from django.db.models import F

    from albums.models import VARIANTS, Album, Derivative, Picture
    from albums.services.albums import recount
    from storage.models import FileCopy, StoredFile, Usage, new_file_key

    album = Album.objects.get(public_id=public_id)
    noon = datetime(2024, 5, 5, 12, tzinfo=UTC)
    for begun in range(0, count, 1000):
        numbers = range(begun, min(begun + 1000, count))
        keys = [
            (new_file_key(), kind) for _ in numbers for kind in ("original", *["derivative"] * len(VARIANTS))
        ]
        StoredFile.objects.bulk_create(
            StoredFile(
                key=key, family_id=album.family_id, kind=kind, state="stored", content_type="image/jpeg",
                size=1000, sha256=key,
            )
            for key, kind in keys
        )  # fmt: skip
        ids = dict(StoredFile.objects.filter(key__in=[key for key, _ in keys]).values_list("key", "pk"))
        FileCopy.objects.bulk_create(
            FileCopy(file_id=pk, storage=name, size=1000, sha256=key)
            for key, pk in ids.items()
            for name in ("main", "backup")
        )
        originals = [ids[key] for key, kind in keys if kind == "original"]
        Picture.objects.bulk_create(
            Picture(
                album=album, file_id=pk, sha256=f"{pk:064x}", name=f"photo-{number}.jpg", width=400, height=300,
                state="ready", order_time=noon + timedelta(minutes=number),
            )
            for number, pk in zip(numbers, originals, strict=True)
        )  # fmt: skip
        pictures = list(
            Picture.objects.filter(file_id__in=originals).order_by("pk").values_list("pk", flat=True)
        )
        others = [ids[key] for key, kind in keys if kind != "original"]
        Derivative.objects.bulk_create(
            Derivative(picture_id=picture, variant=variant, file_id=others.pop(), width=400, height=300)
            for picture in pictures
            for variant in VARIANTS
        )
        Usage.objects.filter(family_id=album.family_id).update(
            used_bytes=F("used_bytes") + 1000 * len(originals), photos=F("photos") + len(originals)
        )
    recount(album)
