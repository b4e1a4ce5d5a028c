"""A code at sign-in, from turning it on to a lost telephone."""

import re
import threading
import time

import pyotp
import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry, RecoveryCode, SecondFactor
from accounts.services import second_factor
from accounts.services.second_factor import LOCKED_FOR, MOST_FAILURES
from accounts.views.tests.test_password_reset import NEW as NEW_PASSWORD
from accounts.views.tests.test_password_reset import letter_to, link_in
from conftest import PASSWORD, sign_in
from picup.encryption.tests.helpers import raw, set_raw

PAGE = reverse("second_factor")
NEW, CONFIRM, OFF = (reverse(f"second_factor_{name}") for name in ("new", "confirm", "off"))
CODES, LOGIN, CODE = reverse("recovery_codes"), reverse("login"), reverse("login_code")


@pytest.fixture
def clock(monkeypatch):
    """clock(steps): the time of all codes, in steps of half a minute from now."""
    now = time.time()

    def clock(steps: int) -> float:
        moment = now + steps * second_factor.STEP_SECONDS
        monkeypatch.setattr(second_factor.time, "time", lambda: moment)
        return moment

    clock(0)
    return clock


def code_at(user, moment: float) -> str:
    return pyotp.TOTP(SecondFactor.objects.get(user=user).secret).at(int(moment))


@pytest.fixture
def codes(jieun, clock) -> list[str]:
    """Jieun's recovery codes: her second step is on, since a while ago."""
    factor = second_factor.begin(jieun)
    return second_factor.confirm(factor, code_at(jieun, clock(-10)))


@pytest.fixture
def waiting(codes, jieun, clock):
    """A browser in which her password was typed."""
    clock(0)
    client = Client()
    response = client.post(LOGIN, {"username": jieun.email, "password": PASSWORD, "next": "/family/"})
    assert response.url == f"{CODE}?next=%2Ffamily%2F"
    return client


