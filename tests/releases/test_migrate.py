"""The database and the files of the previous release (README.md): `prepare`, `run`, and everything goes on.

The tests are the steps of one story, on SQLite and on MariaDB.
"""

import hashlib
import re
import shelve
import shutil

import pytest

from outbox.transport.celeryconfig import beat_schedule
from tests.releases.restored import COOKIE, RestoredOnMariaDB, RestoredSite
from tests.support.kinds import wide
from tests.support.site import wait_for

ARE_STEPS = True
RELEASE = "0.1"
# Django's own notes of what models there are.
NOTES = {"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"}
# Models that this release has not: nobody was given a permission for them.
LATER_MODELS = (
    "double",
    "erasedfile",
    "heart",
    "journalentry",
    "leaving",
    "look",
    "motion",
    "recoverycode",
    "secondfactor",
    "signedinsession",
    "stagedupload",
    "tally",
    "visit",
)
ASKED = f"""
from django.core.management import call_command
from django.contrib.auth.models import Group, Permission
held = Group.objects.get(name="Helpers").permissions.values_list("pk")
ours = Permission.objects.filter(content_type__app_label__in=("accounts", "albums", "alerts", "outbox", "storage"))
ours = ours.exclude(content_type__model__in={LATER_MODELS})
print("not held:", sorted(ours.exclude(pk__in=held).values_list("codename", flat=True)))
call_command("makemigrations", check_changes=True, dry_run=True)
"""
FIVE_MINUTES_LATER = """
from picup.encryption.stages import KNOWN_AFTER, notes
for note in notes():
    note.first_used_at -= KNOWN_AFTER
    note.save()
"""
REPLAY = """
from outbox.dead_letters import replay
from outbox.models import DeadLetter
replay(DeadLetter.objects.get(state="open"), by="admin")
"""


@pytest.fixture(scope="module", params=["sqlite", *wide("mariadb")])
def site(request):
    if request.param == "mariadb":
        pytest.importorskip("MySQLdb")
        site = RestoredOnMariaDB(RELEASE, request.getfixturevalue("mariadb_primary"))
    else:
        site = RestoredSite(RELEASE)
    try:
        yield site.start()
    finally:
        print(site.log.read_text()[-5000:] if site.log.exists() else "")
        site.remove()


@pytest.fixture(scope="module")
def answered(site):
    """What it says of permissions and of its models: one process, because each takes more than a second to begin."""
    return site.manage("shell", "-c", ASKED)


def get_variants(site, person, picture: str) -> dict[str, str]:
    """SHA-256 of what is answered for each."""
    answers = {
        variant: person.get(f"/pictures/{picture}/file/{variant}")
        for variant in site.facts["served"][picture]
    }
    return {variant: hashlib.sha256(answer.content).hexdigest() for variant, answer in answers.items()}


def keys_of(site, picture: str) -> list[str]:
    [(original,)] = site.ask(
        "SELECT f.`key` FROM storage_storedfile f JOIN albums_picture p ON p.file_id = f.id "
        f"WHERE p.public_id = '{picture}'"
    )
    derivatives = site.ask(
        "SELECT f.`key` FROM storage_storedfile f JOIN albums_derivative d ON d.file_id = f.id "
        f"JOIN albums_picture p ON p.id = d.picture_id WHERE p.public_id = '{picture}'"
    )
    return [original, *(key for (key,) in derivatives)]


def states(site, *pictures: str) -> set[str]:
    words = ", ".join(f"'{picture}'" for picture in pictures)
    return {state for (state,) in site.ask(f"SELECT state FROM albums_picture WHERE public_id IN ({words})")}


def test_the_data_has_one_of_everything(site):
    """Or else the others show nothing."""
    assert {
        ("albums.make_derivatives", "pending", "1"),
        ("albums.make_derivatives", "failed", "0"),
        ("albums.empty_trash", "pending", "0"),
        ("storage.heal_file", "sent", "0"),
    } <= {row[:3] for row in site.in_flight}
    filled = {table for table, rows in site.before.items() if rows}
    assert filled >= {
        "albums_emptying",
        "alerts_alert",
        "outbox_deadletter",
        "accounts_device",
        "django_session",
    }


def test_migrating_changes_no_row(site):
    assert {table: rows for table, rows in site.before.items() if table not in NOTES} == {
        table: rows for table, rows in site.after.items() if table not in NOTES
    }


def test_helpers_may_still_do_all_that_they_might(answered):
    """Django asks for permissions by the names that models have today."""
    assert "not held: []" in answered


def test_models_are_as_the_migrations_say(answered):
    assert "No changes" in answered


def read_album(person, album: str) -> str:
    """Return the text of an album's spreads."""
    page, address, turned = "", "?", set()
    while address not in turned:  # After the last photo the album begins again, or the next one.
        turned.add(address)
        spread = person.get(f"/albums/{album}/{address}").text
        page += spread
        onwards = re.search(r'rel="next" href="(\?after=[^"]+)"', spread)
        address = onwards[1] if onwards else "?"
    return page


def test_a_parent_is_still_signed_in(site):
    mother = site.person("mother_session")
    assert "제주의 여름" in mother.get("/").text
    page = read_album(mother, site.facts["album"])
    assert all(caption in page for caption in site.facts["captions"])
    assert all(f"/pictures/{picture}/file/page" in page for picture in site.facts["shown"])


