"""Invite a contributor, and join by an invitation."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import contributor_required
from accounts.forms import InvitationForm, JoinForm
from accounts.models import Invitation
from accounts.secret_urls import keep_secret, secret_address
from accounts.services import registration
from accounts.views.joining import ask_for_letter, invitation_closed, join_family, show_join


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
    """Show the form of an invitation, and on POST create the contributor and sign in; or, where letters are sent, ask
    for the e-mail first (`joining.py`).

    A person who is signed in already is told so, with 409 on POST.
    """
    invitation = registration.find_invitation(token=token)
    if invitation is None or not invitation.is_open:
        return invitation_closed(request)
    context = {"invitation": invitation, "family": invitation.family}
    if request.user.is_authenticated:
        return render(request, "join.html", context, status=409 if request.method == "POST" else 200)
    if settings.LETTERS_ARE_SENT:
        return ask_for_letter(request, "join.html", **context)
    form = JoinForm(request.POST if request.method == "POST" else None, family=invitation.family)
    if form.is_valid():
        return join_family(request, form, invitation)
    return show_join(request, form, invitation)
