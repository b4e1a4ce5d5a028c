"""Filling the site with the sample family, through the same services that people's own requests use."""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.crypto import salted_hmac

from accounts.models import PersonalLink, Role, User, hash_token
from accounts.services.links import add_parent
from accounts.services.registration import accept_invitation, invite, sign_up
from albums.demo.family import CONTRIBUTOR, FAMILY, HELP_PHONE, MOTHER, OWNER, STORIES, Story, picture
from albums.models import Album, Picture
from albums.services.albums import create_album
from albums.services.uploads import add_picture
from outbox.consuming import HANDLERS, consume
from outbox.models import Message
from storage.io.staging import StagedFile


class CouldNotAdd(Exception):
    """The site refused a picture of the sample family; says which and why."""


@dataclass(frozen=True)
class Keys:
    """How to sign in. Made from the site's own secret key: nobody can guess them, no two sites have the
    same, and they can be printed again although only hashes are stored."""

    password: str
    token: str


def keys() -> Keys:
    def derive(name: str) -> str:
        return salted_hmac("picup.demo", name, algorithm="sha256").hexdigest()

    return Keys(password=derive("password")[:12], token=derive("link")[:43])


def owner() -> User | None:
    return User.objects.filter(email=OWNER[0]).first()


def mother() -> User | None:
    """Made last: where she is, the sample family is complete."""
    viewers = User.objects.filter(family__members__email=OWNER[0], role=Role.VIEWER).order_by("pk")
    # Names are encrypted: they are compared here, not by the database.
    return next((one for one in viewers if one.display_name == MOTHER), None)


def link_is_open(parent: User, token: str) -> bool:
    links = PersonalLink.objects.filter(user=parent, token_hash=hash_token(token), revoked_at=None)
    return links.exists()


def fill() -> Iterator[str]:
    """Make the family and its albums, and yield a line for each album. Go on where an interrupted run stopped."""
    people = [owner() or make_owner()]
    people.append(User.objects.filter(email=CONTRIBUTOR[0]).first() or make_contributor(people[0]))
    for story in STORIES:
        album = find_album(people[0], story) or create_album(
            person=people[0], title=story.title, description=story.description
        )
        fill_album(album, story, people)
        yield f"{story.title}: {album.pictures.count()} pictures"
    if not mother():
        make_mother(people[0])


def find_album(person: User, story: Story) -> Album | None:
    albums = Album.objects.filter(family=person.family).order_by("pk")
    return next((album for album in albums if album.title == story.title), None)


def make_owner() -> User:
    email, name = OWNER
    return sign_up(email=email, password=keys().password, display_name=name, family_name=FAMILY)


def make_contributor(by: User) -> User:
    email, name = CONTRIBUTOR
    invitation = invite(by=by).invitation
    return accept_invitation(invitation=invitation, email=email, password=keys().password, display_name=name)


def make_mother(by: User) -> None:
    with transaction.atomic():
        issued = add_parent(by=by, name=MOTHER, language="ko", help_phone=HELP_PHONE)
        PersonalLink.objects.filter(pk=issued.link.pk).update(token_hash=hash_token(keys().token))


def fill_album(album: Album, story: Story, people: list[User]) -> None:
    there = set(Picture.objects.filter(album=album).values_list("name", flat=True))
    for number, name in enumerate(story.captions):
        if name not in there:
            add(album, name, story.captions[name], people[number % len(people)])
    develop(album)
    let_time_pass(album, story)


def add(album: Album, name: str, caption: str, person: User) -> None:
    content = picture(name)
    settings.STAGING_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = settings.STAGING_DIR / f"demo-{secrets.token_hex(8)}"
    path.write_bytes(content)
    staged = StagedFile(path, name, len(content), hashlib.sha256(content).hexdigest())
    try:
        added = add_picture(person=person, album=album, staged=staged, caption=caption)
    finally:
        staged.close()
    if added.status == "rejected":
        raise CouldNotAdd(f"{name}: {added.reason}")


def develop(album: Album) -> None:
    """Make the derivatives here, as the worker does. A worker that runs may be quicker: no harm."""
    task = "albums.make_derivatives"
    waiting = set(
        Picture.objects.filter(album=album, state=Picture.State.WAITING).values_list("id", flat=True)
    )
    for message in Message.objects.filter(task=task, state__in=Message.OPEN).order_by("id"):
        if message.arguments["picture_id"] in waiting:
            consume(
                HANDLERS[task].function,
                uid=str(message.uid),
                request_id=message.request_id,
                arguments=message.arguments,
            )


def let_time_pass(album: Album, story: Story) -> None:
    """Date the album by its pictures. An album filled this minute would be marked as new; only the last one is."""
    if story is not STORIES[-1]:
        last = Picture.objects.filter(album=album).aggregate(last=Max("taken_at"))["last"] + timedelta(days=2)
        Album.objects.filter(pk=album.pk).update(created_at=last, last_added_at=last)
