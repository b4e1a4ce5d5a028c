"""People: families, their members, invitations, the personal links of parents, and leaving."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from picup.core.public_ids import new_public_id
from picup.encryption.fields import EncryptedCharField, EncryptedTextField, columns_for_raw
from picup.web.help_card import dial
from picup.web.theme import Theme

INVITATION_LIFETIME = timedelta(days=14)
NEW_DEVICE_FOR = timedelta(days=14)
# From a decision to leave until it is carried out. Until then it can be taken back.
TIME_TO_THINK = timedelta(days=30)
# From smaller to larger: 18, 22, 26, 30 and 36 px.
TEXT_STEPS = (1, 2, 3, 4, 5)
DEFAULT_TEXT_STEP = 2
# Each in its own language, so that everybody finds it. Blank means the browser's.
LANGUAGES = [("ko", "한국어"), ("en", "English")]


def new_token() -> str:
    """Return 256 random bits, base64url, for an address that signs a person in. Show it once, and store its hash."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return the SHA-256 in hex. A random token needs no slow hash: nobody can guess it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class Family(models.Model):
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    name = EncryptedCharField(_("family name"), max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("family")
        verbose_name_plural = _("families")

    def __str__(self):
        return self.name


class UserManager(BaseUserManager):
    def create_user(self, email=None, password=None, **fields):
        """Insert a person with an e-mail and a password, or with neither (a parent)."""
        user = self.model(email=normalize_email(email) if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=normalize_email(email))

    def find(self, pk):
        """Return the person with a primary key, or None.

        Every request asks for one. Raw, because the query needs no building: 0.14 ms of processor time, against
        0.36 of `get`, and 0.71 with the family and the helper joined.
        """
        table, columns = self.model._meta.db_table, columns_for_raw(self.model)
        return next(iter(self.raw(f"SELECT {columns} FROM {table} WHERE id = %s", [pk])), None)  # noqa: S608


def normalize_email(email: str) -> str:
    """Return an e-mail in lower case, without blanks: keyboards of telephones begin it with a capital."""
    return email.strip().lower()


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    CONTRIBUTOR = "contributor", _("Contributor")
    VIEWER = "viewer", _("Viewer")


CONTRIBUTORS = (Role.OWNER, Role.CONTRIBUTOR)


class User(AbstractBaseUser, PermissionsMixin):
    """A member of a family, or an administrator of the site. Viewers (parents) have no e-mail and no password."""

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    family = models.ForeignKey(Family, models.CASCADE, null=True, blank=True, related_name="members")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.VIEWER)
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)  # NULLs may repeat.
    # When a link in a letter to `email` was opened. None: nobody knows yet whose address it is.
    email_verified_at = models.DateTimeField(_("e-mail verified"), null=True, blank=True, editable=False)
    display_name = EncryptedCharField(_("name"), max_length=40)
    language = models.CharField(_("language"), max_length=5, blank=True, choices=LANGUAGES)
    text_step = models.PositiveSmallIntegerField(
        _("text size"),
        default=DEFAULT_TEXT_STEP,
        validators=[MinValueValidator(1), MaxValueValidator(len(TEXT_STEPS))],
    )
    theme = models.CharField(
        _("light or dark"), max_length=5, choices=Theme.choices, default=Theme.AUTO, db_default=Theme.AUTO
    )
    help_phone = EncryptedCharField(
        _("telephone number to call for help"),
        max_length=24,
        blank=True,
        validators=[
            RegexValidator(
                r"^\+?[0-9][0-9 ()-]{2,22}$", _("Write a telephone number, such as 010-1234-5678.")
            )
        ],
    )
    helper = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        indexes = [models.Index(fields=["family", "role"], name="members_of_family")]  # the family's page

    def __str__(self):
        return self.display_name

    def clean(self):
        super().clean()
        self.email = normalize_email(self.email) if self.email else None
        if self.pk and not User.objects.filter(pk=self.pk, email=self.email).exists():
            self.email_verified_at = None

    @property
    def family_name(self) -> str:
        """Return the name of the family, which a password must not be like. Blank without a family."""
        return self.family.name if self.family else ""

    @property
    def is_owner(self) -> bool:
        return self.role == Role.OWNER

    @property
    def may_contribute(self) -> bool:
        """Return True for those who may upload, caption, arrange, put into the trash and invite."""
        return self.role in CONTRIBUTORS

    def helper_name(self) -> str:
        """Return the name of the person to call for help. Blank if there is none."""
        if not self.helper_id:
            return ""
        # One column, for every page of a parent: 0.08 ms of processor time, against 0.36 for all of them by the ORM.
        columns = columns_for_raw(User, "id", "display_name")
        query = f"SELECT {columns} FROM {self._meta.db_table} WHERE id = %s"  # noqa: S608
        return next((helper.display_name for helper in User.objects.raw(query, [self.helper_id])), "")

    def dial(self) -> str:
        """Return the help number for a `tel:` link: digits and a plus sign only."""
        return dial(self.help_phone)


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Return those that somebody can accept now. Whoever invited must still be one who may invite."""
        return self.filter(
            *(Q(accepted_at=None), Q(revoked_at=None), Q(expires_at__gt=timezone.now())),
            invited_by__is_active=True,
            invited_by__role__in=CONTRIBUTORS,
            invited_by__family_id=F("family_id"),
        )


class Invitation(models.Model):
    """An address that makes one person a contributor of the family, once, until it expires.

    It dies with the right of who made it: see `InvitationQuerySet.open`.
    """

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    family = models.ForeignKey(Family, models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self):
        return self.public_id

    @property
    def is_open(self) -> bool:
        """Ask the database, so that there is one rule: `InvitationQuerySet.open`."""
        return Invitation.objects.open().filter(pk=self.pk).exists()

    @property
    def last_day(self) -> date:
        return last_day_before(self.expires_at)


def last_day_before(moment: datetime) -> date:
    """Return the last whole day before a moment at which something expires, which is midnight if a person chose it."""
    return timezone.localdate(moment - timedelta(seconds=1))


class PersonalLinkQuerySet(models.QuerySet):
    """Which links count. It is asked whenever a link is looked up, so that no change of a role can forget it."""

    def backed(self):
        """Return those whose maker is an owner of the family now, in which the link's person looks.

        Never those of staff: an owner's paper for an administrator whom somebody put into the family, where everybody
        begins as a viewer, would open the admin to the owner.
        A maker whose row is gone has no right either. Columns of people decide, not what was done to the link when
        they changed: so links of owners who were removed before there was this rule are dead too, and those of one who
        is removed by whatever way to come.
        """
        return self.filter(
            user__is_active=True,
            user__role=Role.VIEWER,
            user__is_staff=False,
            created_by__is_active=True,
            created_by__role=Role.OWNER,
            created_by__family_id=F("user__family_id"),
        )

    def open(self):
        """Return those that sign somebody in now."""
        unexpired = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        return self.backed().filter(unexpired, revoked_at=None)

    def void(self):
        """Return those that nobody revoked, though their maker or their person lost the right."""
        backed = PersonalLink.objects.filter(revoked_at=None).backed()
        # Not the negation of the conditions: for a maker who is gone, SQL's NOT of unknown is not true.
        return self.filter(revoked_at=None).exclude(pk__in=backed.values("pk"))


class PersonalLink(models.Model):
    """An address (and QR code) that signs one parent in for good, on any number of devices, until it is revoked.

    It dies with the right of who made it, and on its last day if it has one: see `PersonalLinkQuerySet`.
    """

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="personal_links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    # None means never.
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")

    def __str__(self):
        return self.public_id

    @property
    def last_day(self) -> date | None:
        return last_day_before(self.expires_at) if self.expires_at else None


class Device(models.Model):
    """A browser in which a personal link was opened: its session, and its last visit."""

    link = models.ForeignKey(PersonalLink, models.CASCADE, related_name="devices")
    # Revoking the link deletes this session. The hash of its key (picup/db/sessions.py:stored_key).
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    label = models.CharField(max_length=60, blank=True)
    first_seen_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")

    def __str__(self):
        return self.label or f"device {self.pk}"

    @property
    def name(self) -> str:
        return translate_label(self.label)

    @property
    def is_new(self) -> bool:
        """Return True for as long as the family's page says that it is new."""
        return self.first_seen_at > timezone.now() - NEW_DEVICE_FOR


