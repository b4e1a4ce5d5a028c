"""Who may open which address: every one of them, as a table to be read.

A cell is what GET and POST answer. `in` is a redirect to the sign-in page, `302` one to elsewhere. The
people are those of conftest.py; `revoked` is a parent whose link was revoked while her browser was signed in,
`removed` a contributor who was removed while a page was open in hers, `staff` may see every row in the admin and
has no family.
What is `unbacked` was made by an owner who was removed since.
What is named in an address is the Kims', so that a stranger (who owns the family Park) finds nothing: 404,
never 403.
"""

import hashlib

import pytest
from django.contrib.auth.models import Permission
from django.core import signing
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import Leaving, SignedInSession
from accounts.services.letters import EMAIL_SALT, SIGN_UP_SALT
from accounts.services.links import add_parent, issue_link, revoke_link
from accounts.services.members import remove_member
from accounts.services.registration import invite
from albums.models import Derivative, Double, Motion, StagedUpload
from albums.resumable.tests.client import VERSION, creation, metadata
from albums.services.albums import create_album, recount
from albums.services.trash import trash_album, trash_pictures
from albums.tests.helpers import NOON, make_pictures, photo
from conftest import PASSWORD, make_member, sign_in
from storage.backends import get_backends
from storage.conftest import directories  # noqa: F401 (a fixture)
from storage.models import StoredFile, new_file_key

