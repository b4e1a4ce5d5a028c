"""EXPLAIN of every query of the product's lists, the admin's, and the walks of the workers, on what is filled in."""

import time
from collections.abc import Callable

from bench.archive.filling import GIANT


def show() -> None:
    for name, call in [*pages(), *admin_lists(), *walks()]:
        print(f"\n{name}")
        began = time.perf_counter()
        queries = queries_of(call)
        print(f"  {len(queries)} queries of its own, {1000 * (time.perf_counter() - began):.0f} ms")
        for sql in queries:
            explain(sql)


def queries_of(call: Callable[[], object]) -> list[str]:
    from django.db import OperationalError, connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        try:
            call()
        except OperationalError as error:
            print(f"  NO ANSWER: {error}")
    # The session and the person are the same for all.
    known = ("django_session", "FROM `accounts_user` LEFT", "SAVEPOINT", "django_content_type")
    selects = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    return [sql for sql in selects if not any(word in sql for word in known)]


def explain(sql: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + sql.replace("%", "%%"))
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            plan = dict(zip(names, row, strict=True))
            place = f"{plan['table']}: {plan['type']} {plan['key']} ({plan['key_len']})"
            print(f"  {place} rows {plan['rows']}; {plan['Extra']}")


def pages() -> list[tuple[str, Callable[[], object]]]:
    from django.test import Client

    from accounts.models import User
    from albums.models import Album, Picture
    from albums.services import trash
    from picup.core.pagination import Cursor

    client = Client()
    client.force_login(User.objects.get(pk=1), "accounts.backends.MemberBackend")
    album = Album.objects.get(pk=GIANT)
    shown = Picture.objects.filter(album=album, trashed_at=None).order_by("-order_time", "-id")
    last = shown[100]
    place = Cursor(last.order_time, last.pk, album.picture_count - 101)
    trashed = trash.in_trash(1).order_by("trashed_at").first()
    in_trash = Cursor(trashed.trashed_at, trashed.pk, 50)
    shelf = Album.objects.filter(family_id=1).order_by("created_at")[20]
    home = album.get_absolute_url()
    addresses = {
        "shelf": "/",
        "shelf, after a cursor": f"/?after={Cursor(shelf.created_at, shelf.pk, 12)}",
        "album, page one": home,
        "album, after a cursor at the far end": f"{home}?after={place}",
        "album, before a cursor at the far end": f"{home}?before={place}",
        "photo": f"{home}pictures/{last.public_id}/?n={album.picture_count - 101}",
        "photo without its number": f"{home}pictures/{last.public_id}/",
        "photos to choose, after a cursor": f"{home}select/?after={place}",
        "trash": "/trash/",
        "trash, before a cursor at its end": f"/trash/?before={in_trash}",
    }
    found: list = [(name, lambda address=address: client.get(address)) for name, address in addresses.items()]
    other = Client()
    other.force_login(User.objects.get(pk=2), "accounts.backends.MemberBackend")
    return [
        *found,
        ("family", lambda: client.get("/family/")),
        ("family, of one with few pictures", lambda: other.get("/family/")),
    ]


def admin_lists() -> list[tuple[str, Callable[[], object]]]:
    from django.contrib import admin
    from django.test import Client
    from django.urls import reverse

    from accounts.models import User
    from albums.models import Picture
    from picup.admin import CalmModelAdmin
    from storage.models import StoredFile

    boss, _ = User.objects.get_or_create(email="boss@example.com", is_staff=True, is_superuser=True)
    boss.set_password("for the bench alone")
    boss.save()
    client = Client()
    client.force_login(boss, "accounts.backends.MemberBackend")
    found, picture = [], Picture.objects.get(pk=100)
    asked = [
        (model, "?p=b1000") for model, one in admin.site._registry.items() if isinstance(one, CalmModelAdmin)
    ]
    asked += [
        (Picture, f"?q={picture.public_id}"),
        (Picture, f"?q={picture.sha256}"),
        (Picture, "?q=nothing"),
    ]
    asked += [(Picture, "?state__exact=damaged"), (Picture, "?trashed_at__isempty=0")]
    asked += [
        (Picture, "?album__id__exact=7"),
        (StoredFile, "?state__exact=writing"),
        (StoredFile, "?key_id=plain"),
    ]
    for model, query in asked:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") + query
        found.append(
            (f"admin: {model._meta.verbose_name} {query}", lambda address=address: client.get(address))
        )
    return found


def walks() -> list[tuple[str, Callable[[], object]]]:
    """What workers and the clock ask, by the functions that they call, as far as those change nothing that matters."""
    from datetime import timedelta

    from django.utils import timezone

    from albums.models import Album, Picture
    from albums.services import albums, deletion
    from outbox import monitoring as outbox_monitoring
    from storage import monitoring, tasks
    from storage.care import healing, orphans, scrubbing
    from storage.models import StoredFile

    old = timezone.now() - timedelta(days=30)
    album = Album.objects.get(pk=GIANT)
    file = StoredFile.objects.get(pk=100)
    stored = StoredFile.objects.filter(state="stored", pk__gt=1000)
    return [
        ("what an album says of its pictures, anew", lambda: albums.update_summary(album)),
        ("emptying old trash: albums", lambda: list(Album.objects.filter(trashed_at__lt=old)[:100])),
        (
            "emptying old trash: a batch",
            lambda: deletion.first_ids(Picture.objects.filter(trashed_at__lt=old)),
        ),
        ("re-encryption: the next batch", lambda: list(stored.order_by("pk")[:100])),
        ("verification: what it takes next", lambda: scrubbing.claim("main")),
        ("healing: one file", lambda: healing.heal(file)),
        ("what a crash left: uploads, deletions", tasks.clean_up_abandoned),
        ("sweeping: which keys are known", lambda: orphans.read_states([file.key, "none"])),
        ("metrics of files", lambda: list(monitoring.collect_gauges())),
        ("metrics of messages", lambda: list(outbox_monitoring.collect_gauges())),
    ]
