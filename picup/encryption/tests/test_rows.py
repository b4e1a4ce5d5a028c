"""Whoever can write to the database cannot give a row the words of another row. Of every encrypted column there is."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Family, JournalEntry, Leaving, SecondFactor, User
from albums.models import Album, Motion, Picture, StagedUpload
from albums.tests.helpers import make_pictures
from conftest import make_family, make_member
from picup.encryption.places import find_binding, unseal_at
from picup.encryption.reencrypting import encrypted_fields
from picup.encryption.tests.helpers import raw, set_raw

FIELDS = list(encrypted_fields(apps.get_models()))


@pytest.fixture
def rows(db):
    """Two rows of each model with encrypted columns, of two families."""
    made: dict[type, list] = {}
    for name in ("Kim", "Park"):
        family = make_family(name)
        person = make_member(family, f"Ms {name}", f"{name}@example.com".lower())
        person.help_phone = "010-1234-5678"
        person.save()
        album = Album.objects.create(family=family, title=f"Jeju {name}", description=f"Summer {name}")
        [picture] = make_pictures(album, 1, caption=f"Sea {name}")
        for row in (
            *(family, person, album, picture),
            JournalEntry.objects.create(
                family=family, code="invited", by=person, details=f'{{"by": "{name}"}}'
            ),
            StagedUpload.objects.create(
                family=family, person=person, album=album, metadata=f"filename {name}", length=1
            ),
            Motion.objects.create(picture=picture, file=picture.file, name=f"{name}.mov", width=1, height=1),
            SecondFactor.objects.create(user=person, secret=f"SECRET{name}"),
            Leaving.objects.create(
                kind="member", family=family, email=f"{name}@example.com", due_at=timezone.now()
            ),
        ):
            made.setdefault(type(row), []).append(row)
    return made


def read_in_every_way(field, row) -> set[str]:
    rows = field.model._base_manager.filter(pk=row.pk)
    return {
        getattr(rows.get(), field.name),
        getattr(rows.only(field.name).get(), field.name),
        rows.values(field.name).get()[field.name],
        rows.values_list(field.name, flat=True).get(),
    }


def test_every_model_is_here(rows):
    assert {field.model for field in FIELDS} == set(rows)


@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_a_value_of_another_row_is_refused(rows, field, caplog):
    row, other = rows[field.model]
    text, own, others = getattr(row, field.name), raw(row, field.column), raw(other, field.column)
    assert own.startswith("e2:") and read_in_every_way(field, row) == {text}
    set_raw(row, field.column, others)
    assert read_in_every_way(field, row) == {""}
    binding = find_binding(field)
    assert f"{field.associated_data} cannot be read in row {getattr(row, binding.attname)}," in caplog.text
    unread = field.model._base_manager.get(pk=row.pk)
    unread.save()
    assert raw(row, field.column) == others, "saving the row does not make it ours"
    set_raw(row, field.column, own)
    assert read_in_every_way(field, row) == {text}


@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_nor_with_the_name_of_its_row(rows, field):
    """The name is unique: it cannot stand in two rows."""
    row, other = rows[field.model]
    binding = find_binding(field)
    with pytest.raises(IntegrityError), transaction.atomic():
        set_raw(row, binding.column, getattr(other, binding.attname))


@pytest.mark.parametrize("name", ["{}/", "/{}", "x/{}", "{}/x", " {}"])
def test_a_name_with_a_slash_is_of_no_row(rows, name):
    """What is selected is `<value>/<row>`: no other cut makes another row's value of it."""
    row, other = rows[Album]
    value = raw(other, "title")
    set_raw(row, "title", value)
    if connection.vendor == "sqlite":  # MariaDB has no room for it.
        set_raw(row, "public_id", name.format(other.public_id))
        assert Album.objects.get(pk=row.pk).title == ""
    half = len(value) // 2
    for begin, end in ((value[:half], value[half:]), ("", value), (f"{value}/{other.public_id}", "")):
        set_raw(row, "title", begin)
        if connection.vendor == "sqlite":
            set_raw(row, "public_id", f"{end}/{other.public_id}")
        assert Album.objects.get(pk=row.pk).title == ""


def test_a_secret_does_not_move_to_another_person(rows):
    """Not even with its whole row: with a secret of one's own nobody signs in as somebody else."""
    own, other = rows[SecondFactor]
    SecondFactor.objects.filter(pk=other.pk).delete()
    SecondFactor.objects.filter(pk=own.pk).update(user=other.user)
    assert SecondFactor.objects.get().secret == ""


def test_a_value_of_a_column_is_not_taken_for_one_of_a_row(rows):
    """The two forms authenticate different things: the letter in front of one cannot be exchanged."""
    album = rows[Album][0]
    set_raw(album, "title", raw(album, "title").replace("e2:", "e1:", 1))
    assert Album.objects.get(pk=album.pk).title == ""


def test_joined_rows_know_their_own_names(rows):
    ours, theirs = rows[Picture]
    set_raw(ours.album, "title", raw(theirs.album, "title"))
    joined = Picture.objects.select_related("album__family", "album__created_by")
    assert joined.get(pk=ours.pk).album.title == ""
    assert joined.get(pk=theirs.pk).album.title == "Jeju Park"
    assert Picture.objects.values_list("album__title", "caption").get(pk=ours.pk) == ("", "Sea Kim")
    assert (
        Family.objects.values_list("members__display_name", flat=True).get(pk=ours.album.family_id)
        == "Ms Kim"
    )


def test_raw_reads_know_their_rows(rows):
    person, other = rows[User]
    set_raw(person, "display_name", raw(other, "display_name"))
    assert User.objects.find(person.pk).display_name == ""
    other.helper = person
    assert other.helper_name() == ""
    person.helper = other
    assert person.helper_name() == "Ms Park"
    assert unseal_at(raw(other, "help_phone"), "accounts_user.help_phone", other.public_id) == "010-1234-5678"
