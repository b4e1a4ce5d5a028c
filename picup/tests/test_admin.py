"""The admin as a whole. Each app's own pages are tested with the app."""

import pytest
from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.admin.models import LogEntry

from picup.admin import CalmModelAdmin
from tests.support.admins import admin_address, make_administrator, open_page

OURS = {"accounts", "albums", "storage", "outbox"}


@pytest.fixture
def boss(db):
    return make_administrator()


def registered() -> dict:
    return admin.site._registry


def test_it_works(boss, client):
    page = open_page(boss, "/admin/")
    for model in registered():
        assert admin_address(model, "changelist") in page
    assert client.get("/admin/login/").status_code == 200


def test_every_model_of_ours_is_there_and_calm():
    from django.apps import apps

    ours = {model for model in apps.get_models() if model._meta.app_label in OURS}
    assert ours <= set(registered())
    for model in ours:
        assert isinstance(registered()[model], CalmModelAdmin), model
        assert registered()[model].search_fields, model


def test_no_menu_of_a_million_rows():
    """A foreign key that can be edited is a number to type or a row that is searched, never a <select>."""
    for model, options in registered().items():
        for field in model._meta.fields:
            shown = options.raw_id_fields, options.readonly_fields, options.autocomplete_fields
            chosen = any(field.name in names for names in shown)
            editable = model._meta.app_label in OURS and options.has_change_permission(Everybody)
            if field.is_relation and editable:
                form = options.get_form(Everybody, model())
                assert chosen or field.name not in form.base_fields, f"{model._meta.label}.{field.name}"


class Everybody:
    """A request of somebody who may do everything."""

    class user:  # noqa: N801
        is_superuser = True

        @staticmethod
        def has_perm(*args):
            return True


def test_models_of_others_open(boss, client):
    for _ in range(2):
        client.post("/accounts/login/", {"username": "jieun@example.com", "password": "wrong"})
    assert AccessAttempt.objects.exists()
    for model in registered():
        if model._meta.app_label not in OURS:
            assert boss.get(admin_address(model, "changelist")).status_code == 200


def test_a_personal_link_never_opens_it(mother, mother_client):
    """Even with every box ticked by mistake."""
    type(mother).objects.update(is_staff=True, is_superuser=True)
    assert mother_client.get("/admin/").url.startswith("/admin/login/")


def test_its_log_never_says_what_a_row_is_called(boss, jieun, minsu):
    """Names are encrypted in their own columns."""
    boss.post(admin_address(type(jieun.family), "change", jieun.family_id), {"name": "Choi"})
    boss.post(admin_address(type(jieun.family), "add"), {"name": "Chang"})
    request = boss.get("/admin/").wsgi_request
    # None of the admins of rows with names deletes; one to come may.
    registered()[type(minsu)].log_deletions(request, type(minsu).objects.filter(pk=minsu.pk))
    changed, added, deleted = LogEntry.objects.order_by("id").values_list("object_repr", flat=True)
    assert (changed, deleted) == (f"family {jieun.family.public_id}", f"member {minsu.public_id}")
    assert added.startswith("family ") and "Chang" not in added
