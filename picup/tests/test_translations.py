"""Korean is complete, agrees with English, and says to a parent only words that she uses herself."""

import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pyotp
import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core import mail, signing
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from accounts.models import Device, Leaving, SignedInSession, User
from accounts.services.device_letters import send_letter
from accounts.services.letters import EMAIL_SALT, SIGN_UP_SALT, send_email_letter, send_sign_up_letter
from accounts.services.links import add_parent, issue_link, revoke_link
from accounts.services.passwords import send_reset
from accounts.services.registration import invite
from accounts.services.second_factor import MOST_FAILURES, turn_off
from albums import fragments
from albums.leaving.report import KINDS, send_report
from albums.models import Double, Motion
from albums.services.albums import create_album
from albums.services.looks import add_looks
from albums.services.trash import trash_album, trash_pictures
from albums.spreads import just_before
from albums.tests.helpers import NOON, make_pictures
from albums.views import pages
from conftest import PASSWORD, make_member, sign_in
from outbox.consuming import Delivery
from picup.db.sessions import stored_key
from picup.encryption.tests.helpers import rewrite

CATALOGUE = Path("locale/ko/LC_MESSAGES/django.po")
SOURCES = ["accounts", "albums", "outbox", "picup", "storage", "templates", "locale", "manage.py"]

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
# "민수은", "엄마을": they depend on the last sound of the word before them, which nobody knows here.
PARTICLES = "은|는|이|가|을|를|과|와|로|으로|이나|나"
CHANGING_PARTICLE = re.compile(rf"(?:%\(\w+\)[sd]|\{{\w+\}})[”’)]?(?:{PARTICLES})\b")
# What a person of eighty has no use for. A parent's page has a plain word, or does without.
NOT_FOR_PARENTS = re.compile(
    "업로드|다운로드|썸네일|클릭|터치|스크롤|로딩|링크|URL|로그인|로그아웃|계정|패스워드|비밀번호|이메일|메일|"
    "페이지|버튼|메뉴|아이콘|디바이스|브라우저|서버|데이터|파일|에러|오류|관리자"
)
NO_WORDS = re.compile(
    r"(?:[A-Z2-7]{4}[ -]){7}[A-Z2-7]{4}|(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}|\S+@\S+|https?://\S+|photo-\d+\.jpg|\{\w+\}"
)
# Names of people and things, and each language's name in its own words.
LATIN_NAMES = {"Pic", "up", "Kim", "Park", "Jieun", "Minsu", "Summer", "Old", "English", "QR"}
LATIN_NAMES |= {"kB", "MB", "GB", "TB", "JPEG", "HEIC", "PNG", "WebP", "AVIF", "GIF"}
KOREAN_NAMES = {"엄마", "한국어"}


# --- The catalogue -----------------------------------------------------------------------------------


def entries(path: Path) -> dict:
    """{English: entry}; of a plural, its plural form."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale="ko")
    return {one.id[1] if one.pluralizable else one.id: one for one in catalogue if one.id}


def korean(entry) -> str:
    return entry.string[0] if entry.pluralizable else entry.string


def incomplete(found: dict) -> list[str]:
    return [english for english, entry in found.items() if entry.fuzzy or not korean(entry)]


def test_it_works():
    assert incomplete(entries(settings.BASE_DIR / CATALOGUE)) == []


def test_korean_has_one_form_for_every_number():
    with (settings.BASE_DIR / CATALOGUE).open("rb") as file:
        assert read_po(file).num_plurals == 1


def test_every_sentence_of_the_code_is_in_the_catalogue(tmp_path):
    if not shutil.which("xgettext"):
        if os.environ.get("CI") == "true":
            pytest.fail("CI=true, and there is no gettext: see .ci/packages")
        pytest.skip("gettext is not installed: see .ci/packages")
    for name in SOURCES:
        source = settings.BASE_DIR / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    command = [sys.executable, "manage.py", "makemessages", "--locale", "ko", "--no-obsolete"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    fresh = entries(tmp_path / CATALOGUE)
    assert incomplete(fresh) == [], "run `make messages`, then translate"
    assert entries(settings.BASE_DIR / CATALOGUE).keys() == fresh.keys(), "run `make messages`"


def test_both_languages_have_the_same_placeholders():
    for english, entry in entries(settings.BASE_DIR / CATALOGUE).items():
        assert set(PLACEHOLDER.findall(korean(entry))) == set(PLACEHOLDER.findall(english)), english


def test_no_particle_depends_on_a_variable():
    translated = [korean(entry) for entry in entries(settings.BASE_DIR / CATALOGUE).values()]
    assert [sentence for sentence in translated if CHANGING_PARTICLE.search(sentence)] == []


def test_a_letter_is_a_dead_one():
    """What is sent is an e-mail, what is read has a size: a letter is only the outbox's dead one, in both languages."""
    for english, entry in entries(settings.BASE_DIR / CATALOGUE).items():
        said = f"{english} {entry.context or ''}".lower().replace("dead letter", "")
        assert "letter" not in said and "편지" not in korean(entry), english


