"""A site goes from values of their column to values of their row, while processes of two releases run."""

from base64 import urlsafe_b64decode
from datetime import timedelta
from io import StringIO

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.management import call_command
from django.utils import timezone

from accounts.models import JournalEntry
from albums.models import Album
from picup.encryption import reencrypting, stages
from picup.encryption.keyring import field_keys
from picup.encryption.models import KeyNote
from picup.encryption.stages import BINDING_NOTE, KNOWN_AFTER, Stage, note
from picup.encryption.tests.helpers import raw, rewrite, set_raw


@pytest.fixture
def albums(old_site, jieun):
    """Two albums and an entry of the journal, as an earlier release wrote them."""
    JournalEntry.objects.create(family=jieun.family, code="invited", by=jieun, details='{"by": "Jieun"}')
    JournalEntry.objects.update(public_id=None)
    return [Album.objects.create(family=jieun.family, title=title) for title in ("Jeju", "Busan")]


def reencrypt() -> str:
    output = StringIO()
    call_command("reencrypt", stdout=output)
    return output.getvalue()


def wait_until_everybody_knows() -> None:
    before = timezone.now() - KNOWN_AFTER - timedelta(seconds=1)
    KeyNote.objects.filter(variable=BINDING_NOTE).update(first_used_at=before)


def forms() -> set[str]:
    stored = [raw(album, "title") for album in Album.objects.all()]
    return {value[:2] for value in [*stored, *(raw(each, "details") for each in JournalEntry.objects.all())]}


def test_it_works(albums, old_site):
    assert forms() == {"e1"}
    assert "Run this once more after 5 minutes" in reencrypt()
    assert forms() == {"e2"} and old_site.stage == Stage.BINDING
    assert "Run this once more" in reencrypt(), "a process may still be writing the old form"
    wait_until_everybody_knows()
    assert "Run this once more" not in reencrypt()
    assert old_site.stage == Stage.BOUND
    assert {album.title for album in Album.objects.all()} == {"Jeju", "Busan"}
    entry = JournalEntry.objects.get()
    assert entry.public_id and entry.details == '{"by": "Jieun"}'


def test_a_process_of_the_release_before_reads_what_is_written(albums):
    """As that release opened a value, which knows nothing of today's form."""
    rewrite(albums[0], title="제주")
    prefix, key_id, encoded = raw(albums[0], "title").split(":")
    sealed, cipher = urlsafe_b64decode(encoded), AESGCM(field_keys().find(key_id).secret)
    assert (
        prefix == "e1" and cipher.decrypt(sealed[:12], sealed[12:], b"albums_album.title").decode() == "제주"
    )


def test_a_value_of_before_is_refused_in_the_end(albums, old_site, caplog):
    old = raw(albums[0], "title")
    reencrypt()
    set_raw(albums[1], "title", old)
    assert Album.objects.get(pk=albums[1].pk).title == "Jeju"
    wait_until_everybody_knows()
    reencrypt()
    set_raw(albums[1], "title", old)
    assert Album.objects.get(pk=albums[1].pk).title == ""
    assert f"in row {albums[1].public_id}, and is shown as empty. It is not bound to its row." in caplog.text
    reencrypt()
    assert raw(albums[1], "title") == old, "it is not made ours"


def test_another_process_learns_it(albums, old_site, django_assert_num_queries):
    """It looks seldom, and at last never again."""
    old_site.look_at = 0
    with django_assert_num_queries(2):
        assert [Album.objects.get(pk=albums[0].pk).title for _ in "1"] == ["Jeju"]
    note(BINDING_NOTE)
    old_site.stage = Stage.OLD
    with django_assert_num_queries(1):
        assert Album.objects.get(pk=albums[0].pk).title == "Jeju"
    assert old_site.stage == Stage.OLD
    old_site.look_at = 0
    rewrite(albums[0], title="제주")
    assert raw(albums[0], "title").startswith("e2:")
    old_site.stage, old_site.look_at = Stage.BOUND, 0
    with django_assert_num_queries(1):
        assert Album.objects.get(pk=albums[0].pk).title == "제주"


def test_a_process_does_not_unlearn_it(albums, old_site):
    note(BINDING_NOTE)
    KeyNote.objects.all().delete()
    stages.look()
    assert old_site.stage == Stage.BINDING


def test_killed_it_goes_on(albums, old_site, monkeypatch):
    whole, begun = reencrypting.replace_values, []

    def killed(*args):
        begun.append(args)
        if len(begun) > 2:
            raise KeyboardInterrupt
        return whole(*args)

    monkeypatch.setattr(reencrypting, "replace_values", killed)
    with pytest.raises(KeyboardInterrupt):
        reencrypt()
    assert {album.title for album in Album.objects.all()} == {"Jeju", "Busan"}
    monkeypatch.setattr(reencrypting, "replace_values", whole)
    reencrypt()
    assert forms() == {"e2"}
    assert {album.title for album in Album.objects.all()} == {"Jeju", "Busan"}


def test_what_does_not_open_does_not_hold_it_up(albums, old_site):
    set_raw(albums[0], "title", raw(albums[0], "title")[:-6] + "AAAAA=")
    reencrypt()
    wait_until_everybody_knows()
    reencrypt()
    assert old_site.stage == Stage.BOUND
