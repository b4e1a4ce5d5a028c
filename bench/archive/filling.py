"""Fill an empty MariaDB with families, albums and pictures, by the project's own migrations.

python -m bench.archive.filling FAMILIES ALBUMS PICTURES      into DATABASE_URL

As in life: foreign keys; ids that interleave albums, because families upload at the same time; bursts of
pictures with one time; an album of a hundredth of all pictures, its last fifth scanned prints of one single
time; one picture of 500 in the trash; both copies of every original; ciphertexts in the encrypted columns.
Not as in life: no file exists, the same hundred ciphertexts repeat, and only the newest thousandth have derivatives.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from bench.archive import rows

# The album and the family of the measurements.
GIANT = 1
# Every so-many-th picture is in it.
GIANT_SHARE = 100
# Bursts: so many pictures have one time.
BURST = 40
EPOCH = datetime(2006, 1, 1, tzinfo=UTC)
CIPHERTEXTS = 100
TRASHED = 500
DERIVED = 1000
# Every so-many-th copy is missing.
MISSING = 1_000_000


def fill(families: int, albums: int, pictures: int) -> None:
    """Fill the database. Raise AssertionError if a foreign key points at nothing at the end."""
    from albums.models import Album, Derivative, Picture
    from storage.models import FileCopy, StoredFile

    began = time.monotonic()
    rows.check(False)
    try:
        for what, step in (
            ("families", lambda: fill_families(families)),
            ("albums", lambda: fill_albums(families, albums)),
            ("stored files", lambda: fill_files(families, albums, pictures)),
            ("copies", lambda: fill_copies(pictures)),
            ("pictures", lambda: fill_pictures(families, albums, pictures)),
            ("derivatives", lambda: fill_derivatives(pictures)),
            ("what albums and families know of their pictures", summarize),
            ("statistics", analyze),
        ):
            with timed(what):
                step()
    finally:
        rows.check(True)
    with timed("looking for orphans"):
        for model in (Album, Picture, StoredFile, FileCopy, Derivative):
            assert rows.count_orphans(model) == 0, model
    say(f"{families} families, {albums} albums, {pictures} pictures in {time.monotonic() - began:.0f} s")


def say(text: str) -> None:
    print(f"archive: {text}", flush=True)


@contextmanager
def timed(what: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    say(f"{what}: {time.monotonic() - began:.1f} s")


def fill_families(count: int) -> None:
    """Family n has an owner, user n."""
    from accounts.models import Family, User
    from storage.models import Usage

    Family.objects.bulk_create(Family(pk=n, name=f"가족 {n}") for n in range(1, count + 1))
    Usage.objects.bulk_create(Usage(family_id=n) for n in range(1, count + 1))
    User.objects.bulk_create(
        User(pk=n, family_id=n, display_name=f"지은 {n}", role="owner", email=f"owner{n}@example.com")
        for n in range(1, count + 1)
    )


def family_of(album: int, families: int, albums: int) -> int:
    """The first family has a tenth of all albums, so that its shelf has many pages."""
    return 1 if album <= albums // 10 else (album - 1) % families + 1


def fill_albums(families: int, count: int) -> None:
    from albums.models import Album

    Album.objects.bulk_create(
        Album(
            pk=n,
            family_id=family_of(n, families, count),
            title=f"제주도 봄 여행 {n}",
            created_by_id=family_of(n, families, count),
            created_at=EPOCH + timedelta(hours=n),
        )
        for n in range(1, count + 1)
    )


def album_sql(albums: int, n: str = "n") -> str:
    """Of picture n. Knuth's multiplier spreads the others over the albums, so that neighbours by id are not."""
    return f"IF({n} %% {GIANT_SHARE} = 0, {GIANT}, 2 + ({n} * 2654435761) %% {albums - 1})"


def family_sql(families: int, albums: int, n: str = "n") -> str:
    album = album_sql(albums, n)
    return f"IF({album} <= {albums // 10}, 1, ({album} - 1) %% {families} + 1)"


def fill_files(families: int, albums: int, count: int) -> None:
    """The original of picture n is file n; the derivatives' files follow."""
    from storage.models import StoredFile

    example = StoredFile(kind="original", state="stored", content_type="image/jpeg", key_id="bench")
    original, derived = f"n <= {count}", count // DERIVED
    rows.insert(
        example,
        count + derived,
        key="SUBSTR(SHA2(CONCAT('key', n), 256), 1, 40)",
        sha256="SHA2(n, 256)",
        size="2000000 + n %% 3000000",
        kind=f"IF({original}, 'original', 'derivative')",
        family_id=family_sql(families, albums, f"IF({original}, n, n - {derived})"),
        created_at=f"'{EPOCH:%Y-%m-%d}' + INTERVAL n MINUTE",
        # As `fill_copies` makes them.
        places=f"CONCAT('backup,main', IF((2 * n - 1) %% {MISSING} = 7, '!', ''))",
    )


