"""The forms by which somebody leaves or closes a family, each with the person's own password."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.forms import WRONG_PASSWORD
from accounts.models import TIME_TO_THINK
from accounts.services import password_again

STAY, GO = "stay", "go"
LATER, NOW = "later", "now"


class PasswordMixin(forms.Form):
    """Ask for the password of who is signed in: an open browser must not be enough. Needs the `request`.

    Wrong ones are counted as failed sign-ins are, so nobody can guess here.
    """

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("So that nobody else does this at your telephone or computer."),
    )

    def __init__(self, *args, request, **options):
        super().__init__(*args, **options)
        self.request = request
        self.label_suffix = ""

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not password_again.is_right(self.request, password):
            raise ValidationError(WRONG_PASSWORD, code="wrong")
        return password


class WhenMixin(forms.Form):
    """Ask when: in TIME_TO_THINK, or at once."""

    when = forms.ChoiceField(label=_("When?"), initial=LATER, widget=forms.RadioSelect)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        day = date_format(timezone.localdate() + timedelta(days=TIME_TO_THINK.days))
        self.fields["when"].choices = [
            (LATER, _("On %(date)s. Until then everything stays, and can be kept.") % {"date": day}),
            (NOW, _("At once. Then nobody can bring anything back.")),
        ]

    @property
    def at_once(self) -> bool:
        return self.cleaned_data["when"] == NOW


class LeaveForm(WhenMixin, PasswordMixin):
    photos = forms.ChoiceField(
        label=_("What happens to your photos?"),
        choices=[
            (STAY, _("They stay in the family album, without my name.")),
            (GO, _("They go with me: they are deleted for good.")),
        ],
        initial=STAY,
        widget=forms.RadioSelect,
    )
    field_order = ("photos", "when", "password")

    @property
    def takes_photos(self) -> bool:
        return self.cleaned_data["photos"] == GO


class CloseForm(WhenMixin, PasswordMixin):
    field_order = ("when", "password")
