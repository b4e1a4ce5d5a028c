"""Begin a family album. Where letters are sent, the e-mail comes first, and its letter has the link to the rest.

So the answer is the same for every e-mail, and an account's e-mail is its person's own. Without a mail server the whole
form comes at once, and says if an e-mail has an account.
"""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import EMAIL_TAKEN, JoinForm, SignUpForm
from accounts.secret_urls import keep_secret
from accounts.services import devices, letters, registration
from accounts.throttling import caller
from accounts.views.joining import ask_for_letter, invitation_closed, join_family, show_join
from picup.web.errors import too_many


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@never_cache
def signup(request):
    """Create a family and its owner, and sign the owner in; or ask for the letter with which that goes on."""
    if request.user.is_authenticated:
        return signed_in_already(request)
    if not registration.is_open():
        return turn_away(request)
    if settings.LETTERS_ARE_SENT:
        return ask_for_letter(request, "signup.html")
    form = SignUpForm(request.POST if request.method == "POST" else None)
    return make_family(request, form) if form.is_valid() else show(request, form)


def signed_in_already(request):
    messages.info(request, _("You are signed in already."))
    return redirect("shelf")


def turn_away(request):
    """Show that the door is closed. Count who tries it all the same; a look at it is none."""
    if request.method == "POST":
        registration.refuse("closed")
    return signup_closed(request)


def signup_closed(request):
    """Tell what to do where nobody may begin an album without an invitation (SIGN_UP)."""
    return render(request, "signup_closed.html", status=403)


def show(request, form):
    return render(request, "signup.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def signup_sent(request):
    return render(request, "signup_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@keep_secret
def signup_finish(request, token):
    """Go on with a sign-up, or with an invitation, by the link of a letter."""
    letter = letters.read_sign_up_letter(token)
    if letter is None:
        return render(request, "signup_too_old.html", status=404)
    if request.user.is_authenticated:
        return signed_in_already(request)
    data = request.POST if request.method == "POST" else None
    if letter.invitation:
        invitation = registration.find_open_invitation(public_id=letter.invitation)
        if invitation is None:
            return invitation_closed(request)
        form = JoinForm(data, email=letter.email, family=invitation.family)
        return (
            join_family(request, form, invitation)
            if form.is_valid()
            else show_join(request, form, invitation)
        )
    if not registration.is_open():
        return turn_away(request)
    form = SignUpForm(data, email=letter.email)
    return make_family(request, form) if form.is_valid() else show(request, form)


def make_family(request, form: SignUpForm):
    """Create the family of a valid form, and sign its owner in."""
    try:
        user = registration.sign_up(caller=caller(request), is_verified=form.is_verified, **form.details())
    except registration.SignUpClosed:
        return signup_closed(request)
    except registration.TooManyFamilies:
        return too_many(request)
    except registration.EmailTaken:
        form.add_error(form.email_field, EMAIL_TAKEN)
        return show(request, form)
    devices.sign_in(request, user)
    return redirect("shelf")