def fill_copies(pictures: int) -> None:
    """Two for each file, one after the other."""
    from storage.models import FileCopy

    file, moment = "(n + 1) DIV 2", f"'{EPOCH:%Y-%m-%d}' + INTERVAL n MINUTE"
    rows.insert(
        FileCopy(),
        2 * (pictures + pictures // DERIVED),
        file_id=file,
        storage="IF(n %% 2, 'main', 'backup')",
        size="2001000 + n %% 3000000",
        sha256=f"SHA2(CONCAT('stored', {file}), 256)",
        damage=f"IF(n %% {MISSING} = 7, 'missing', '')",
        stored_at=moment,
        verified_at=moment,
        looked_at=moment,
    )


def ciphertexts(column: str, text: str) -> str:
    """SQL: one of CIPHERTEXTS real values of an encrypted column, by n. They are of the column, not of a row, as on a
    site that was updated (picup/encryption/stages.py)."""
    from albums.models import Picture
    from picup.encryption.columns import seal
    from picup.encryption.keyring import field_keys
    from picup.encryption.models import KeyNote

    KeyNote.objects.filter(key_id="none").delete()
    place, key = Picture._meta.get_field(column).associated_data, field_keys().newest
    sealed = [seal(f"{text} {n}", place, key) for n in range(CIPHERTEXTS)]
    return f"ELT(1 + n %% {CIPHERTEXTS}, {', '.join(repr(one) for one in sealed)})"


def fill_pictures(families: int, albums: int, count: int) -> None:
    from albums.models import Picture

    giant = count // GIANT_SHARE
    # The giant's k-th picture: in bursts, and from four fifths on all of one time.
    k = f"LEAST(n DIV {GIANT_SHARE}, {giant * 4 // 5})"
    minutes = f"IF(n %% {GIANT_SHARE} = 0, 1440 * ({k} DIV {BURST}), 5 * (n DIV {BURST}))"
    moment = f"'{EPOCH:%Y-%m-%d}' + INTERVAL {minutes} MINUTE"
    rows.insert(
        Picture(state="ready", width=4000, height=3000),
        count,
        public_id="SUBSTR(SHA2(CONCAT('picture', n), 256), 1, 20)",
        album_id=album_sql(albums),
        file_id="n",
        sha256="SHA2(n, 256)",
        name=ciphertexts("name", "IMG_20240501_120000.jpg"),
        caption=f"IF(n %% 3, '', {ciphertexts('caption', '바닷가를 걷는 엄마와 아빠')})",
        uploaded_by_id=family_sql(families, albums),
        taken_at=moment,
        order_time=moment,
        created_at=f"'{EPOCH:%Y-%m-%d}' + INTERVAL n MINUTE",
        trashed_at=f"IF(n %% {TRASHED} = 1, NOW(6) - INTERVAL n %% 40 DAY, NULL)",
    )


def fill_derivatives(pictures: int) -> None:
    from albums.models import Derivative

    count = pictures // DERIVED
    rows.insert(
        Derivative(variant="page", width=1080, height=810),
        count,
        picture_id=f"{pictures - count} + n",
        file_id=f"{pictures} + n",
    )


def summarize() -> None:
    """`picture_count`, the years and the cover, and how many photos a family has, as the site keeps them."""
    from django.db import connection

    sums = """
        UPDATE albums_album a JOIN (
            SELECT album_id, COUNT(*) count, MIN(order_time) first, MAX(order_time) last, MIN(id) cover
            FROM albums_picture WHERE trashed_at IS NULL GROUP BY album_id
        ) p ON p.album_id = a.id
        SET a.picture_count = p.count, a.first_taken_at = p.first, a.last_taken_at = p.last,
            a.last_added_at = p.last, a.cover_id = p.cover
    """
    photos = """
        UPDATE storage_usage u JOIN (
            SELECT family_id, COUNT(*) count FROM storage_storedfile WHERE kind = 'original' GROUP BY family_id
        ) f ON f.family_id = u.family_id
        SET u.photos = f.count
    """
    with connection.cursor() as cursor:
        cursor.execute(sums)
        cursor.execute(photos)


def analyze() -> None:
    """Make sampled statistics, as the server does by itself after a while."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"ANALYZE TABLE {table}")


if __name__ == "__main__":
    import django

    django.setup()
    rows.be_patient()
    fill(*map(int, sys.argv[1:]))