TABLE = """
                        | signed out | stranger |  viewer  | contributor |  owner   | revoked | removed |  staff
looking
shelf                   |  200 405   | 200 405  | 200 405  |   200 405   | 200 405  | 403 405 | 200 405 |  302 405
album                   |   in 405   | 404 405  | 200 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
album trashed           |   in 405   | 404 405  | 404 405  |   404 405   | 404 405  |  in 405 |  in 405 |  302 405
album_overview          |   in 405   | 404 405  | 200 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
album_ready             |   in 405   | 404 405  | 200 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
picture                 |   in 405   | 404 405  | 200 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
picture trashed         |   in 405   | 404 405  | 404 405  |   404 405   | 404 405  |  in 405 |  in 405 |  302 405
picture_big             |   in 405   | 404 405  | 200 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
picture_big trashed     |   in 405   | 404 405  | 404 405  |   404 405   | 404 405  |  in 405 |  in 405 |  302 405
picture_print           |   in 405   | 404 405  | 200 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
picture_print trashed   |   in 405   | 404 405  | 404 405  |   404 405   | 404 405  |  in 405 |  in 405 |  302 405
album_print             |   in 405   | 404 405  | 200 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
album_print trashed     |   in 405   | 404 405  | 404 405  |   404 405   | 404 405  |  in 405 |  in 405 |  302 405
picture_file            |   in 405   | 404 405  | 200 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
picture_file original   |   in 405   | 404 405  | 403 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
picture_file poster     |   in 405   | 404 405  | 404 405  |   404 405   | 404 405  |  in 405 |  in 405 |  302 405
picture_file film       |   in 405   | 404 405  | 404 405  |   404 405   | 404 405  |  in 405 |  in 405 |  302 405
picture_file of a film  |   in 405   | 404 405  | 200 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
picture_file of a photo |   in 405   | 404 405  | 200 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
picture_file its film   |   in 405   | 404 405  | 403 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
picture_file no film    |   in 405   | 404 405  | 403 405  |   404 405   | 404 405  |  in 405 |  in 405 |  302 405
picture its film's      |   in 405   | 404 405  | 302 405  |   302 405   | 302 405  |  in 405 |  in 405 |  302 405
picture_file trashed    |   in 405   | 404 405  | 404 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
new                     |   in 405   | 200 405  | 200 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
seen                    |  405  in   | 405 204  | 405 204  |   405 204   | 405 204  | 405  in | 405  in |  405 302
picture_heart           |  405  in   | 405 404  | 405 302  |   405 302   | 405 302  | 405  in | 405  in |  405 302
years                   |   in 405   | 200 405  | 200 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
year                    |   in 405   | 200 405  | 200 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
text_size               |   in  in   | 200 302  | 200 302  |   200 302   | 200 302  |  in  in |  in  in |  302 302

albums and pictures: contributors
album_new               |   in  in   | 200 302  | 403 403  |   200 302   | 200 302  |  in  in |  in  in |  302 302
album_edit              |   in  in   | 404 404  | 403 403  |   200 302   | 200 302  |  in  in |  in  in |  302 302
album_delete            |   in  in   | 404 404  | 403 403  |   200 302   | 200 302  |  in  in |  in  in |  302 302
album_select            |   in  in   | 404 404  | 403 403  |   200 302   | 200 302  |  in  in |  in  in |  302 302
album_add               |   in  in   | 404 404  | 403 403  |   200 200   | 200 200  |  in  in |  in  in |  302 302
album_safe              |   in 405   | 404 405  | 403 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
uploads                 |  405 401   | 405 404  | 405 403  |   405 201   | 405 201  | 405 401 | 405 401 |  405 403
upload                  |  401 405   | 404 405  | 403 405  |   404 405   | 200 405  | 401 405 | 401 405 |  403 405
album_known             |  405  in   | 405 404  | 405 403  |   405 200   | 405 200  | 405  in | 405  in |  405 302
album_add_known         |  405  in   | 405 404  | 405 403  |   405 409   | 405 409  | 405  in | 405  in |  405 302
picture_edit            |   in  in   | 404 404  | 403 403  |   200 302   | 200 302  |  in  in |  in  in |  302 302
picture_cover           |  405  in   | 405 404  | 405 403  |   405 302   | 405 302  | 405  in | 405  in |  405 302
picture_trash           |  405  in   | 405 404  | 405 403  |   405 302   | 405 302  | 405  in | 405  in |  405 302

trash: contributors bring back, owners delete for good
trash                   |   in 405   | 200 405  | 403 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
picture_restore         |  405  in   | 405 404  | 405 403  |   405 302   | 405 302  | 405  in | 405  in |  405 302
picture_delete          |  405  in   | 405 404  | 405 403  |   405 403   | 405 302  | 405  in | 405  in |  405 302
album_restore           |  405  in   | 405 404  | 405 403  |   405 302   | 405 302  | 405  in | 405  in |  405 302
album_delete_for_good   |  405  in   | 405 404  | 405 403  |   405 403   | 405 302  | 405  in | 405  in |  405 302
undo                    |  405  in   | 405 302  | 405 403  |   405 302   | 405 302  | 405  in | 405  in |  405 302
trash_empty             |  405  in   | 405 302  | 405 403  |   405 403   | 405 302  | 405  in | 405  in |  405 302

the same picture twice: contributors
doubles                 |   in 405   | 200 405  | 403 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
double_keep             |  405  in   | 405 404  | 405 403  |   405 302   | 405 302  | 405  in | 405  in |  405 302

leaving: contributors leave, the only owner closes; the last page and the help are for everybody who has its address
leave                   |   in  in   | 200 409  | 403 403  |   200 302   | 200 409  |  in  in |  in  in |  302 302
leave_photos            |   in 405   | 200 405  | 403 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
leave_take_back         |  405  in   | 405 302  | 405 403  |   405 302   | 405 302  | 405  in | 405  in |  405 302
close                   |   in  in   | 200 302  | 403 403  |   403 403   | 200 302  |  in  in |  in  in |  302 302
close_photos            |   in 405   | 200 405  | 403 405  |   403 405   | 200 405  |  in 405 |  in 405 |  302 405
help_page               |  200 405   | 200 405  | 200 405  |   200 405   | 200 405  | 200 405 | 200 405 |  200 405
left                    |  200 405   | 200 405  | 200 405  |   200 405   | 200 405  | 200 405 | 200 405 |  200 405

family: contributors look and invite, owners manage
family                  |   in 405   | 200 405  | 403 405  |   200 405   | 200 405  |  in 405 |  in 405 |  302 405
family_rename           |   in  in   | 200 302  | 403 403  |   403 403   | 200 302  |  in  in |  in  in |  302 302
family_limit            |  405  in   | 405 302  | 405 403  |   405 403   | 405 302  | 405  in | 405  in |  405 302
invitation_new          |  405  in   | 405 200  | 405 403  |   405 200   | 405 200  | 405  in | 405  in |  405 302
invitation_revoke       |  405  in   | 405 404  | 405 403  |   405 404   | 405 302  | 405  in | 405  in |  405 302
link_new                |   in  in   | 200 200  | 403 403  |   403 403   | 200 200  |  in  in |  in  in |  302 302
link_revoke             |  405  in   | 405 404  | 405 403  |   405 403   | 405 302  | 405  in | 405  in |  405 302
member_edit             |   in  in   | 404 404  | 403 403  |   403 403   | 200 302  |  in  in |  in  in |  302 302
member_remove           |   in  in   | 404 404  | 403 403  |   403 403   | 200 302  |  in  in |  in  in |  302 302
member_link_new         |  405  in   | 405 404  | 405 403  |   405 403   | 405 200  | 405  in | 405  in |  405 302
journal                 |   in 405   | 200 405  | 403 405  |   403 405   | 200 405  |  in 405 |  in 405 |  302 405

people: addresses that are given to somebody, signing in, passwords
open_link               |  200 302   | 200 302  | 302 302  |   200 302   | 200 302  | 200 302 | 200 302 |  200 302
open_link revoked       |  404 404   | 404 404  | 404 404  |   404 404   | 404 404  | 404 404 | 404 404 |  404 404
open_link expired       |  404 404   | 404 404  | 404 404  |   404 404   | 404 404  | 404 404 | 404 404 |  404 404
open_link unbacked      |  404 404   | 404 404  | 404 404  |   404 404   | 404 404  | 404 404 | 404 404 |  404 404
join expired            |  404 404   | 404 404  | 404 404  |   404 404   | 404 404  | 404 404 | 404 404 |  404 404
join unbacked           |  404 404   | 404 404  | 404 404  |   404 404   | 404 404  | 404 404 | 404 404 |  404 404
join                    |  200 302   | 200 409  | 200 409  |   200 409   | 200 409  | 200 302 | 200 302 |  200 409
signup                  |  200 302   | 302 302  | 302 302  |   302 302   | 302 302  | 200 302 | 200 302 |  302 302
signup_sent             |  200 405   | 200 405  | 200 405  |   200 405   | 200 405  | 200 405 | 200 405 |  200 405
signup_finish           |  200 302   | 302 302  | 302 302  |   302 302   | 302 302  | 200 302 | 200 302 |  302 302
signup_finish unknown   |  404 404   | 404 404  | 404 404  |   404 404   | 404 404  | 404 404 | 404 404 |  404 404
email_letter            |  405  in   | 405 302  | 405 403  |   405 302   | 405 302  | 405  in | 405  in |  405 302
email_verify            |  200 302   | 200 302  | 200 302  |   200 302   | 200 302  | 200 302 | 200 302 |  200 302
email_verify unknown    |  404 404   | 404 404  | 404 404  |   404 404   | 404 404  | 404 404 | 404 404 |  404 404
login                   |  200 302   | 302 302  | 302 302  |   302 302   | 302 302  | 403 302 | 200 302 |  302 302
login_code              |   in  in   |  in  in  |  in  in  |    in  in   |  in  in  |  in  in |  in  in |   in  in
login_code_cancel       |  405  in   | 405  in  | 405  in  |   405  in   | 405  in  | 405  in | 405  in |  405  in
second_factor           |   in 405   | 200 405  | 403 405  |   200 405   | 200 405  |  in 405 |  in 405 |  200 405
second_factor_new       |  405  in   | 405 200  | 405 403  |   405 200   | 405 200  | 405  in | 405  in |  405 200
second_factor_confirm   |  405  in   | 405 302  | 405 403  |   405 302   | 405 302  | 405  in | 405  in |  405 302
second_factor_off       |  405  in   | 405 422  | 405 403  |   405 422   | 405 422  | 405  in | 405  in |  405 422
recovery_codes          |  405  in   | 405 422  | 405 403  |   405 422   | 405 422  | 405  in | 405  in |  405 422
logout                  |  405 302   | 405 302  | 405 302  |   405 302   | 405 302  | 405 302 | 405 302 |  405 302
settings                |   in  in   | 200 302  | 403 403  |   200 302   | 200 302  |  in  in |  in  in |  302 302
password_change         |   in  in   | 200 302  | 403 403  |   200 302   | 200 302  |  in  in |  in  in |  200 302
password_again          |   in  in   | 200 302  | 403 403  |   200 302   | 200 302  |  in  in |  in  in |  200 302
sessions                |   in 405   | 200 405  | 403 405  |   200 405   | 200 405  |  in 405 |  in 405 |  200 405
session_end             |  405  in   | 405 404  | 405 403  |   405 404   | 405 302  | 405  in | 405  in |  405 404
sessions_end_others     |  405  in   | 405 302  | 405 403  |   405 302   | 405 302  | 405  in | 405  in |  405 302
password_reset          |  200 302   | 200 302  | 200 302  |   200 302   | 200 302  | 200 302 | 200 302 |  200 302
password_reset_done     |  200 405   | 200 405  | 200 405  |   200 405   | 200 405  | 200 405 | 200 405 |  200 405
password_reset_confirm  |  200 200   | 200 200  | 200 200  |   200 200   | 200 200  | 200 200 | 200 200 |  200 200
password_reset_complete |  200 405   | 200 405  | 200 405  |   200 405   | 200 405  | 200 405 | 200 405 |  200 405

machines
healthz                 |  200 405   | 200 405  | 200 405  |   200 405   | 200 405  | 200 405 | 200 405 |  200 405
readyz                  |  200 405   | 200 405  | 200 405  |   200 405   | 200 405  | 200 405 | 200 405 |  200 405
metrics                 |  200 405   | 200 405  | 200 405  |   200 405   | 200 405  | 200 405 | 200 405 |  200 405
"""


