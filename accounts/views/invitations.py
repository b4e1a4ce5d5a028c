"""Invite a contributor, and join by an invitation."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.counters import CLOSED
from accounts.decorators import contributor_required
from accounts.forms import EMAIL_TAKEN, InvitationForm, JoinForm
from accounts.models import Invitation
from accounts.secret_urls import keep_secret, secret_address
from accounts.services import devices, registration


@require_POST
@contributor_required
@keep_secret
def invitation_new(request):
    """Create an invitation, and show its address. This is the only page that ever does."""
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return render(request, "invitation_new.html", {"form": form}, status=422)
    issued = registration.invite(by=request.user, expires_at=form.cleaned_data["until"])
    address = secret_address(request, "join", issued.token)
    return render(request, "invitation_made.html", {"invitation": issued.invitation, "address": address})


@require_POST
@contributor_required
def invitation_revoke(request, invitation_id):
    """Revoke an invitation. A contributor may revoke only her own; others are a 404."""
    invitation = get_object_or_404(Invitation, public_id=invitation_id, family_id=request.user.family_id)
    if not request.user.is_owner and invitation.invited_by_id != request.user.pk:
        raise Http404
    registration.revoke_invitation(invitation=invitation)
    messages.success(request, _("The invitation opens nothing any more."))
    return redirect("family")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@keep_secret
def join(request, token):
    """Show the form of an invitation, and on POST create the contributor and sign in.

    A person who is signed in already is told so, with 409 on POST.
    """
    invitation = registration.find_invitation(token=token)
    if invitation is None or not invitation.is_open:
        return invitation_closed(request)
    context = {"invitation": invitation, "family": invitation.family}
    if request.user.is_authenticated:
        return render(request, "join.html", context, status=409 if request.method == "POST" else 200)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            user = registration.accept_invitation(invitation=invitation, **form.details())
        except registration.InvitationClosed:
            return invitation_closed(request)
        except registration.EmailTaken:
            form.add_error("email", EMAIL_TAKEN)
        else:
            devices.sign_in(request, user)
            return redirect("shelf")
    return render(request, "join.html", {**context, "form": form}, status=422 if form.is_bound else 200)


def invitation_closed(request):
    """Show one page for unknown, used, revoked and expired invitations, so that it tells nothing about the address."""
    CLOSED.labels("invitation").inc()
    return render(request, "join_closed.html", status=404)
