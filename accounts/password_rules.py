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
# Characters that must be left when the dates are taken away.
LEAST_BESIDE_A_DATE = 4


class UnlikeThePerson(UserAttributeSimilarityValidator):
    """Refuse a password that is like the person's name, e-mail or family name."""

    def __init__(self, **options):
        super().__init__(**{"user_attributes": ("display_name", "email", "family_name"), **options})

    def get_error_message(self):
        # Without Django's variable: `family_name` is no column that would have a name in Korean.
        return _("This password is too much like your name, your e-mail or your family's name.")


class NoDate:
    """Refuse a password that is a birthday or a telephone number, or little more."""

    def validate(self, password, user=None):
        if not NOT_A_WORD.sub("", password):
            message = _("A date or a number is quickly guessed. Use words too, such as a short sentence.")
            raise ValidationError(message, code="password_only_numbers")
        rest, dates = DATE.subn("", password)
        if dates and len(NOT_A_WORD.sub("", rest)) < LEAST_BESIDE_A_DATE:
            message = _("This password is little more than a date. Use more words, such as a short sentence.")
            raise ValidationError(message, code="password_date")

    def get_help_text(self):
        return _("Your password can’t be a date or a number.")
