"""Steps that signing up and joining by an invitation share."""

from django.shortcuts import redirect, render
from django.utils.translation import get_language

from accounts.counters import CLOSED
from accounts.forms import EMAIL_TAKEN, EmailForm, JoinForm
from accounts.models import Invitation
from accounts.services import devices, letters, registration
from accounts.throttling import caller
from picup.web.errors import too_many


def ask_for_letter(request, template: str, **context):
    """Ask for the e-mail, and publish its letter. The answer is the same whether it has an account or not."""
    form = EmailForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context |= {"form": form, "letter_first": True}
        return render(request, template, context, status=422 if form.is_bound else 200)
    try:
        letters.ask_to_sign_up(
            email=form.cleaned_data["email"],
            invitation=context["invitation"].public_id if "invitation" in context else "",
            origin=request.build_absolute_uri("/").rstrip("/"),
            language=get_language(),
            caller=caller(request),
        )
    except letters.TooManyLetters:
        return too_many(request)
    return redirect("signup_sent")


def join_family(request, form: JoinForm, invitation: Invitation):
    """Create the contributor of a valid form, and sign her in."""
    try:
        user = registration.accept_invitation(
            invitation=invitation, is_verified=form.is_verified, **form.details()
        )
    except registration.InvitationClosed:
        return invitation_closed(request)
    except registration.EmailTaken:
        form.add_error(form.email_field, EMAIL_TAKEN)
        return show_join(request, form, invitation)
    devices.sign_in(request, user)
    return redirect("shelf")


def show_join(request, form: JoinForm, invitation: Invitation):
    context = {"invitation": invitation, "family": invitation.family, "form": form}
    return render(request, "join.html", context, status=422 if form.is_bound else 200)


def invitation_closed(request):
    """Show one page for unknown, used, revoked and expired invitations, so that it tells nothing about the address."""
    CLOSED.labels("invitation").inc()
    return render(request, "join_closed.html", status=404)
