"""Staff do in the admin what they were given, and nothing else: every action, button and view of every model."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import escape

from accounts.models import Device, Invitation, PersonalLink, User
from albums.models import Derivative, Picture, TrashPurge
from albums.services.albums import create_album
from albums.tests.helpers import make_pictures
from conftest import make_member, sign_in
from outbox.models import DeadLetter, Message
from picup.alerts.models import Alert, Outlet
from storage.history.models import FileEvent
from storage.models import FileCopy, Restoration, Usage
from tests.support.admins import admin_address

REGISTRY = dict(admin.site._registry)
MODELS = sorted(REGISTRY, key=lambda model: model._meta.label)
ACTIONS = [(model, name) for model in MODELS for _, name, _ in REGISTRY[model]._get_base_actions()]
BUTTONS = [(model, name) for model in MODELS for name in getattr(REGISTRY[model], "buttons", ())]
DJANGOS_OWN = {"changelist", "add", "history", "delete", "change"}


def name_of(model, name: str) -> str:
    return f"{model._meta.label}-{name}"


@pytest.fixture
def rows(mother_client, jieun):
    """One row of every model of ours, in a state in which every action has something to do."""
    now = timezone.now()
    album = create_album(person=jieun, title="Jeju", description="")
    [picture, thumb] = make_pictures(album, 2)
    thumb_file = thumb.file
    Picture.objects.filter(pk=thumb.pk).delete()
    Derivative.objects.create(picture=picture, variant="thumb", file=thumb_file, width=1, height=1)
    FileCopy.objects.create(file=picture.file, storage="main", size=1, sha256="0")
    TrashPurge.objects.create(family=jieun.family, until=now)
    Invitation.objects.create(family=jieun.family, invited_by=jieun, token_hash="0", expires_at=now)
    message = Message.objects.create(task="albums.make_derivatives", queue="pictures", state="failed")
    DeadLetter.objects.create(fingerprint="0", message=message, task=message.task, arguments={})
    Restoration.objects.create(made_at=now)
    FileEvent.objects.create(id="0", at=now, file_key="k", file_id=1, step="stored")
    alert = Alert.objects.create(kind="test", summary="test")
    Outlet.objects.create(kind=alert.kind, channel="mail", due_at=now)
    AccessAttempt.objects.create(username="x", ip_address="127.0.0.1", failures_since_start=9)
    assert PersonalLink.objects.exists() and Device.objects.exists() and Usage.objects.exists()


@pytest.fixture
def staff(db):
    """`staff("view", "change")` signs somebody in who may do that, with every model."""

    def staff(*verbs: str):
        person = make_member(None, "Staff", f"{'-'.join(verbs)}@example.com")
        User.objects.filter(pk=person.pk).update(is_staff=True)
        for verb in verbs:
            person.user_permissions.add(*Permission.objects.filter(codename__startswith=f"{verb}_"))
        client = sign_in(person)
        # Expired, so that there is something to clean up; signing in would have done it.
        AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(days=9))
        return client

    return staff


def everything() -> str:
    """All rows of all models, but for what looking itself writes."""
    lookers = {"sessions", "contenttypes", "auth"}
    models = [model for model in apps.get_models() if model._meta.app_label not in lookers]
    return "\n".join(serializers.serialize("json", model._base_manager.order_by("pk")) for model in models)


def first(model):
    """A row that an action may be tried on."""
    return model._default_manager.exclude(**({"is_staff": True} if model is User else {})).first()


def offered(page: str) -> set[str]:
    """The actions in a list's menu."""
    menu = re.search(r'<select name="action".*?</select>', page, re.DOTALL)
    return set(re.findall(r'value="(\w+)"', menu[0])) if menu else set()


@pytest.mark.parametrize(("model", "name"), [pytest.param(*each, id=name_of(*each)) for each in ACTIONS])
def test_every_action_names_its_permissions(model, name):
    [action] = [each for each, each_name, _ in REGISTRY[model]._get_base_actions() if each_name == name]
    assert set(getattr(action, "allowed_permissions", ())) - {"view"}, "permissions=[…] is missing"


def test_they_are_found():
    """The walks below walk over something."""
    assert len(ACTIONS) > 15 and len(BUTTONS) == 4
    ours = {"accounts", "albums", "storage", "outbox", "alerts"}
    assert {model._meta.app_label for model in MODELS} >= ours


