"""A family with a full shelf and albums of any size, in the site that the environment names.

python -m bench.pages.filling PHOTOS …     prints JSON: a parent's link, and for each album its first page and far ones
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import django

ON_SHELF = 12
# Other families, with so many albums each: what MariaDB plans depends on how many rows there are.
FAMILIES, ALBUMS = 200, 20
FIRST = datetime(2001, 1, 1, tzinfo=UTC)
# So many rows in one INSERT.
BATCH = 2000
CAPTION = "바닷가를 걷는 엄마와 아빠"


def main(sizes: list[int]) -> None:
    django.setup()
    from accounts.models import Family, User
    from accounts.services.links import add_parent

    fill_with_others()
    family = Family.objects.create(name="김")
    person = User.objects.create_user(
        "bench@example.com", None, family=family, role="owner", display_name="지은"
    )
    # The last ones made are first on the shelf: each of them has a cover and twelve photos.
    large = [make_album(person, size) for size in sizes]
    small = [make_album(person, 12) for _ in range(ON_SHELF + 1)]
    link = add_parent(by=person, name="엄마", language="ko", help_phone="010-1234-5678")
    found = {
        "token": link.token,
        "album": small[-1].get_absolute_url(),
        "first": [album.get_absolute_url() for album in large],
        "far": [far_page(album, "after") for album in large],
        "back": [far_page(album, "before") for album in large],
    }
    print(json.dumps(found))


def fill_with_others() -> None:
    from accounts.models import Family
    from albums.models import Album

    for number in range(FAMILIES):
        family = Family.objects.create(name=f"{number}")
        Album.objects.bulk_create(Album(family=family, title="다른 앨범") for _ in range(ALBUMS))


def make_album(person, size: int):
    from albums.services.albums import create_album, recount

    album = create_album(person=person, title="제주도 봄 여행", description="바다와 산")
    fill(album, size)
    recount(album)
    return album


def fill(album, size: int) -> None:
    from albums.models import Picture
    from storage.models import StoredFile

    for numbers in chunks(size):
        files = StoredFile.objects.bulk_create(
            StoredFile(family_id=album.family_id, kind="original", state="stored", size=1, sha256="0" * 64)
            for _ in numbers
        )
        # Their keys are random: MariaDB returns no ids.
        rows = dict(StoredFile.objects.filter(key__in=[file.key for file in files]).values_list("key", "pk"))
        Picture.objects.bulk_create(
            Picture(
                album=album,
                file_id=rows[file.key],
                sha256=f"{number:064}",
                name=f"IMG_{number}.jpg",
                caption=CAPTION,
                state=Picture.State.READY,
                width=4000,
                height=3000,
                taken_at=FIRST + timedelta(minutes=number),
                order_time=FIRST + timedelta(minutes=number),
            )
            for number, file in zip(numbers, files, strict=True)
        )


def chunks(size: int) -> Iterator[range]:
    for start in range(0, size, BATCH):
        yield range(start, min(size, start + BATCH))


def far_page(album, way: str) -> str:
    """Return the address of a page in the middle, reached from the page before or after it."""
    from albums.models import Picture
    from picup.core.pagination import Cursor

    number = album.picture_count // 2
    picture = Picture.objects.get(album=album, sha256=f"{number:064}")
    return f"{album.get_absolute_url()}?{way}={Cursor(picture.order_time, picture.pk, number + 1)}"


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]])
