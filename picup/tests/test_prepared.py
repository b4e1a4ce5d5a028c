"""Queries that are compiled once."""

from datetime import UTC, datetime

import pytest

from accounts.models import Family
from picup.prepared import Prepared

MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


def make() -> Prepared:
    return Prepared(
        lambda public_id, before: Family.objects.filter(
            created_at__lt=before, public_id=public_id
        ).values_list("id", "public_id"),
        public_id="an id",
        before=MOMENT,
    )


@pytest.fixture
def family(db):
    return Family.objects.create(name="Kim")


def test_it_works(family, django_assert_num_queries):
    """Again and again, with other arguments, in whatever order the SQL wants them."""
    find = make()
    for _ in range(2):
        with django_assert_num_queries(1):
            assert find(public_id=family.public_id, before=datetime.now(UTC)) == (family.pk, family.public_id)
    assert find(public_id="another", before=datetime.now(UTC)) is None
    assert find(public_id=family.public_id, before=MOMENT) is None


@pytest.mark.parametrize("value", ["' OR 1=1 --", "%s", "%", "가", "a\0b"])
def test_values_are_only_values(family, value):
    assert make()(public_id=value, before=datetime.now(UTC)) is None


def test_a_forgotten_argument(family):
    with pytest.raises(KeyError, match="before"):
        make()(public_id=family.public_id)
