"""The second step at sign-in: a code of an authenticator app (TOTP, RFC 6238), or one of the recovery codes on paper.

The first step is the password. A session that has passed only that one is nobody's (accounts/middleware.py) until
`pass_on`.
"""

import logging
import secrets
import time
from datetime import timedelta

import pyotp
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models import F, Q
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import RecoveryCode, SecondFactor, User, hash_token
from accounts.services import journal
from accounts.services.devices import SESSION_FLAG as OF_A_DEVICE

logger = logging.getLogger(__name__)
# A key of sessions that have passed the first step only.
SESSION_FLAG = "waits_for_code"
ISSUER = "Pic-up"
STEP_SECONDS = 30
# Clocks of telephones go wrong: the code before and the one after are taken too (RFC 6238, 5.2).
STEPS = (0, -1, 1)
CODES = 10
# Of base 32: 80 bits, which nobody guesses from a copied hash.
CODE_LENGTH = 16
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
# After so many wrong codes none is looked at for a while: a code has six digits, and three of them are right.
MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)


class Locked(Exception):
    """Too many wrong codes. LOCKED_FOR after the last one it ends."""


def is_on(user: User) -> bool:
    """Tell whether a person must type a code."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


def is_demanded(user: User) -> bool:
    """Tell whether the site wants a second step of a person (SECOND_FACTOR). Never of a parent, who has no password."""
    wanted = user.is_staff if settings.SECOND_FACTOR == "staff" else user.is_staff or user.is_owner
    return settings.SECOND_FACTOR != "offered" and wanted and user.has_usable_password()


def is_missing(user: User) -> bool:
    """Tell whether a person must turn the second step on before anything else."""
    return user.is_authenticated and is_demanded(user) and not is_on(user)


def begin(user: User) -> SecondFactor:
    """Make a new secret for a person whose second step is not on yet, and return it, not confirmed."""
    factor, _ = SecondFactor.objects.update_or_create(
        user=user, confirmed_at=None, defaults={"secret": pyotp.random_base32(), "created_at": timezone.now()}
    )
    return factor


def find_begun(user: User) -> SecondFactor | None:
    """Return a person's secret that waits for its first code."""
    return SecondFactor.objects.filter(user=user, confirmed_at=None).first()


def address_of(factor: SecondFactor) -> str:
    """Return the `otpauth:` address that an app reads from a QR code."""
    return pyotp.TOTP(factor.secret).provisioning_uri(name=factor.user.email, issuer_name=ISSUER)


def confirm(factor: SecondFactor, code: str) -> list[str]:
    """Turn the second step on if the code is right, and return the recovery codes. Empty if it is wrong.

    Raise Locked.
    """
    if not is_code_of_app(factor, code):
        return []
    with transaction.atomic():
        SecondFactor.objects.filter(pk=factor.pk).update(confirmed_at=timezone.now())
        codes = make_codes(factor.user)
        journal.note("second_step_on", by=factor.user, about=factor.user)
    logger.info("The second step of member %s is on", factor.user.public_id)
    return codes


def make_codes(user: User) -> list[str]:
    """Return new recovery codes, such as ABCD-EFGH-JKLM-NPQR. The ones before are void. Store their hashes alone."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    with transaction.atomic():
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(user=user, code_hash=hash_token(code)) for code in codes
        )
    return ["-".join(code[at : at + 4] for at in range(0, CODE_LENGTH, 4)) for code in codes]


def is_right(user: User, code: str) -> bool:
    """Tell whether a code is one of the person's app, or an unused recovery code. Each is right once. Raise Locked."""
    factor = SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).first()
    if factor is None:
        return False
    return is_code_of_app(factor, code) if code.strip().isdecimal() else is_recovery_code(factor, code)


def is_code_of_app(factor: SecondFactor, code: str) -> bool:
    """Tell whether it is the app's code of now, and was not used before. Raise Locked."""
    refuse_if_locked(factor)
    # Of another row, or of a key that is missing: it reads as blank, whose codes everybody can compute.
    if not factor.secret:
        return count_failure(factor)
    totp, now = pyotp.TOTP(factor.secret), int(time.time()) // STEP_SECONDS
    typed = "".join(code.split())
    for step in (now + away for away in STEPS):
        if secrets.compare_digest(totp.at(step * STEP_SECONDS).encode(), typed.encode()):
            fresh = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step)
            return bool(fresh.update(last_step=step, failures=0)) or count_failure(factor)
    return count_failure(factor)


def is_recovery_code(factor: SecondFactor, code: str) -> bool:
    """Use up a recovery code. Return False if there is no such one. Raise Locked."""
    refuse_if_locked(factor)
    typed = "".join(character for character in code.upper() if character in ALPHABET)
    unused = RecoveryCode.objects.filter(user=factor.user_id, code_hash=hash_token(typed), used_at=None)
    if not unused.update(used_at=timezone.now()):
        return count_failure(factor)
    SecondFactor.objects.filter(pk=factor.pk).update(failures=0)
    logger.warning("A recovery code of member %s was used", factor.user.public_id)
    return True


def refuse_if_locked(factor: SecondFactor) -> None:
    since = timezone.now() - LOCKED_FOR
    if SecondFactor.objects.filter(pk=factor.pk, failures__gte=MOST_FAILURES, failed_at__gt=since).exists():
        raise Locked


def count_failure(factor: SecondFactor) -> bool:
    """Count a wrong code, from one again if the last one is long ago. Return False."""
    now = timezone.now()
    rows = SecondFactor.objects.filter(pk=factor.pk)
    if not rows.filter(Q(failed_at=None) | Q(failed_at__lte=now - LOCKED_FOR)).update(
        failures=1, failed_at=now
    ):
        rows.update(failures=F("failures") + 1, failed_at=now)
    logger.warning("A wrong code for the second step of member %s", factor.user.public_id)
    return False


def turn_off(user: User) -> bool:
    """Forget a person's app and recovery codes. Return whether there were any."""
    with transaction.atomic():
        if is_on(user):
            journal.note("second_step_off", about=user)
        RecoveryCode.objects.filter(user=user).delete()
        was_on = SecondFactor.objects.filter(user=user).delete()[0] > 0
    if was_on:
        logger.warning("The second step of member %s is off", user.public_id)
    return was_on


# --- Sessions between the two steps -------------------------------------------------------------------


@receiver(user_logged_in)
def wait_for_code(request, user, **kwargs) -> None:
    """Mark a session that has just passed the first step, whichever page it was. A parent's link is no password."""
    if request is not None and not request.session.get(OF_A_DEVICE) and is_on(user):
        request.session[SESSION_FLAG] = True


def find_waiting(request) -> User | None:
    """Return the person who has passed the first step in this browser and not the second."""
    if not request.session.get(SESSION_FLAG):
        return None
    user = get_user(request)
    return user if user.is_authenticated else None


def pass_on(request) -> None:
    """Make the session one that has passed both steps, under a new key."""
    request.session.pop(SESSION_FLAG, None)
    request.session.cycle_key()