def read_table() -> dict[str, dict[str, str]]:
    """{"album": {"viewer": "200 405", …}, …}"""
    rows = [
        [" ".join(cell.split()) for cell in line.split("|")] for line in TABLE.splitlines() if "|" in line
    ]
    people = rows[0][1:]
    return {name: dict(zip(people, cells, strict=True)) for name, *cells in rows[1:]}


EXPECTED = read_table()
PEOPLE = list(next(iter(EXPECTED.values())))


def sign_in_and_remove(member) -> Client:
    """Return the browser that a removed member left open: it keeps its cookies, and its CSRF token is good."""
    client = sign_in(member)
    assert client.get(reverse("album_new")).status_code == 200
    remove_member(member=member)
    return client


def make_onlooker():
    """Return somebody of the staff who has every permission to look, and no other."""
    person = make_member(None, "Clerk", "clerk@example.com")
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    person.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return person


class World:
    """The family Kim with one of everything that an address can name, and everybody's browser."""

    def __init__(self, jieun, minsu, mother_link, mother_client, stranger):
        album = create_album(person=jieun, title="Summer in Jeju", description="")
        self.picture, trashed = make_pictures(album, 2)
        [self.film] = make_pictures(album, 1, kind="film", playing="ready", duration=1000)
        [self.moving, spare] = make_pictures(album, 2, playing="ready", duration=1000)
        self.motion = Motion.objects.create(
            picture=self.moving, file=spare.file, name="a.mov", width=1, height=1
        )
        spare.delete()
        recount(album)
        trash_pictures([trashed])
        old = create_album(person=jieun, title="Old times", description="")
        trash_album(old)
        self.give_bytes(album)
        invitation = invite(by=jieun)
        revoked_link = add_parent(by=jieun, name="Aunt", language="en", help_phone="")
        revoked = Client()
        revoked.post(reverse("open_link", args=[revoked_link.token]))
        revoke_link(link=revoked_link.link)
        brother = make_member(jieun.family, "Junho", "junho@example.com", "contributor")
        expired_link = issue_link(by=jieun, parent=mother_link.link.user, expires_at=timezone.now())
        expired_invitation = invite(by=jieun, expires_at=timezone.now())
        sister = make_member(jieun.family, "Sora", "sora@example.com")
        unbacked_link, unbacked_invitation = (
            issue_link(by=sister, parent=mother_link.link.user),
            invite(by=sister),
        )
        remove_member(member=sister)
        removed = sign_in_and_remove(make_member(jieun.family, "Hana", "hana@example.com", "contributor"))
        clients = (
            *(Client(), sign_in(stranger), mother_client, sign_in(minsu), sign_in(jieun), revoked, removed),
            sign_in(make_onlooker()),
        )
        self.clients = dict(zip(PEOPLE, clients, strict=True))
        self.arguments = {
            "album_id": album.public_id,
            "year": 2019,
            "picture_id": self.picture.public_id,
            "member_id": brother.public_id,
            "link_id": mother_link.link.public_id,
            "invitation_id": invitation.invitation.public_id,
            "session_id": SignedInSession.objects.filter(user=jieun).latest("pk").public_id,
            "uidb64": jieun.public_id,
            "token": "unknown",
            "double_id": Double.objects.create(
                family=jieun.family, first=self.picture.file, second=self.moving.file
            ).public_id,
            "upload_id": StagedUpload.objects.create(
                family=jieun.family, person=jieun, album=album, metadata=metadata(album), length=1
            ).public_id,
            "leaving_id": Leaving.objects.create(due_at=NOON, begun_at=NOON).public_id,
        }
        self.special = {
            "picture_restore": {"picture_id": trashed.public_id},
            "picture_delete": {"picture_id": trashed.public_id},
            "album_restore": {"album_id": old.public_id},
            "album_delete_for_good": {"album_id": old.public_id},
            "member_link_new": {"member_id": mother_link.link.user.public_id},
            "open_link": {"token": mother_link.token},
            "open_link revoked": {"token": revoked_link.token},
            "open_link expired": {"token": expired_link.token},
            "open_link unbacked": {"token": unbacked_link.token},
            "join expired": {"token": expired_invitation.token},
            "join unbacked": {"token": unbacked_invitation.token},
            "join": {"token": invitation.token},
            "signup_finish": {"token": signing.dumps(["new@example.com", ""], salt=SIGN_UP_SALT)},
            "email_verify": {"token": signing.dumps([jieun.public_id, jieun.email], salt=EMAIL_SALT)},
            "picture_file": {"variant": "thumb"},
            "picture_file original": {"variant": "original"},
            "picture_file poster": {"variant": "poster"},
            "picture_file film": {"variant": "film"},
            "picture_file of a film": {"picture_id": self.film.public_id, "variant": "film"},
            "picture_file of a photo": {"picture_id": self.moving.public_id, "variant": "film"},
            "picture_file its film": {"picture_id": self.moving.public_id, "variant": "original-film"},
            "picture_file no film": {"variant": "original-film"},
            "picture its film's": {"picture_id": self.motion.public_id},
            "picture_file trashed": {"picture_id": trashed.public_id, "variant": "original"},
            "album trashed": {"album_id": old.public_id},
            "picture trashed": {"picture_id": trashed.public_id},
            "picture_big trashed": {"picture_id": trashed.public_id},
            "picture_print trashed": {"picture_id": trashed.public_id},
            "album_print trashed": {"album_id": old.public_id},
        }

    def give_bytes(self, album):
        small = StoredFile.objects.create(
            family_id=album.family_id,
            kind="derivative",
            state="stored",
            content_type="image/webp",
            size=1,
            sha256="d",
        )
        Derivative.objects.create(picture=self.picture, variant="thumb", file=small, width=1, height=1)
        small.pk, small.key = None, new_file_key()
        small.save()
        for picture in (self.film, self.moving):
            Derivative.objects.create(picture=picture, variant="film", file=small, width=1, height=1)
        # A file whose bytes do not have its checksum is shown to nobody.
        StoredFile.objects.update(sha256=hashlib.sha256(b"x").hexdigest())
        for file in StoredFile.objects.all():
            get_backends()["main"].write(file.key, [b"x"])

    def address(self, row: str) -> str:
        name = row.split()[0]
        wanted = PARAMETERS[name]
        values = {**self.arguments, **self.special.get(row, {})}
        return reverse(name, kwargs={key: values[key] for key in wanted})

    def ask(self, row: str, person: str, method: str) -> str:
        """What was written is rolled back: the next person finds everything as it was. (By a savepoint: an
        `atomic` here would forbid the `durable` ones inside.)"""
        client, data = self.clients[person], DATA.get(row, {})
        cache.clear()
        if row == "album_add":
            data = {"files": SimpleUploadedFile("a.jpg", photo())}
        sent = {"data": data}
        if row == "uploads":
            said = creation(self.arguments["album_id"], 1)
            sent = {"data": b"", "content_type": "text/plain", "headers": said}
        before, cookies = transaction.savepoint(), client.cookies.copy()
        address = self.address(row)
        response = client.get(address) if method == "get" else client.post(address, **sent)
        b"".join(response)  # a file is read to its end, and closed
        transaction.savepoint_rollback(before)
        client.cookies = cookies
        if response.status_code == 302:
            return "in" if response.url.startswith("/accounts/login/") else "302"
        return str(response.status_code)