def test_no_translation_can_end_an_attribute_or_open_a_tag():
    """Templates write translations into attributes as they are."""
    for english, entry in entries(settings.BASE_DIR / CATALOGUE).items():
        added = set("\"'<>&") & set(korean(entry)) - set(english)
        assert not added, f"{english}: {added}. Quotation marks are “ and ”."


# --- The pages ---------------------------------------------------------------------------------------


class Words(HTMLParser):
    """Collects what a person reads or hears: text, and the attributes that become either."""

    SPOKEN = {"alt", "aria-label", "title", "placeholder"}
    # A word for scripts: an address, an id.
    TECHNICAL = re.compile(r"[/?]\S*|[a-z0-9_-]*")

    def __init__(self, html: str):
        super().__init__()
        self.found: list[str] = []
        self.silent = False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.silent = tag in ("script", "style")
        for name, value in attributes:
            if name in self.SPOKEN or (
                name.startswith("data-")
                and name not in ("data-sizes", "data-token")
                and not self.TECHNICAL.fullmatch(value or "")
            ):
                self.found.append(value)

    def handle_endtag(self, tag):
        self.silent = False

    def handle_data(self, data):
        if not self.silent and data.strip():
            self.found.append(" ".join(data.split()))


def words_of(response) -> list[str]:
    return Words(response.content.decode()).found


def in_english(sentences: list[str]) -> list[str]:
    cleaned = [(sentence, NO_WORDS.sub("", sentence)) for sentence in sentences]
    return [sentence for sentence, text in cleaned if set(re.findall(r"[A-Za-z]{2,}", text)) - LATIN_NAMES]


def in_korean(sentences: list[str]) -> list[str]:
    return [sentence for sentence in sentences if set(re.findall(r"[가-힣]+", sentence)) - KOREAN_NAMES]


