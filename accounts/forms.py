"""Forms of people: joining, signing in, parents, settings."""

from datetime import datetime, time, timedelta

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordMixin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import (
    DEFAULT_TEXT_STEP,
    LANGUAGES,
    TEXT_STEPS,
    Family,
    Role,
    SecondFactor,
    User,
    normalize_email,
)
from accounts.services import password_again, second_factor
from picup.web.theme import Theme

EMAIL_TAKEN = _("There is an account with this e-mail already. Sign in with it, or ask for a new password.")
NOT_TOGETHER = _("This e-mail and password do not fit together. Please look at both and try again.")
WRONG_PASSWORD = _("This is not your password. Please look at it and try again.")
# Days. An invitation opens the family to somebody who does more than look. A link may stay for good anyway: its bound
# only keeps away from the end of the calendar, where dates cannot be counted.
INVITED_WITHIN = 90
LINKED_WITHIN = 20 * 365
STEP_NAMES = {1: _("Small"), 2: _("Normal"), 3: _("Large"), 4: _("Larger"), 5: _("Largest")}


class NameField(forms.CharField):
    """A name without the blanks that a telephone's keyboard adds around it, or twice inside."""

    def __init__(self, **options):
        super().__init__(**{"max_length": 40, **options})

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class SignInForm(AuthenticationForm):
    # One sentence for every failure, so that nobody learns who has an account.
    error_messages = {"invalid_login": NOT_TOGETHER, "inactive": NOT_TOGETHER}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-mail")
        self.fields["username"].widget.input_type = "email"
        self.label_suffix = ""

    def clean_username(self):
        return normalize_email(self.cleaned_data["username"])