DATA = {
    "double_keep": {"keep": "both"},
    "signup": {
        "email": "new@example.com",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "display_name": "New",
        "family_name": "New",
    },
    "signup_finish": {
        "password1": PASSWORD,
        "password2": PASSWORD,
        "display_name": "New",
        "family_name": "New",
    },
    "join": {"email": "new@example.com", "password1": PASSWORD, "password2": PASSWORD, "display_name": "New"},
    "login": {"username": "jieun@example.com", "password": PASSWORD},
    "leave": {"photos": "stay", "when": "later", "password": PASSWORD},
    "close": {"when": "later", "password": PASSWORD},
    "settings": {"display_name": "New name", "language": "en"},
    "password_change": {
        "old_password": PASSWORD,
        "new_password1": "a loud night in June",
        "new_password2": "a loud night in June",
    },
    "password_again": {"password": PASSWORD},
    "second_factor_new": {"password": PASSWORD},
    "password_reset": {"email": "jieun@example.com"},
    "text_size": {"step": 4},
    "family_rename": {"name": "The Kims"},
    "link_new": {"name": "Aunt", "language": "ko", "help_phone": "010-1234-5678"},
    "member_edit": {"role": "owner"},
    "album_new": {"title": "Winter"},
    "album_edit": {"title": "Winter"},
    "picture_edit": {"caption": "On the beach"},
}