class House:
    """The family Kim with something on every page, everybody reading `language`."""

    def __init__(self, language, jieun, minsu, mother_link, monkeypatch):
        for person in (jieun, minsu, mother_link.link.user):
            person.language = language
            person.save()
        self.language, self.jieun, self.minsu, self.link = language, jieun, minsu, mother_link
        self.monkeypatch = monkeypatch
        self.guest = Client(headers={"accept-language": language})
        self.mother = Client()
        self.mother.post(reverse("open_link", args=[mother_link.token]))

    def mothers_pages(self):
        """Every page that a parent can reach, as responses."""
        mother = self.mother
        yield mother.get("/")  # An empty shelf.
        self.album = create_album(person=self.jieun, title="Summer", description="")
        yield mother.get(self.album.get_absolute_url())
        self.pictures = make_pictures(self.album, 6, minutes=60 * 24 * 40)
        make_pictures(self.album, 1, state="waiting")
        make_pictures(self.album, 1, state="damaged", taken_at=NOON)
        for playing, duration in (("ready", 80_000), ("waiting", 9000), ("failed", 0)):
            make_pictures(self.album, 1, kind="film", playing=playing, duration=duration)
        [self.moving, spare] = make_pictures(self.album, 2, playing="ready", duration=1500)
        Motion.objects.create(picture=self.moving, file=spare.file, name="a.mov", width=1, height=1)
        rewrite(self.pictures[0], caption="Summer")
        for _ in range(fragments.ALBUMS_ON_SHELF):
            create_album(person=self.jieun, title="Old", description="")
        yield from (mother.get("/"), mother.get("/", {"after": "junk"}))
        yield mother.get(self.album.get_absolute_url())
        yield mother.get(reverse("album_overview", args=[self.album.public_id]))
        rewrite(self.album, description="Summer")
        yield mother.get(self.album.get_absolute_url())
        for picture in self.album.pictures.all():
            yield mother.get(f"{self.album.get_absolute_url()}?after={just_before(picture, 0)}")
            yield mother.get(picture.get_absolute_url())
        yield mother.get(f"{self.moving.get_absolute_url()}?film")
        yield from (mother.get(reverse("text_size")), mother.get(reverse("help_page")))
        yield from self.what_is_hers()
        yield self.guest.get(reverse("open_link", args=[self.link.token]))
        yield sign_in(self.minsu).get(reverse("open_link", args=[self.link.token]))
        revoked = add_parent(by=self.jieun, name="엄마", language=self.language, help_phone="")
        yield self.guest.get(reverse("open_link", args=[revoked.token]))
        revoke_link(link=revoked.link)
        yield self.guest.get(reverse("open_link", args=[revoked.token]))
        yield from self.closed_in_her_browser()
        yield from self.mistakes()

    def what_is_hers(self):
        """Home with what is new, and then without; new photos to their end; years; hearts."""
        mother = self.mother
        yield mother.get(reverse("new"))
        shown = self.pictures[:2]
        type(shown[0]).objects.filter(pk=shown[0].pk).update(uploaded_by=self.jieun)
        for picture in shown:
            add_looks(picture)
        yield mother.get("/")
        page = mother.get(reverse("new"))
        while "turn" in page.context:
            yield page
            page = mother.get(reverse("new") + page.context["next_url"])
        yield page
        for picture in shown:
            yield mother.post(reverse("picture_heart", args=[picture.public_id]), follow=True)
            mother.post(reverse("seen"), {"pictures": picture.public_id})
        yield from (
            mother.get("/"),
            mother.get(reverse("years")),
            mother.get(reverse("year", args=[NOON.year])),
        )
        yield mother.get(reverse("year", args=[1805]))
        ids = [self.album.public_id, self.pictures[0].public_id]
        yield from (
            mother.get(reverse("picture_big", args=ids)),
            mother.get(reverse("picture_print", args=ids)),
        )
        yield mother.get(reverse("album_print", args=ids[:1]))

    def closed_in_her_browser(self):
        """What she reads whose paper was closed, with the number to call."""
        other, browser = issue_link(by=self.jieun, parent=self.link.link.user), Client()
        browser.post(reverse("open_link", args=[other.token]))
        revoke_link(link=other.link)
        yield browser.get(reverse("open_link", args=[other.token]))

    def mistakes(self):
        """What she gets when something went wrong: 404, 403, 400, 403 (an old form), 500."""
        yield self.mother.get("/nowhere/")
        yield self.mother.get(reverse("album_new"))
        yield self.mother.post(reverse("text_size"), {"step": "9"})
        strict = Client(enforce_csrf_checks=True, headers={"accept-language": self.language})
        strict.cookies = self.mother.cookies
        yield strict.post(reverse("text_size"), {"step": "1"})
        broken = Client(raise_request_exception=False, headers={"accept-language": self.language})
        with self.monkeypatch.context() as patched:
            patched.setattr(pages, "render", lambda *args: 1 / 0)
            yield broken.get("/")

    def childrens_pages(self):
        """The rest: signing in, adding, arranging, people. After `mothers_pages`."""
        yield from self.signed_out()
        for address in (
            reverse("album_overview", args=[self.album.public_id]),
            self.album.get_absolute_url(),
        ):
            yield sign_in(self.jieun).get(address)
        yield from self.albums()
        yield from self.family()

    def signed_out(self):
        yield self.guest.get("/")
        for name in ("signup", "login", "password_reset", "password_reset_done", "password_reset_complete"):
            yield self.guest.get(reverse(name))
        person = {"family_name": "Kim", "display_name": "Jieun", "email": "jieun@example.com"}
        for bad in ("", "1", "jieun@example", "password"):
            yield self.guest.post(reverse("signup"), {**person, "password1": bad, "password2": bad[:-1]})
            yield self.guest.post(reverse("signup"), {**person, "password1": bad, "password2": bad})
        yield self.guest.post(reverse("signup"), {"email": "nobody", "family_name": "x" * 99})
        yield from self.letters()
        yield self.guest.get(reverse("password_reset_confirm", args=[self.jieun.public_id, "unknown"]))
        invitation = invite(by=self.jieun)
        yield self.guest.get(reverse("join", args=[invitation.token]))
        yield sign_in(self.minsu).get(reverse("join", args=[invitation.token]))
        yield self.guest.get(reverse("join", args=["unknown"]))
        for _ in range(settings.AXES_FAILURE_LIMIT + 1):
            yield self.guest.post(reverse("login"), {"username": "minsu@example.com", "password": "wrong"})

    def letters(self):
        """Signing up where the e-mail comes first, and where the site is closed."""
        tokens = [["new@example.com", ""], ["new@example.com", invite(by=self.jieun).invitation.public_id]]
        with override_settings(LETTERS_ARE_SENT=True):
            for address in (reverse("signup"), reverse("join", args=[invite(by=self.jieun).token])):
                yield self.guest.get(address)
            for token in [*(signing.dumps(each, salt=SIGN_UP_SALT) for each in tokens), "unknown"]:
                yield self.guest.get(reverse("signup_finish", args=[token]))
            yield self.guest.get(reverse("signup_sent"))
            yield sign_in(self.jieun).get(reverse("settings"))
            yield sign_in(self.jieun).post(reverse("email_letter"), follow=True)
            token = signing.dumps([self.jieun.public_id, self.jieun.email], salt=EMAIL_SALT)
            for address in (token, "unknown"):
                yield self.guest.get(reverse("email_verify", args=[address]))
        with override_settings(SIGN_UP="invite"):
            for name in ("signup", "login"):
                yield self.guest.get(reverse(name))
        with override_settings(SIGN_UPS_PER_HOUR=1):
            rest = {
                "password1": PASSWORD,
                "password2": PASSWORD,
                "display_name": "Jieun",
                "family_name": "Kim",
            }
            for number in range(2):
                guest = Client(headers={"accept-language": self.language})
                yield guest.post(reverse("signup"), {**rest, "email": f"{number}@example.com"}, follow=True)

    def albums(self):
        owner, album, picture = sign_in(self.jieun), [self.album.public_id], self.pictures[0]
        both = [self.album.public_id, picture.public_id]
        yield from (owner.get("/"), owner.get(self.album.get_absolute_url()))
        yield from (owner.get(picture.get_absolute_url()), owner.get(self.moving.get_absolute_url()))
        yield owner.get(reverse("album_overview", args=album))
        for name in ("album_edit", "album_delete", "album_select", "album_add"):
            yield owner.get(reverse(name, args=album))
        yield owner.get(reverse("album_new"))
        yield owner.post(reverse("album_new"))
        yield owner.post(reverse("album_add", args=album), {"files": []})
        yield owner.get(reverse("picture_edit", args=both))
        yield owner.post(reverse("picture_cover", args=both), follow=True)
        yield owner.post(reverse("picture_trash", args=both), follow=True)
        trash_pictures(self.pictures[1:3])
        trash_album(create_album(person=self.jieun, title="Old", description=""))
        yield owner.get(reverse("trash"))
        yield owner.post(reverse("picture_restore", args=[picture.public_id]), follow=True)
        yield owner.post(reverse("trash_empty"), follow=True)
        yield from self.doubles(owner)
        yield owner.get(reverse("password_again"), {"pressed": "1"})
        yield owner.post(reverse("password_again"), {"password": "wrong", "pressed": "1"})
        trash = {"password": PASSWORD, "next": reverse("trash"), "pressed": "1"}
        yield owner.post(reverse("password_again"), trash, follow=True)

    def doubles(self, owner):
        """The same picture in two files: beside each other, in the family's page, decided."""
        yield owner.get(reverse("doubles"))
        dated, moving = self.pictures[5], self.moving
        double = Double.objects.create(family=self.jieun.family, first=dated.file, second=moving.file)
        rewrite(dated, taken_at=NOON, taken_precision="month", width=4000)
        yield from (owner.get(reverse("doubles")), owner.get(reverse("family")))
        for keep in ("both", "both", "first"):
            yield owner.post(reverse("double_keep", args=[double.public_id]), {"keep": keep}, follow=True)

    def second_factor(self, owner):
        yield owner.get(reverse("second_factor"))
        yield owner.post(reverse("second_factor_new"), {"password": "wrong"})
        yield owner.post(reverse("second_factor_new"), {"password": PASSWORD})
        yield owner.post(reverse("second_factor_confirm"), {"code": "000000"})
        secret = self.jieun.second_factor.secret
        yield owner.post(reverse("second_factor_confirm"), {"code": pyotp.TOTP(secret).now()})
        yield owner.get(reverse("second_factor"))
        guest = Client(headers={"Accept-Language": self.language})
        guest.post(reverse("login"), {"username": self.jieun.email, "password": PASSWORD})
        yield guest.get(reverse("login_code"))
        for _ in range(MOST_FAILURES + 1):
            yield guest.post(reverse("login_code"), {"code": "000000"})
        yield owner.post(reverse("second_factor_off"), {"off-code": "000000"})
        turn_off(self.jieun)
        yield owner.get(reverse("second_factor"))

    def family(self):
        owner = sign_in(self.jieun)
        people = [self.minsu.public_id, self.link.link.user.public_id]
        yield from self.second_factor(owner)
        for name in ("family", "family_rename", "link_new", "settings", "password_change"):
            yield owner.get(reverse(name))
        for name in ("member_edit", "member_remove"):
            for person in people:
                yield owner.get(reverse(name, args=[person]))
        yield owner.get(reverse("member_remove", args=[self.jieun.public_id]))
        parent = {"name": "엄마", "language": self.language, "help_phone": "010-1234-5678", "text_step": "2"}
        yield owner.post(reverse("link_new"), {**parent, "help_phone": "call me", "text_step": "7"})
        yield owner.post(reverse("link_new"), parent)
        yield owner.post(reverse("member_link_new", args=[people[1]]))
        yield owner.post(reverse("member_link_new", args=[people[1]]), {"until": "soon"})
        yield owner.post(reverse("member_link_new", args=[people[1]]), {"until": "2001-01-01"})
        yield owner.post(reverse("invitation_new"))
        yield owner.post(reverse("invitation_new"), {"until": "soon"})
        yield from self.papers(owner)
        yield owner.post(reverse("family_limit"), {"limit": "-1"}, follow=True)
        passwords = {"old_password": "wrong", "new_password1": PASSWORD, "new_password2": "other"}
        yield owner.post(reverse("password_change"), passwords)
        yield owner.post(reverse("link_revoke", args=[self.link.link.public_id]), follow=True)
        yield from self.leaving()
        yield owner.post(reverse("member_remove", args=[people[0]]), follow=True)
        yield owner.get(reverse("sessions"))
        yield owner.post(reverse("sessions_end_others"), follow=True)
        there = sign_in(self.jieun)
        listed = SignedInSession.objects.get(session_key=stored_key(there.session.session_key))
        yield owner.post(reverse("session_end", args=[listed.public_id]), follow=True)
        yield owner.get(reverse("journal"))

    def papers(self, owner):
        """Two owners leave or are demoted, who had made papers: once with new ones, once without."""
        mother = self.link.link.user
        for anew in ([mother.public_id], []):
            second = make_member(self.jieun.family, "Minsu", f"second{len(anew)}@example.com")
            User.objects.filter(pk=second.pk).update(language=self.language)
            User.objects.filter(pk=mother.pk).update(helper=second)
            issue_link(by=second, parent=mother)
            yield owner.get(reverse("member_edit", args=[second.public_id]))
            yield owner.get(reverse("member_remove", args=[second.public_id]))
            yield sign_in(User.objects.get(pk=second.pk)).get(
                reverse("member_remove", args=[second.public_id])
            )
            yield owner.post(reverse("member_remove", args=[second.public_id]), {"anew": anew})

    def leaving(self):
        """Leaving and closing, before and while they wait, and the last page."""
        owner, minsu = sign_in(self.jieun), sign_in(self.minsu)
        make_pictures(self.album, 2, uploaded_by=self.minsu)
        User.objects.filter(pk=self.link.link.user_id).update(helper=self.minsu)
        yield from (owner.get(reverse("leave")), owner.get(reverse("close")), minsu.get(reverse("leave")))
        yield minsu.post(reverse("leave"), {"password": "wrong"})
        choice = {"photos": "go", "when": "later", "password": PASSWORD}
        yield minsu.post(reverse("leave"), choice, follow=True)
        yield from (minsu.get("/"), minsu.get(reverse("family")), minsu.get(reverse("settings")))
        yield minsu.post(reverse("leave_take_back"), follow=True)
        yield minsu.post(reverse("leave_take_back"), follow=True)
        yield owner.post(reverse("close"), choice, follow=True)
        yield from (owner.get("/"), minsu.get("/"), minsu.get(reverse("leave")), owner.get(reverse("leave")))
        yield minsu.post(reverse("leave_take_back"), follow=True)
        yield owner.post(reverse("leave_take_back"), follow=True)
        User.objects.filter(pk=self.minsu.pk).update(role="owner")
        yield owner.get(reverse("close"))
        User.objects.filter(pk=self.minsu.pk).update(role="contributor")
        report = {kind: number for number, kind in enumerate(KINDS, 1)}
        left = Leaving.objects.create(due_at=NOON, begun_at=NOON, report=report)
        yield self.guest.get(reverse("left", args=[left.public_id]))
        Leaving.objects.update(finished_at=NOON)
        yield self.guest.get(reverse("left", args=[left.public_id]))


