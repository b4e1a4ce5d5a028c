import pytest
from django.core.management import CommandError, call_command

from storage.models import StoredFile, Usage

PHOTO = b"photo" * 100


def run(**options) -> None:
    call_command("reconcile_usage", **options)


def test_it_works(write_kept, capsys):
    write_kept(PHOTO)
    write_kept(b"thumb", kind="derivative")
    run()
    assert "1 families, 0 that differ" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [0, 1, 10**12])
def test_a_difference_is_found_and_put_right(write_kept, capsys, wrong):
    file = write_kept(PHOTO)
    Usage.objects.update(used_bytes=wrong)
    with pytest.raises(CommandError, match="differ"):
        run()
    assert Usage.objects.get().used_bytes == wrong, "only with --fix"
    run(fix=True)
    assert f"Family {file.family_id}: used {wrong}, its files {len(PHOTO)}" in capsys.readouterr().out
    assert Usage.objects.get().used_bytes == len(PHOTO)
    run()


def test_a_wrong_count_of_photos_is_put_right(write_kept):
    write_kept(PHOTO)
    Usage.objects.update(photos=7)
    with pytest.raises(CommandError, match="differ"):
        run()
    run(fix=True)
    assert Usage.objects.get().photos == 1


def test_places_that_are_not_those_of_the_copies_are_put_right(write_kept, capsys):
    right, wrong = write_kept(PHOTO), write_kept(PHOTO)
    StoredFile.objects.filter(pk=right.pk).update(places="main,backup")
    StoredFile.objects.filter(pk=wrong.pk).update(places="main!,backup")
    with pytest.raises(CommandError, match="differ"):
        run()
    run(fix=True)
    said = capsys.readouterr().out
    assert f"File {wrong.pk}: its places" in said and f"File {right.pk}:" not in said
    run()


def test_a_file_that_is_being_deleted_does_not_count(write_kept, family):
    from django.db import transaction

    from storage.services import request_deletion

    file = write_kept(PHOTO)
    with transaction.atomic():
        request_deletion([file.pk])
    run()
    usage = Usage.objects.get(family=family)
    assert (usage.used_bytes, usage.photos) == (0, 0)
