"""Add the sample family to the site, with the services that requests use."""

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
from accounts.services.registration import accept_invitation, create_family, invite
from albums.demo.family import CONTRIBUTOR, FAMILY, HELP_PHONE, MOTHER, OWNER, STORIES, Story, picture
from albums.models import Album, Picture
from albums.services.albums import create_album
from albums.services.order import Sent
from albums.services.uploads import add_picture
from outbox.consuming import HANDLERS, consume
from outbox.models import Message
from storage.io.sealed import SealedFile
from storage.io.staging import StagedFile


class PictureRejected(Exception):
    """The site rejected a picture of the sample family. The message is its file name and the reason."""


@dataclass(frozen=True)
class Credentials:
    """The password of the owner and the contributor, and the token of the mother's personal link.

    They are derived from the site's secret key. So nobody can guess them, each site has its own, and the command can
    print them again although the database holds only hashes.
    """

    password: str
    token: str


def credentials() -> Credentials:
    """Return the credentials of this site, the same at each call."""

    def derive(name: str) -> str:
        return salted_hmac("picup.demo", name, algorithm="sha256").hexdigest()

    return Credentials(password=derive("password")[:12], token=derive("link")[:43])


def find_owner() -> User | None:
    return User.objects.filter(email=OWNER[0]).first()


def find_mother() -> User | None:
    """Return the mother. She is created last, so where she is, the sample family is complete."""
    viewers = User.objects.filter(family__members__email=OWNER[0], role=Role.VIEWER).order_by("pk")
    # Compared here, because names are encrypted in the database.
    return next((viewer for viewer in viewers if viewer.display_name == MOTHER), None)


def link_is_open(parent: User, token: str) -> bool:
    links = PersonalLink.objects.filter(user=parent, token_hash=hash_token(token), revoked_at=None)
    return links.exists()


def fill() -> Iterator[str]:
    """Create the family and its albums, or what an interrupted run has not created. Yield a sentence for each album.

    Raise PictureRejected if the site rejects a picture.
    """
    people = [find_owner() or create_owner()]
    people.append(User.objects.filter(email=CONTRIBUTOR[0]).first() or create_contributor(people[0]))
    for story in STORIES:
        album = find_album(people[0], story) or create_album(
            person=people[0], title=story.title, description=story.description
        )
        fill_album(album, story, people)
        yield f"{story.title}: {album.pictures.count()} pictures"
    if not find_mother():
        create_mother(people[0])


def find_album(person: User, story: Story) -> Album | None:
    albums = Album.objects.filter(family=person.family).order_by("pk")
    return next((album for album in albums if album.title == story.title), None)


def create_owner() -> User:
    email, name = OWNER
    return create_family(email=email, password=credentials().password, display_name=name, family_name=FAMILY)


def create_contributor(by: User) -> User:
    email, name = CONTRIBUTOR
    invitation = invite(by=by).invitation
    return accept_invitation(
        invitation=invitation, email=email, password=credentials().password, display_name=name
    )


def create_mother(by: User) -> None:
    """Add the mother, with a personal link whose token `credentials` can tell again."""
    with transaction.atomic():
        issued = add_parent(by=by, name=MOTHER, language="ko", help_phone=HELP_PHONE)
        PersonalLink.objects.filter(pk=issued.link.pk).update(token_hash=hash_token(credentials().token))


def fill_album(album: Album, story: Story, people: list[User]) -> None:
    """Add the pictures of a story that the album lacks, by the `people` in turn, and make their derivatives."""
    existing = set(Picture.objects.filter(album=album).values_list("name", flat=True))
    for number, name in enumerate(story.captions):
        if name not in existing:
            add(album, name, story.captions[name], people[number % len(people)])
    make_derivatives(album)
    set_dates(album, story)


def add(album: Album, name: str, caption: str, person: User) -> None:
    """Upload the picture `name` as `person`. Raise PictureRejected."""
    content = picture(name)
    settings.STAGING_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    sealed = SealedFile(settings.STAGING_DIR / f"demo-{secrets.token_hex(8)}")
    sealed.write(content)
    sealed.close()
    staged = StagedFile(sealed, name, len(content), hashlib.sha256(content).hexdigest())
    try:
        result = add_picture(person=person, album=album, staged=staged, sent=Sent(caption))
    finally:
        staged.close()
    if result.status == "rejected":
        raise PictureRejected(f"{name}: {result.reason}")


def make_derivatives(album: Album) -> None:
    """Make an album's derivatives in this process, because there may be no worker. One that runs does no harm."""
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


def set_dates(album: Album, story: Story) -> None:
    """Date the album two days after its last picture, so that only the last album is marked as new."""
    if story is not STORIES[-1]:
        last = Picture.objects.filter(album=album).aggregate(last=Max("taken_at"))["last"] + timedelta(days=2)
        Album.objects.filter(pk=album.pk).update(created_at=last, last_added_at=last, shelved_at=last)
