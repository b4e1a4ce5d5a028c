"""The addresses of the admin's lists ask for nothing but what their filters name.

Staff who may only look read a parent's session key, letter by letter, by `?session_key__startswith=`.
"""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission

from accounts.models import Device, Family, PersonalLink, User
from albums.models import Picture
from conftest import make_member, sign_in
from outbox.models import Message
from picup.admin import NamedLookups
from storage.models import FileCopy, StoredFile
from tests.support.admins import admin_address

REGISTRY = dict(admin.site._registry)
MODELS = sorted(REGISTRY, key=lambda model: model._meta.label)
ASKED = ("", "__exact", "__startswith", "__istartswith", "__contains", "__regex", "__gt", "__in", "__isnull")
SECRETS = (
    "session_key",
    "session_hash",
    "token_hash",
    "password",
    "sha256",
    "email",
    "display_name",
    "arguments",
)


@pytest.fixture
def looker(db):
    person = make_member(None, "Looker", "looker@example.com")
    User.objects.filter(pk=person.pk).update(is_staff=True)
    person.user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))
    return sign_in(person)


def test_it_works(looker, mother_client):
    """What is true and what is not get the same answer."""
    key = Device.objects.get().session_key
    for start in (key[0], "-"):
        for model, name in (
            (Device, "session_key"),
            (PersonalLink, "devices__session_key"),
            (User, "personal_links__devices__session_key"),
            (Family, "members__personal_links__devices__session_key"),
        ):
            answer = looker.get(admin_address(model, "changelist"), {f"{name}__startswith": start})
            assert answer.status_code == 400, (model, name)


def test_a_password_and_a_token(looker, mother_link):
    for model, query in (
        (User, "password__startswith"),
        (User, "personal_links__token_hash__startswith"),
        (PersonalLink, "token_hash__startswith"),
        (PersonalLink, "user__password__startswith"),
        (PersonalLink, "created_by__password__startswith"),
        (Device, "link__token_hash__startswith"),
        (Device, "link__created_by__password__startswith"),
        (Picture, "sha256__startswith"),
        (StoredFile, "sha256__startswith"),
        (StoredFile, "copies__sha256__startswith"),
        (FileCopy, "file__sha256__startswith"),
        (Message, "arguments__contains"),
    ):
        assert looker.get(admin_address(model, "changelist"), {query: "a"}).status_code == 400, (model, query)


def reached(model, depth: int = 2, path: str = "") -> list[str]:
    """Every column with a secret that relations lead to from `model`."""
    found = []
    for field in model._meta.get_fields():
        name = f"{path}{field.name}"
        if not field.is_relation and field.name in SECRETS:
            found.append(name)
        if field.is_relation and field.related_model and depth:
            found += reached(field.related_model, depth - 1, f"{name}__")
    return found


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_secret_can_be_asked_for(model, rf):
    request = rf.get("/")
    options = REGISTRY[model]
    paths = {*reached(model), *SECRETS}
    paths |= {f"{field.name}__{secret}" for field in model._meta.fields for secret in SECRETS}
    for path in paths:
        for ending in ASKED:
            assert not options.lookup_allowed(path + ending, "a", request), path + ending


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_admin_has_the_rule(model):
    assert isinstance(REGISTRY[model], NamedLookups), "picup.admin.NamedLookups is missing"
    assert REGISTRY[model].lookup_allowed.__func__ is NamedLookups.lookup_allowed


def test_they_are_found():
    """The walk walks over something."""
    assert "members__personal_links__token_hash" in reached(Family)
    assert "link__user__password" in reached(Device) and len(MODELS) > 15


def test_filters_and_links_between_lists_still_work(looker, mother_client, jieun):
    link = PersonalLink.objects.get()
    for model, query in (
        (Device, {"link__id__exact": link.pk}),
        (PersonalLink, {"user__id__exact": link.user_id}),
        (User, {"family__id__exact": jieun.family_id, "role__exact": "viewer", "is_active__exact": "1"}),
        (Picture, {"album__id__exact": "1", "trashed_at__isempty": "0"}),
        (StoredFile, {"state__exact": "stored", "key_id": "plain"}),
        (FileCopy, {"damage__exact": "missing"}),
    ):
        assert looker.get(admin_address(model, "changelist"), query).status_code == 200, (model, query)
    page = looker.get(admin_address(User, "changelist"), {"family__id__exact": jieun.family_id + 1})
    assert "field-" not in page.content.decode()


def test_a_popup_does_not_name_a_secret(looker, mother_link):
    address = admin_address(PersonalLink, "changelist")
    for field in ("token_hash", "session_key", "password"):
        assert looker.get(address, {"_popup": "1", "_to_field": field}).status_code == 400
