"""The form of the family's limit."""

from decimal import Decimal

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from picup.core.sizes import size_in_words
from storage.models import Usage

GIGABYTE = 1_000_000_000


class LimitForm(forms.Form):
    """The family's limit in gigabytes. It is at least what the family uses, and at most what the site allows.

    `gigabytes` is cleaned to bytes.
    """

    gigabytes = forms.DecimalField(
        label=gettext_lazy("Limit in gigabytes"), min_value=0, max_digits=12, decimal_places=3
    )

    def __init__(self, *args, usage: Usage, **kwargs):
        self.usage = usage
        kwargs.setdefault("initial", {"gigabytes": (Decimal(usage.limit_bytes) / GIGABYTE).normalize()})
        super().__init__(*args, **kwargs)

    @property
    def most(self) -> int:
        """The largest limit in bytes. An administrator may have given this family more than the site's default."""
        return max(settings.FAMILY_LIMIT_BYTES, self.usage.limit_bytes)

    def clean_gigabytes(self) -> int:
        """Return the limit in bytes."""
        limit = int(self.cleaned_data["gigabytes"] * GIGABYTE)
        if not self.usage.used_bytes <= limit <= self.most:
            raise forms.ValidationError(
                _("Choose a limit between %(least)s and %(most)s.")
                % {"least": size_in_words(self.usage.used_bytes), "most": size_in_words(self.most)}
            )
        return limit