def test_keys_of_sessions_are_hashed_and_nobody_is_signed_out(site):
    """As it happens by itself a day after the update, when no process of the earlier release runs any more."""
    tables = ("django_session", "accounts_device")
    keys = {site.facts[name] for name in ("mother_session", "jieun_session")}
    stored = [key for table in tables for (key,) in site.ask(f"SELECT session_key FROM {table}")]
    assert keys <= set(stored)
    site.manage("hash_session_keys")
    stored = [key for table in tables for (key,) in site.ask(f"SELECT session_key FROM {table}")]
    assert not keys & set(stored)
    assert "제주의 여름" in site.person("mother_session").get("/").text
    assert "this device" in site.person("jieun_session").get("/accounts/sessions/").text
    for key in stored:
        person = site.person()
        person.session.cookies.set(COOKIE, key, domain="127.0.0.1", path="/")
        assert "제주의 여름" not in person.get("/").text


def test_her_paper_opens_another_device(site):
    mother = site.person()
    address = f"/open/{site.facts['token']}/"
    assert "엄마" in mother.get(address).text
    assert "제주의 여름" in mother.post(address).text


def test_an_owner_signs_in_with_her_password(site):
    jieun = site.person()
    fields = {"username": "jieun@example.com", "password": site.facts["password"]}
    assert "제주의 여름" in jieun.post("/accounts/login/", fields).text
    family = jieun.get("/family/").text
    assert all(name in family for name in ("Jieun", "Minsu", "엄마"))


def test_messages_in_flight_end_done(site):
    """Each task is still known by its name and its arguments."""
    ids = ", ".join(message for _, state, _, message in site.in_flight if state != "failed")
    still_open = f"SELECT task, state, error FROM outbox_message WHERE id IN ({ids}) AND state <> 'done'"
    wait_for(lambda: not site.ask(still_open))
    assert states(site, site.facts["waiting"]) == {"ready"}
    assert states(site, *site.facts["emptied"]) == set()
    assert site.ask("SELECT * FROM albums_emptying") == []
    assert site.path("backup", site.facts["lost_in_backup"]).exists()


def test_a_dead_letter_is_replayed(site):
    assert states(site, site.facts["given_up"]) == {"waiting"}
    site.manage("shell", "-c", REPLAY)
    wait_for(lambda: states(site, site.facts["given_up"]) == {"ready"})
    assert site.ask("SELECT state, count FROM outbox_deadletter") == [("replayed", "1")]


def test_every_message_comes_to_its_end(site):
    wait_for(lambda: not site.ask("SELECT id FROM outbox_message WHERE state <> 'done'"))


def test_what_was_emptied_is_in_no_storage(site):
    (kept,) = site.ask("SELECT COUNT(*) FROM storage_storedfile WHERE state = 'stored'")
    deleted = site.ask("SELECT `key` FROM storage_storedfile WHERE state = 'deleted'")
    assert kept and deleted
    assert not any(site.path(name, key).exists() for name in ("main", "backup") for (key,) in deleted)


def test_the_trash_holds_what_was_put_there(site):
    trash = site.person("jieun_session").get("/trash/").text
    assert "In the trash" in trash and "A trashed album" in trash


def test_bytes_come_from_the_main_storage(site):
    jieun = site.person("jieun_session")
    shutil.move(site.directory / "storage" / "backup", site.directory / "away")
    try:
        for picture in site.facts["shown"]:
            assert get_variants(site, jieun, picture) == site.facts["served"][picture]
    finally:
        shutil.move(site.directory / "away", site.directory / "storage" / "backup")


def test_bytes_come_from_the_backup_and_heal_the_main_storage(site):
    jieun = site.person("jieun_session")
    for picture in site.facts["shown"]:
        keys = keys_of(site, picture)
        assert len(keys) == 4
        for key in keys:
            site.path("main", key).unlink()
        assert get_variants(site, jieun, picture) == site.facts["served"][picture]
        wait_for(lambda keys=keys: all(site.path("main", key).exists() for key in keys))


def test_texts_are_bound_to_their_rows_when_the_operator_says_so(site):
    """Until then a process of that release reads what is written. Those of today, which run on, read both."""
    mother, columns = site.person("mother_session"), ("accounts_user.display_name", "albums_picture.caption")

    def forms() -> set[str]:
        stored = [
            value for one in columns for (value,) in site.ask("SELECT {1} FROM {0}".format(*one.split(".")))
        ]
        return {value[:3] for value in stored if value}

    assert forms() == {"e1:"}
    said = site.manage("reencrypt")
    assert forms() == {"e2:"} and "Run this once more" in said
    page = read_album(mother, site.facts["album"])
    assert all(caption in page for caption in site.facts["captions"])
    site.manage("shell", "-c", FIVE_MINUTES_LATER)
    assert "Run this once more" not in site.manage("reencrypt")


def test_the_beat_went_on_with_its_file(site):
    """Also the one that a release with other ticks left: Celery would say that it is corrupt, and begin anew."""
    site.stop()
    assert "corrupt" not in site.log.read_text()
    with shelve.open(str(site.directory / "beat-schedule"), flag="r") as schedule:
        entries = schedule["entries"]
    assert set(beat_schedule) <= set(entries)
    assert entries["dispatch"].total_run_count > 0