def patterns(resolver, space="", names=()):
    for pattern in resolver.url_patterns:
        taken = {**dict.fromkeys(names), **dict.fromkeys(pattern.pattern.converters)}
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from patterns(pattern, inner, taken)
        else:
            yield f"{space}{pattern.name or pattern.pattern}", list(taken)


PARAMETERS = {
    name: parameters for name, parameters in patterns(get_resolver()) if not name.startswith("admin:")
}


@pytest.fixture
def world(jieun, minsu, mother_link, mother_client, stranger, directories):  # noqa: F811
    return World(jieun, minsu, mother_link, mother_client, stranger)


@pytest.mark.django_db
@pytest.mark.parametrize("person", PEOPLE)
def test_it_works(world, person):
    answers = {row: f"{world.ask(row, person, 'get')} {world.ask(row, person, 'post')}" for row in EXPECTED}
    assert answers == {row: cells[person] for row, cells in EXPECTED.items()}


def test_every_address_is_in_the_table():
    """A new address is not finished before it is known who may open it."""
    assert {row.split()[0] for row in EXPECTED} == set(PARAMETERS)


@pytest.mark.django_db
def test_the_admin_is_closed_to_every_member(world):
    addresses = [name for name, _ in patterns(get_resolver()) if name.startswith("admin:")]
    assert len(addresses) > 40
    for name in addresses:
        try:
            address = reverse(name)
        except NoReverseMatch:
            address = f"/admin/{name.removeprefix('admin:').replace('_', '/', 1)}/1/"
        if name in ("admin:login", "admin:logout"):
            continue
        for person in ("signed out", "viewer", "owner"):
            for response in (world.clients[person].get(address), world.clients[person].post(address)):
                assert response.status_code == 302 and response.url.startswith("/admin/login/"), (
                    name,
                    person,
                )