def translate_label(label: str) -> str:
    """Return a device's label in the active language. The name of a messenger after it is not translated."""
    kind, dot, messenger = label.partition(" · ")
    return f"{gettext(kind)}{dot}{messenger}" if kind else ""


class SignedInSession(models.Model):
    """A browser in which a person signed in with a password. Whether it still is signed in, its session says."""

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="signed_in_sessions")
    # As of a device.
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    label = models.CharField(max_length=60, blank=True)
    # From where, roughly: the network of the address, such as 203.0.113.0/24. Blank if it is unknown.
    network = models.CharField(max_length=45, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("signed-in session")
        verbose_name_plural = _("signed-in sessions")

    def __str__(self):
        return self.public_id

    @property
    def name(self) -> str:
        return translate_label(self.label) or gettext("Another device")


class JournalEntry(models.Model):
    """What somebody did to the family's account, in words of that time. Owners read it.

    Written by `accounts/services/journal.py:note` only. It goes with the family and with the people whom it names.
    """

    # Names the row, which its details are bound to. NULL if a process of an earlier release noted it.
    public_id = models.CharField(
        max_length=20, unique=True, null=True, blank=True, default=new_public_id, editable=False
    )
    family = models.ForeignKey(Family, models.CASCADE, related_name="journal")
    at = models.DateTimeField(default=timezone.now)
    # A key of `accounts/journal_words.py`, which has the sentence.
    code = models.CharField(max_length=32)
    # Who did it, and whom it was about. NULL if nobody of the family was.
    by = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    about = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    # JSON of what the sentence names, as it was called then.
    details = EncryptedTextField(blank=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        indexes = [
            models.Index(fields=["family", "at", "id"], name="journal_of_family"),  # the journal's page
            models.Index(fields=["at"], name="journal_by_age"),  # pruning
        ]

    def __str__(self):
        return f"{self.code} {self.pk}"


class SecondFactor(models.Model):
    """A person's authenticator app. It counts from `confirmed_at` on, when its first code was typed."""

    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor")
    # Bound to whose it is: with another person's secret nobody signs in.
    secret = EncryptedCharField(max_length=64, bound_to="user")
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # The last step of 30 seconds (RFC 6238) whose code was used: no code is used twice.
    last_step = models.BigIntegerField(default=0)
    # Wrong codes one after the other, and the time of the last one.
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("second step")
        verbose_name_plural = _("second steps")

    def __str__(self):
        return f"second step {self.pk}"


class RecoveryCode(models.Model):
    """A code on paper that replaces the app once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64, editable=False)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [
            models.UniqueConstraint(fields=["user", "code_hash"], name="one_of_each_recovery_code")
        ]

    def __str__(self):
        return f"recovery code {self.pk}"


class Tally(models.Model):
    """How often somebody did one thing within a time: a sign-in that failed, a letter, a new family.

    `key` is a keyed hash of the thing and of who did it (accounts/throttling.py), so that no row tells a name or an
    address that was typed.
    """

    key = models.CharField(max_length=64, unique=True, editable=False)
    number = models.PositiveIntegerField(default=0)
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        indexes = [models.Index(fields=["until"], name="tallies_by_end")]  # deleting those whose time is over

    def __str__(self):
        return f"{self.number} until {self.until:%Y-%m-%d %H:%M}"


class Leaving(models.Model):
    """Somebody leaves, or a family closes: from the decision until everything is erased.

    Waiting (`begun_at` is None; can be taken back by deleting the row), begun (nobody gets in any more, and workers
    erase), finished. A finished row keeps dates and counts only: it is the report.
    """

    class Kind(models.TextChoices):
        MEMBER = "member", _("a member leaves")
        FAMILY = "family", _("a family closes")
        REMOVED = "removed", _("a parent was removed")

    # In the address of the last page, whose reader has no account any more.
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    family = models.ForeignKey(Family, models.SET_NULL, null=True, blank=True, related_name="+")
    # Who leaves; of a family, the owner who closes it.
    member = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    takes_photos = models.BooleanField(default=False)
    # Where the report is sent, kept until then only.
    email = EncryptedCharField(max_length=254, blank=True)
    language = models.CharField(max_length=5, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # What was erased: a number by kind.
    report = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("leaving")
        verbose_name_plural = _("leavings")
        # The tick: what is not finished, by its date.
        indexes = [models.Index(fields=["finished_at", "due_at"], name="leavings_by_date")]

    def __str__(self):
        return self.public_id

    @property
    def closes_family(self) -> bool:
        return self.kind == self.Kind.FAMILY