def test_it_works(jieun, jieun_client, clock):
    """On the page of the settings, with the telephone in her hand."""
    assert "Turn it on" in jieun_client.get(PAGE).content.decode()
    page = jieun_client.post(NEW, {"password": PASSWORD}).content.decode()
    secret = re.search(r'translate="no">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    assert "data:image/svg" in page and secret == SecondFactor.objects.get(user=jieun).secret
    assert not second_factor.is_on(jieun), "not before the app has shown that it knows the secret"
    page = jieun_client.post(CONFIRM, {"code": code_at(jieun, clock(0))})
    shown = re.findall(r"<li>([A-Z2-9]{4}(?:-[A-Z2-9]{4}){3})</li>", page.content.decode())
    assert len(shown) == 10 and "no-store" in page["Cache-Control"]
    assert second_factor.is_on(jieun)
    assert "10 recovery codes are left" in jieun_client.get(PAGE).content.decode()


def test_signing_in(waiting, jieun, clock):
    """The password alone opens nothing; the code does, and leads on."""
    for address in ("/", "/family/", PAGE):
        answer = waiting.get(address)
        assert answer.status_code == 302 or not answer.context["user"].is_authenticated
    assert waiting.get("/family/").url.startswith(LOGIN)
    assert waiting.get(LOGIN + "?next=/family/").url == f"{CODE}?next=%2Ffamily%2F"
    before = waiting.session.session_key
    assert waiting.post(CODE, {"code": code_at(jieun, clock(0)), "next": "/family/"}).url == "/family/"
    assert waiting.get("/family/").status_code == 200
    assert waiting.session.session_key != before


@pytest.mark.parametrize("away", [-1, 0, 1])
def test_a_clock_that_goes_wrong(waiting, jieun, clock, away):
    moment = clock(0) + away * second_factor.STEP_SECONDS
    assert waiting.post(CODE, {"code": code_at(jieun, moment)}).status_code == 302


@pytest.mark.parametrize(
    "code", ["", "123", "000000", "abc", "\0", "x" * 40, "١٢٣٤٥٦", "-1", "1e5", "ABCD-EFGH-JKLM-NPQR"]
)
def test_a_wrong_code(waiting, code):
    answer = waiting.post(CODE, {"code": code})
    assert answer.status_code == 422
    assert waiting.get("/family/").status_code == 302


def test_a_code_of_long_ago(waiting, jieun, clock):
    assert waiting.post(CODE, {"code": code_at(jieun, clock(0) - 300)}).status_code == 422


def test_no_code_is_used_twice(waiting, jieun, clock, codes):
    """Somebody may look over her shoulder."""
    code = code_at(jieun, clock(0))
    assert waiting.post(CODE, {"code": code}).status_code == 302
    other = Client()
    other.post(LOGIN, {"username": jieun.email, "password": PASSWORD})
    assert other.post(CODE, {"code": code}).status_code == 422
    assert other.post(CODE, {"code": codes[0]}).status_code == 302
    third = Client()
    third.post(LOGIN, {"username": jieun.email, "password": PASSWORD})
    assert third.post(CODE, {"code": codes[0].lower().replace("-", " ")}).status_code == 422
    assert third.post(CODE, {"code": codes[1].lower().replace("-", " ")}).status_code == 302


def test_guessing_ends_soon(waiting, jieun, clock, codes):
    for _ in range(MOST_FAILURES):
        assert waiting.post(CODE, {"code": "000000"}).status_code == 422
    answer = waiting.post(CODE, {"code": code_at(jieun, clock(0))})
    assert "quarter of an hour" in answer.content.decode(), "not even the right one"
    # Neither another browser nor the password typed again begins a new count.
    other = Client()
    other.post(LOGIN, {"username": jieun.email, "password": PASSWORD})
    assert other.post(CODE, {"code": codes[0]}).status_code == 422
    SecondFactor.objects.update(failed_at=timezone.now() - LOCKED_FOR)
    assert other.post(CODE, {"code": codes[0]}).status_code == 302


def test_beginning_again(waiting):
    assert waiting.post(reverse("login_code_cancel")).url == LOGIN
    assert waiting.get(CODE).url == LOGIN and waiting.get(LOGIN).status_code == 200


def test_the_admins_own_page_asks_too(codes, jieun, clock):
    type(jieun).objects.filter(pk=jieun.pk).update(is_staff=True, is_superuser=True)
    client = Client()
    client.post("/admin/login/?next=/admin/", {"username": jieun.email, "password": PASSWORD})
    assert client.get("/admin/").url.startswith("/admin/login/")
    assert client.get("/admin/login/?next=/admin/", follow=True).redirect_chain[-1][0].startswith(CODE)
    assert client.post(CODE, {"code": code_at(jieun, clock(0)), "next": "/admin/"}).url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_new_password_by_letter_does_not_go_around_it(codes, jieun, client):
    letter_to(client, jieun.email)
    page = client.get(link_in(mail.outbox[0]), follow=True)
    client.post(page.request["PATH_INFO"], {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})
    assert client.get("/family/").status_code == 302 and second_factor.is_on(jieun)
    assert client.post(LOGIN, {"username": jieun.email, "password": NEW_PASSWORD}).url.startswith(CODE)
    assert client.get("/family/").status_code == 302
    assert client.post(CODE, {"code": codes[0]}).status_code == 302
    assert client.get("/family/").status_code == 200


def test_a_parents_link_needs_none(mother, mother_client):
    assert mother_client.get(PAGE).status_code == 403
    assert mother_client.get("/").context["user"] == mother


def test_nobody_turns_it_on_or_off_in_a_browser_that_she_left(jieun_client, codes, jieun, clock):
    assert jieun_client.post(OFF, {"off-code": "000000"}).status_code == 422
    assert second_factor.is_on(jieun)
    assert jieun_client.post(OFF, {"off-code": code_at(jieun, clock(1))}).url == PAGE
    assert not second_factor.is_on(jieun) and not RecoveryCode.objects.exists()
    assert jieun_client.post(NEW, {"password": "wrong"}).status_code == 422
    assert not SecondFactor.objects.exists()


def test_a_second_secret_does_not_replace_the_first(jieun_client, codes):
    secret = SecondFactor.objects.get().secret
    assert jieun_client.post(NEW, {"password": PASSWORD}).url == PAGE
    assert jieun_client.post(CONFIRM, {"code": "000000"}).url == PAGE
    assert SecondFactor.objects.get().secret == secret


def test_new_recovery_codes_make_the_old_ones_void(jieun_client, jieun, codes):
    assert jieun_client.post(CODES, {"codes-code": codes[0]}).status_code == 200
    assert not second_factor.is_right(jieun, codes[1])
    assert RecoveryCode.objects.filter(used_at=None).count() == 10


def test_the_journal_tells_when_it_is_on_and_off(jieun, codes, admin_client):
    data = {"action": "turn_off_second_factor", "_selected_action": [jieun.pk]}
    admin_client.post(reverse("admin:accounts_user_changelist"), data)
    entries = JournalEntry.objects.filter(family=jieun.family).order_by("pk")
    told = [one.code for one in entries if one.code.startswith("second")]
    assert told == ["second_step_on", "second_step_off"]


def test_an_administrator_helps_who_lost_the_telephone(waiting, jieun, admin_client):
    """The password still stands between a stranger and the album; the waiting browser is let in."""
    data = {"action": "turn_off_second_factor", "_selected_action": [jieun.pk]}
    admin_client.post(reverse("admin:accounts_user_changelist"), data)
    assert not second_factor.is_on(jieun)
    assert waiting.get(CODE).status_code == 302 and waiting.get("/family/").status_code == 200


def test_the_only_administrator_lost_the_telephone(jieun, codes):
    call_command("turn_off_second_factor", jieun.email.upper())
    assert not second_factor.is_on(jieun) and not RecoveryCode.objects.exists()
    for email in (jieun.email, "nobody@example.com"):
        with pytest.raises(CommandError):
            call_command("turn_off_second_factor", email)


@pytest.mark.parametrize(
    ("demanded_of", "is_staff", "is_asked"),
    [
        ("offered", True, False),
        ("staff", False, False),
        ("staff", True, True),
        ("owners", False, True),
        ("owners", True, True),
    ],
)
def test_a_site_that_demands_it(settings, jieun, demanded_of, is_staff, is_asked):
    """Whose session is older than the demand is asked, too."""
    settings.SECOND_FACTOR = demanded_of
    type(jieun).objects.filter(pk=jieun.pk).update(is_staff=is_staff, is_superuser=is_staff)
    jieun.refresh_from_db()
    client = sign_in(jieun)
    for address in ("/family/", *(["/admin/"] if is_staff else [])):
        answer = client.get(address)
        assert (answer.status_code == 302 and answer.url == PAGE) == is_asked


def test_what_is_demanded_comes_first(settings, jieun, clock):
    """Nothing opens by address, form or script before; afterwards everything does."""
    settings.SECOND_FACTOR = "owners"
    client = Client()
    client.post(LOGIN, {"username": jieun.email, "password": PASSWORD})
    for address in ("/", reverse("album_new"), reverse("settings"), reverse("sessions")):
        assert client.get(address).url == client.post(address).url == PAGE
    answer = client.post(reverse("album_new"), headers={"accept": "application/json"})
    assert answer.status_code == 403 and "second step" in answer.json()["reason"]
    assert "wants it of you" in client.get(PAGE).content.decode()
    assert client.post(NEW, {"password": PASSWORD}).status_code == 200
    assert client.get("/").url == PAGE, "a secret that no app has shown is none"
    assert client.post(CONFIRM, {"code": code_at(jieun, clock(0))}).status_code == 200
    assert client.get("/").status_code == client.get(reverse("album_new")).status_code == 200
    # Another telephone: off, and at once led to the new one.
    assert client.post(OFF, {"off-code": code_at(jieun, clock(1))}).url == PAGE
    assert client.get("/").url == PAGE and client.post(reverse("logout")).url == "/"


def test_it_is_demanded_of_no_other(settings, minsu_client, mother_client):
    settings.SECOND_FACTOR = "owners"
    assert minsu_client.get("/").status_code == mother_client.get("/").status_code == 200


def test_signed_out_and_wrong_methods(client, jieun_client):
    for address in (PAGE, NEW, CONFIRM, OFF, CODES):
        assert client.post(address).status_code in (302, 405)
    assert client.get(CODE).url == LOGIN and client.post(CODE, {"code": "000000"}).url == LOGIN
    for address in (NEW, CONFIRM, OFF, CODES):
        assert jieun_client.get(address).status_code == 405


def test_what_is_stored_opens_nothing(codes, jieun, django_db_blocker):
    """A copy of the database has the secret sealed, and of the codes their hashes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_secondfactor")
        [(stored,)] = cursor.fetchall()
        cursor.execute("SELECT code_hash FROM accounts_recoverycode")
        hashes = {row[0] for row in cursor.fetchall()}
    assert stored.startswith("e2:") and SecondFactor.objects.get().secret not in stored
    assert not hashes & {code.replace("-", "") for code in codes}


@pytest.mark.django_db(transaction=True)
def test_two_browsers_and_one_code(jieun, clock):
    factor = second_factor.begin(jieun)
    codes = second_factor.confirm(factor, code_at(jieun, clock(-10)))
    clock(0)
    found = []

    def use() -> None:
        from django.db import connection

        found.append(second_factor.is_right(jieun, codes[0]))
        connection.close()

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [False, False, False, True]


def test_a_secret_that_cannot_be_read_has_no_code(waiting, jieun, minsu, codes, clock):
    """Such as that of another person, put into her row. It reads as blank, whose codes everybody can compute."""
    own, other = SecondFactor.objects.get(), second_factor.begin(minsu)
    set_raw(own, "secret", raw(other, "secret"))
    for code in (pyotp.TOTP(other.secret).at(int(clock(0))), "000000"):
        assert waiting.post(CODE, {"code": code}).status_code == 422
    assert waiting.post(CODE, {"code": codes[0]}).status_code == 302, "a code on paper still signs her in"