@pytest.mark.django_db
def test_a_stranger_sees_nothing_of_the_family(world):
    client = world.clients["stranger"]
    for name in ("shelf", "trash", "family"):
        page = client.get(reverse(name)).content.decode()
        for secret in ("Kim", "Jeju", "Old times", "Jieun", world.picture.public_id):
            assert secret not in page, (name, secret)


@pytest.mark.django_db
def test_a_removed_member_is_out_at_once(world, minsu):
    remove_member(member=minsu)
    assert world.ask("album", "contributor", "get") in ("in", "404")
    assert world.ask("picture_file", "contributor", "get") in ("in", "404")


@pytest.mark.django_db
def test_an_administrator_without_a_family_is_shown_the_admin(world):
    boss = make_member(None, "Boss", "boss@example.com")
    for name in ("shelf", "trash", "family"):
        assert sign_in(boss).get(reverse(name)).url == "/admin/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("person", "status"), [("signed out", 401), ("stranger", 404), ("viewer", 403), ("revoked", 401)]
)
def test_a_script_is_refused_with_a_sentence(world, person, status):
    address = world.address("album_add")
    for response in (
        world.clients[person].get(address, headers={"Accept": "application/json"}),
        world.clients[person].post(address, headers={"Accept": "application/json"}),
    ):
        assert response.status_code == status
        assert len(response.json()["reason"]) > 10


# Their text is another at every request, and so may be its length.
ALIVE = ("metrics", "readyz")


def head_of(response, row: str) -> tuple:
    """What HEAD must have in common with GET."""
    own = {"X-Request-ID", "Expires"} | ({"Content-Length"} if row in ALIVE else set())
    return response.status_code, {name: value for name, value in response.headers.items() if name not in own}


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["signed out", "viewer", "contributor", "owner"])
def test_head_is_answered_wherever_get_is(world, person):
    """The same status and headers, and no body."""
    client = world.clients[person]
    rows = [row for row in EXPECTED if not EXPECTED[row][person].startswith("405")]
    assert len(rows) > 25
    for row in rows:
        address, before, cookies = world.address(row), transaction.savepoint(), client.cookies.copy()
        heads = []
        for ask in (client.get, client.head):
            response = ask(address, headers=VERSION if row == "upload" else None)
            body = b"".join(response)
            heads.append(head_of(response, row))
            client.cookies = cookies.copy()
        transaction.savepoint_rollback(before)
        assert heads[0] == heads[1] and body == b"", row
