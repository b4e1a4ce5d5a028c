from django.db import transaction

from storage.models import FileCopy
from storage.safety import family_safety
from storage.services import keep


def test_it_works(write, family):
    for content in (b"one", b"two"):
        file = write(content)
        with transaction.atomic():
            keep(file)
    safety = family_safety(family.pk)
    assert (safety.photos, safety.safe, safety.unsafe, safety.usage.used_bytes) == (2, 2, 0, 6)
    FileCopy.objects.filter(file=file, storage="backup").delete()
    safety = family_safety(family.pk)
    assert (safety.photos, safety.safe, safety.unsafe) == (2, 1, 1)