class PasswordAgainForm(forms.Form):
    """The person's own password, checked by `password_again.is_right`."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class NewPasswordForm(PasswordChangeForm):
    """Django's form to change one's password. Wrong old ones count as failed sign-ins: nobody guesses here either."""

    def __init__(self, *args, request, **options):
        super().__init__(request.user, *args, **options)
        self.request = request

    def clean_old_password(self) -> str:
        password = self.cleaned_data["old_password"]
        if not password_again.is_right(self.request, password):
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return password


class CodeForm(forms.Form):
    """Ask for a code of the second step: one that signs `user` in, or the first one, which `confirms` a new secret."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )

    def __init__(self, *args, user: User | None = None, confirms: SecondFactor | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.confirms = user, confirms
        self.recovery_codes: list[str] = []

    def clean_code(self):
        code = self.cleaned_data["code"]
        try:
            if self.confirms:
                self.recovery_codes = second_factor.confirm(self.confirms, code)
            if not (self.recovery_codes if self.confirms else second_factor.is_right(self.user, code)):
                raise ValidationError(
                    _("This code is not right, or was used already. Please wait for the next one.")
                )
        except second_factor.Locked:
            raise ValidationError(
                _("Too many wrong codes. Please wait a quarter of an hour, and try again.")
            ) from None
        return code


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def clean_email(self):
        return normalize_email(self.cleaned_data["email"])


class JoinForm(SetPasswordMixin, forms.Form):
    """The details of a person who joins with an e-mail and a password."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    display_name = NameField(
        label=_("Your name"),
        help_text=_("As your family calls you. Your parents see it on the button that calls you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1, password2 = SetPasswordMixin.create_password_fields()

    def __init__(self, *args, email: str = "", family: Family | None = None, **kwargs):
        """Ask for no e-mail if a letter has shown that it is `email`. `family` is the one that is joined."""
        super().__init__(*args, **kwargs)
        self.known_email, self.family = email, family
        if email:
            del self.fields["email"]

    @property
    def is_verified(self) -> bool:
        return bool(self.known_email)

    @property
    def email_field(self) -> str | None:
        """Return the field at which an error of the e-mail stands. None: above all fields."""
        return None if self.known_email else "email"

    def clean_email(self):
        email = normalize_email(self.cleaned_data["email"])
        if User.objects.filter(email=email).exists():
            raise ValidationError(EMAIL_TAKEN, code="taken")
        return email

    def clean(self):
        self.validate_passwords()
        if self.known_email:
            self.cleaned_data["email"] = self.known_email
        family = self.family or Family(name=self.cleaned_data.get("family_name", ""))
        names = {name: self.cleaned_data.get(name, "") for name in ("email", "display_name")}
        person = User(family=family, **names)
        self.validate_password_for_user(person, "password1")
        return super().clean()

    def details(self) -> dict:
        """Return the arguments of the services in `registration`, from a valid form."""
        fields = {name: value for name, value in self.cleaned_data.items() if not name.startswith("password")}
        return fields | {"password": self.cleaned_data["password1"]}


class SignUpForm(JoinForm):
    family_name = NameField(
        label=_("Name of the family album"),
        max_length=80,
        help_text=_("It stands on top of the first page, such as “The Kim family”."),
    )
    field_order = ("family_name", "display_name", "email", "password1", "password2")


class ParentForm(forms.Form):
    """What a parent's pages must know. Other programs post these fields to link_new: their names do not change."""

    name = NameField(label=_("Her or his name"), help_text=_("As the family says it, such as Mum."))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    help_phone = forms.CharField(
        label=_("Telephone number to call for help"),
        max_length=24,
        required=False,
        validators=User._meta.get_field("help_phone").validators,
        help_text=_("Yours, most likely. A button with your name calls it from every page."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    text_step = forms.TypedChoiceField(
        label=_("Text size"),
        choices=[(step, STEP_NAMES[step]) for step in TEXT_STEPS],
        coerce=int,
        empty_value=None,
        required=False,
        initial=DEFAULT_TEXT_STEP,
    )


class LastDayField(forms.DateField):
    """The last day on which something opens: its value is the midnight after it. None if blank."""

    default_error_messages = {
        "invalid": _("Choose a day, or leave it blank."),
        "not_to_come": _("Choose a day from today on, at most %(days)d days from now. Or leave it blank."),
    }

    def __init__(self, *, within: int, **options):
        """`within` is how many days after today the day may be."""
        self.within = within
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"required": False, "widget": widget, "input_formats": ["%Y-%m-%d"], **options})

    def clean(self, value):
        day = super().clean(value)
        if day is None:
            return None
        if not 0 <= (day - timezone.localdate()).days <= self.within:
            sentence = self.error_messages["not_to_come"]
            raise ValidationError(sentence, code="not_to_come", params={"days": self.within})
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class LinkForm(forms.Form):
    """Until when a personal link opens the albums."""

    until = LastDayField(
        within=LINKED_WITHIN,
        label=_("Last day"),
        help_text=_("Leave it blank, and the link never closes by itself."),
    )


class NewParentForm(ParentForm, LinkForm):
    """A parent with a first link."""

    field_order = ("name", "language", "help_phone", "text_step", "until")

    def details(self) -> dict:
        """Return the arguments of `links.add_parent`, from a valid form."""
        details = dict(self.cleaned_data)
        details["expires_at"] = details.pop("until")
        return details


class InvitationForm(forms.Form):
    until = LastDayField(
        within=INVITED_WITHIN,
        label=_("Last day"),
        help_text=_("Leave it blank, and the invitation is open for 14 days."),
    )


class ReadingForm(forms.Form):
    """What one press on the page of the text size chooses."""

    step = forms.TypedChoiceField(
        choices=[(step, step) for step in TEXT_STEPS], coerce=int, empty_value=None, required=False
    )
    theme = forms.ChoiceField(choices=Theme.choices, required=False)

    def clean(self):
        if not self.has_changed():
            raise ValidationError("Nothing was chosen.", code="required")
        return self.cleaned_data


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=_("What she or he may do"),
        choices=[
            (Role.CONTRIBUTOR.value, _("add and arrange photos")),
            (Role.OWNER.value, _("also manage people, links and the limit")),
        ],
    )


class FamilyNameForm(forms.ModelForm):
    name = NameField(label=_("Name of the family album"), max_length=80)

    class Meta:
        model = Family
        fields = ["name"]


class SettingsForm(forms.ModelForm):
    display_name = NameField(label=_("Your name"))

    class Meta:
        model = User
        fields = ["display_name", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("As the browser says")), *LANGUAGES]