def test_who_may_only_look_is_offered_no_action_and_can_do_none(staff, rows):
    """Nothing changes, so that one set of rows does for all of them."""
    looker = staff("view")
    for model in MODELS:
        page = looker.get(admin_address(model, "changelist")).content.decode()
        assert not offered(page), model
    before = everything()
    for model, name in ACTIONS:
        if row := first(model):
            try_action(looker, row, name)
            assert everything() == before, (model, name)


def try_action(client, row, name: str) -> None:
    """Post an action, with the answer to its question, under every spelling of its name."""
    for action in (name, f" {name}", name.upper()):
        values = {"action": action, ACTION_CHECKBOX_NAME: [row.pk], "post": "yes", "reason": "x", "index": 0}
        answer = client.post(admin_address(type(row), "changelist"), values)
        assert answer.status_code in (200, 302, 403), (row, action)


def test_who_may_only_look_has_no_buttons_and_can_press_none(staff, rows):
    looker = staff("view")
    before = everything()
    for model, name in BUTTONS:
        address = admin_address(model, "change", first(model).pk)
        assert f'name="{escape(name)}"' not in looker.get(address).content.decode(), (address, name)
        assert looker.post(address, {name: "x", "reason": "x"}).status_code == 403, (address, name)
        assert everything() == before, (address, name)


@pytest.mark.parametrize(("model", "name"), [pytest.param(*each, id=name_of(*each)) for each in BUTTONS])
def test_who_may_change_has_the_buttons(staff, rows, model, name):
    """Else the test before this one would pass with a misspelt name."""
    changer, row = staff("view", "change"), first(model)
    address = admin_address(model, "change", row.pk)
    assert f'name="{escape(name)}"' in changer.get(address).content.decode()
    before = everything()
    assert changer.post(address, {name: "x", "reason": "x"}).status_code == 302
    assert everything() != before


def test_who_may_change_is_offered_what_asks_for_it(staff, rows):
    changer = staff("view", "change")
    for model in MODELS:
        names = {
            name
            for action, name, _ in REGISTRY[model]._get_base_actions()
            if {"change", "act"} & set(action.allowed_permissions)
        }
        if names:
            page = changer.get(admin_address(model, "changelist")).content.decode()
            assert offered(page) >= names, model


def test_who_may_only_look_changes_nothing_at_any_address(staff, rows):
    """Django's own views and those that a ModelAdmin adds, each with GET and POST."""
    looker = staff("view")
    before = everything()
    for model in MODELS:
        look_at_every_address(looker, model)
        assert everything() == before, model


def look_at_every_address(looker, model) -> None:
    row = first(model)
    for pattern in REGISTRY[model].get_urls():
        if not isinstance(pattern, URLPattern) or not pattern.name:
            continue
        arguments = (
            [row.pk if row else 1] if pattern.pattern.converters or "(" in str(pattern.pattern) else []
        )
        address = reverse(f"admin:{pattern.name}", args=arguments)
        verb = pattern.name.rpartition("_")[2]
        page = looker.get(address)
        values = {"post": "yes", "_save": "x", "password1": "a-new-password", "password2": "a-new-password"}
        answer = looker.post(address, values)
        if verb not in DJANGOS_OWN:
            assert (page.status_code, answer.status_code) == (403, 403), address
        assert verb in ("changelist", "history") or answer.status_code in (302, 403), address
        if page.status_code == 200:
            content = page.content.decode()
            assert 'name="_save"' not in content and "deletelink" not in content, address
            assert "/password/" not in content, address


def test_without_any_permission_nothing_is_seen(staff, rows):
    nobody = staff()
    for model in MODELS:
        assert nobody.get(admin_address(model, "changelist")).status_code == 403


def test_every_model_can_be_given(rows):
    """A permission that no row stands for could be given to nobody."""
    for model in MODELS:
        content_type = ContentType.objects.get_for_model(model)
        assert Permission.objects.filter(content_type=content_type, codename__startswith="change_").exists()


def test_who_may_see_no_photo_is_led_to_none(rows, db):
    """Django's way from the admin to a row's page on the site asks for no permission."""
    clerk = make_member(None, "Clerk", "clerk@example.com")
    User.objects.filter(pk=clerk.pk).update(is_staff=True)
    kind, picture = ContentType.objects.get_for_model(Picture), Picture.objects.get()
    answer = sign_in(clerk).get(f"/admin/r/{kind.pk}/{picture.pk}/")
    assert answer.status_code == 404 and picture.public_id not in answer.content.decode()