@pytest.fixture
def house(jieun, minsu, mother_link, monkeypatch):
    return lambda language: House(language, jieun, minsu, mother_link, monkeypatch)


@pytest.mark.parametrize(("language", "foreign"), [("ko", in_english), ("en", in_korean)])
def test_every_page_is_in_one_language(house, language, foreign):
    house = house(language)
    rendered = set()
    for response in [*house.mothers_pages(), *house.childrens_pages()]:
        address = response.request["PATH_INFO"]
        assert response["Content-Type"].startswith("text/html"), f"{address}: {response.status_code}"
        assert f'<html lang="{language}"' in response.content.decode(), address
        assert foreign(words_of(response)) == [], address
        rendered |= {template.name for template in response.templates}
    templates = {path.name for path in (settings.BASE_DIR / "templates").glob("*.html")}
    # In both languages at once: whose it is would have to be asked of a database.
    rendered |= {"read_only.html", "_read_only.html", "upload_busy.html"}
    assert templates - rendered == set(), "a page that this test never opened"


def test_a_parent_reads_plain_words(house):
    for response in house("ko").mothers_pages():
        assert NOT_FOR_PARENTS.findall(" ".join(words_of(response))) == [], response.request["PATH_INFO"]


def test_the_paper_for_a_parent_has_plain_words(jieun_client):
    parent = {"name": "엄마", "language": "ko", "help_phone": "010-1234-5678"}
    page = jieun_client.post(reverse("link_new"), parent, headers={"accept-language": "en"}).content.decode()
    paper = Words(page.rpartition('lang="ko">')[2].partition("</section>")[0]).found
    assert "엄마께" in paper
    assert in_english(paper) == []
    assert NOT_FOR_PARENTS.findall(" ".join(paper)) == []


