"""What a password must not be, beside Django's own rules: what a family knows, and guessers try first."""

import re

from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# 1961-3-5, 05.03.1961, 19610305, 1961년 3월 5일.
BETWEEN = r"[\s./\-_년월일]*"
YEAR, PART = r"(?:19|20)\d\d", r"\d{1,2}"
DATE = re.compile(rf"{YEAR}{BETWEEN}{PART}{BETWEEN}{PART}|{PART}{BETWEEN}{PART}{BETWEEN}{YEAR}")
NOT_A_WORD = re.compile(r"[\d\s\W_년월일]")
# Letters that must be left when dates, or the person's names, are taken away.
LEAST_BESIDE = 4


def letters_in(password: str) -> str:
    return NOT_A_WORD.sub("", password)


class UnlikeThePerson(UserAttributeSimilarityValidator):
    """Refuse a password that is like the person's name, e-mail or family name, or little more than those."""

    def __init__(self, **options):
        super().__init__(**{"user_attributes": ("display_name", "email", "family_name"), **options})

    def validate(self, password, user=None):
        super().validate(password, user)
        names = " ".join(getattr(user, name, None) or "" for name in self.user_attributes).lower()
        rest = password.lower()
        for part in sorted(re.split(r"\W+", names), key=len, reverse=True):
            rest = rest.replace(part, "") if len(part) > 1 else rest
        if rest != password.lower() and len(letters_in(rest)) < LEAST_BESIDE:
            raise ValidationError(self.get_error_message(), code="password_too_similar")

    def get_error_message(self):
        # Without Django's variable: `family_name` is no column that would have a name in Korean.
        return _("This password is too much like your name, your e-mail or your family's name.")


class NoDate:
    """Refuse a password that is a birthday or a telephone number, or little more."""

    def validate(self, password, user=None):
        if not letters_in(password):
            message = _("A date or a number is quickly guessed. Use words too, such as a short sentence.")
            raise ValidationError(message, code="password_only_numbers")
        rest, dates = DATE.subn("", password)
        if dates and len(letters_in(rest)) < LEAST_BESIDE:
            message = _("This password is little more than a date. Use more words, such as a short sentence.")
            raise ValidationError(message, code="password_date")

    def get_help_text(self):
        return _("Your password can’t be a date or a number.")
