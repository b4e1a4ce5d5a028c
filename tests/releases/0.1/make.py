# ruff: noqa: E402, I001 (Django's setup comes first; the rooms are the old release's)
"""Fills the database and the storages of release 0.1 (6dae0c4) with one of everything. Runs with that release's code:
see ../README.md.
"""

import hashlib
import inspect
import json
from pathlib import Path

import django

django.setup()

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.test import Client

from accounts.joining import accept_invitation, invite, sign_up
from accounts.links import add_parent
from accounts.models import User
from albums import deleting
from albums.arranging import create_album
from albums.models import Picture
from albums.tests.helpers import deliver, send
from albums.trash import trash_album, trash_pictures
from outbox.consuming import HANDLERS, MOST_BEGUN, begin, consume
from outbox.dispatching import dispatch
from outbox.models import Message
from storage.backends import get_backends
from storage.care import report_damage
from storage.models import StoredFile
from tests.photos import draw

OURS = ("accounts", "albums", "alerts", "outbox", "storage")
PASSWORD = "a quiet morning in May"
DERIVATIVES = "albums.make_derivatives"
VARIANTS = ("thumb", "page", "screen", "original")
HOST = {"SERVER_NAME": "localhost"}


def add(number: int, caption: str = "", width: int = 64) -> Picture:
    [result] = send(jieun_client, album, draw(number, width, width * 3 // 4)).json()["results"]
    assert result["status"] == "added", result
    picture = Picture.objects.get(public_id=result["picture"])
    Picture.objects.filter(pk=picture.pk).update(caption=caption)
    return Picture.objects.select_related("file").get(pk=picture.pk)


def lose(picture: Picture, storage: str) -> None:
    get_backends()[storage].delete(picture.file.key)
    report_damage(picture.file, storage, "missing", served_from="main")


def served(picture: Picture) -> dict[str, str]:
    """SHA-256 of each variant, as people get it."""
    address = f"/pictures/{picture.public_id}/file/"
    answers = {variant: jieun_client.get(address + variant) for variant in VARIANTS}
    assert all(answer.status_code == 200 for answer in answers.values())
    return {variant: hashlib.sha256(answer.getvalue()).hexdigest() for variant, answer in answers.items()}


def write(name: str, value: dict) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    Path(settings.DATA_DIR, name).write_text(text + "\n")


def newest(task: str) -> Message:
    return Message.objects.filter(task=task).order_by("-id")[0]


jieun = sign_up(email="jieun@example.com", password=PASSWORD, display_name="Jieun", family_name="Kim")
minsu = accept_invitation(
    invitation=invite(by=jieun).invitation, email="minsu@example.com", password=PASSWORD, display_name="Minsu"
)
invite(by=jieun)
User.objects.create_superuser("admin@example.com", PASSWORD, display_name="Admin")
every = Permission.objects.filter(content_type__app_label__in=OURS)
Group.objects.create(name="Helpers").permissions.set(every)
parent = add_parent(by=jieun, name="엄마", language="ko", help_phone="010-1234-5678")

# Sessions: a parent's device, an owner's, and a failed sign-in that is counted.
jieun_client, mother_client = Client(**HOST), Client(**HOST)
jieun_client.post("/accounts/login/", {"username": "minsu@example.com", "password": "wrong"})
jieun_client.force_login(jieun, backend="accounts.backends.MemberBackend")
opened = mother_client.post(f"/open/{parent.token}/", headers={"User-Agent": "Mozilla/5.0 (iPhone)"})
assert opened.status_code == 302

album = create_album(person=jieun, title="제주의 여름", description="Three days by the sea")
# Wider than a thumb, whose bytes are then not those of the others.
shown = [
    add(number, caption, width=500)
    for number, caption in enumerate(("바닷가에서", "Tangerines", "The last evening"), 1)
]
trashed, first, second = add(4, "In the trash"), add(5), add(6)
deliver()

# A copy that was lost and healed; then one that is lost still, whose message is sent.
lose(shown[0], "backup")
deliver()
lose(shown[1], "backup")
dispatch()
assert newest("storage.heal_file").state == "sent"

# A dead letter: its workers were killed.
given_up = add(7, "Given up")
dead = newest(DERIVATIVES)
for _ in range(MOST_BEGUN):
    begin(str(dead.uid))
consume(HANDLERS[DERIVATIVES].function, uid=str(dead.uid), arguments=dead.arguments)
assert newest(DERIVATIVES).state == "failed"

# In flight: one that a worker had in hand, and a trash that is being emptied.
waiting = add(8, "Waiting")
begin(str(newest(DERIVATIVES).uid))
deleting.BATCH = 1
trash_pictures([first, second])
deleting.empty_trash(jieun.family)
assert newest("albums.empty_trash").state == "pending"
trash_pictures([trashed])
trash_album(create_album(person=minsu, title="A trashed album", description=""))

facts = {
    "token": parent.token,
    "password": PASSWORD,
    "mother_session": mother_client.cookies[settings.SESSION_COOKIE_NAME].value,
    "jieun_session": jieun_client.cookies[settings.SESSION_COOKIE_NAME].value,
    "album": album.public_id,
    "shown": [picture.public_id for picture in shown],
    "served": {picture.public_id: served(picture) for picture in shown},
    "captions": [picture.caption for picture in shown],
    "waiting": waiting.public_id,
    "given_up": given_up.public_id,
    "trashed": trashed.public_id,
    "emptied": [first.public_id, second.public_id],
    "lost_in_backup": StoredFile.objects.get(pk=shown[1].file_id).key,
}
# Names that stand in rows that wait, and in the brokers of sites that are updated while they run.
tasks = {
    name: {"queue": one.queue, "arguments": [*inspect.signature(one.function).parameters][1:]}
    for name, one in sorted(HANDLERS.items())
}
write("tasks.json", tasks)
write("facts.json", facts)