@pytest.mark.parametrize(("language", "foreign"), [("ko", in_english), ("en", in_korean)])
def test_the_letter_about_a_device_is_in_one_language(jieun, mother_client, language, foreign):
    User.objects.filter(pk=jieun.pk).update(language=language)
    send_letter(device_id=Device.objects.get().pk, owner_id=jieun.pk, origin="http://testserver")
    [letter] = mail.outbox
    assert foreign([letter.subject, *letter.body.splitlines()]) == []


@pytest.mark.parametrize(("language", "foreign"), [("ko", in_english), ("en", in_korean)])
def test_the_letter_is_in_one_language(jieun, language, foreign):
    site = {"origin": "http://testserver", "language": language}
    send_reset(email=jieun.email, **site)
    for email in (jieun.email, "new@example.com"):
        send_sign_up_letter(email=email, invitation="", **site)
    send_email_letter(user_id=jieun.public_id, **site)
    assert len(mail.outbox) == 4
    for letter in mail.outbox:
        assert foreign([letter.subject, *letter.body.splitlines()]) == []


@pytest.mark.parametrize(("language", "foreign"), [("ko", in_english), ("en", in_korean)])
@pytest.mark.parametrize("kind", ["member", "family"])
def test_the_last_letter_is_in_one_language(db, language, foreign, kind):
    leaving = Leaving.objects.create(
        kind=kind,
        email="minsu@example.com",
        language=language,
        due_at=NOON,
        finished_at=NOON,
        report=dict.fromkeys(KINDS, 1),
    )
    send_report(Delivery("00000000-0000-0000-0000-000000000000"), leaving.pk)
    [letter] = mail.outbox
    assert foreign([letter.subject, *letter.body.splitlines()]) == []


def test_the_hour_comes_after_its_half_of_the_day():
    evening = datetime(2025, 6, 1, 18, 8, tzinfo=UTC)
    with translation.override("ko"):
        assert date_format(evening, "DATETIME_FORMAT") == "2025년 6월 1일 오후 6:08"
