"""Personal links: made by an owner, opened by a parent, revoked by an owner."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import owner_required
from accounts.forms import ParentForm
from accounts.models import PersonalLink, Role
from accounts.secret_urls import keep_secret, qr_code, secret_address
from accounts.services import devices, links
from accounts.services.members import members_of


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
@keep_secret
def link_new(request):
    """A parent with her first link."""
    form = ParentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return show_once(request, links.add_parent(by=request.user, **form.cleaned_data))
    return render(request, "link_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@owner_required
@keep_secret
def member_link_new(request, member_id):
    """One more link for a parent: a new paper. The earlier ones work until they are revoked."""
    parent = get_object_or_404(members_of(request.user.family_id), public_id=member_id, role=Role.VIEWER)
    return show_once(request, links.issue_link(by=request.user, parent=parent))


def show_once(request, issued: links.IssuedLink):
    address = secret_address(request, "open_link", issued.token)
    context = {
        "parent": issued.link.user,
        "family": request.user.family,
        "address": address,
        "qr": qr_code(address),
    }
    return render(request, "link_made.html", context)


@require_POST
@owner_required
def link_revoke(request, link_id):
    link = get_object_or_404(PersonalLink, public_id=link_id, user__family_id=request.user.family_id)
    links.revoke_link(link=link)
    messages.success(request, _("The link opens nothing any more, and its devices are signed out."))
    return redirect("family")


@require_http_methods(["GET", "HEAD", "POST"])
@keep_secret
def open_link(request, token):
    """GET shows one big button and does nothing: mail scanners and chat previews open every link they see.
    POST signs her in for good in this browser."""
    link = links.find_link(token=token)
    if link is None:
        return not_open(request)
    if request.method == "POST":
        if not devices.open_link(request, link):
            return not_open(request)
        response = redirect("shelf")
        devices.renew_cookie(request, response)
        return response
    device = devices.device_of(request) if devices.is_her_device(request, link.user) else None
    if device and device.link_id == link.pk:
        return redirect("shelf")
    return in_her_words(request, link.user)


def in_her_words(request, parent):
    """In her language and text size, not in this browser's."""
    context = {"parent": parent, "family": parent.family, "text_step": parent.text_step}
    if request.user.is_authenticated and request.user != parent:
        context["signed_in_as"] = request.user
    with translation.override(parent.language or request.LANGUAGE_CODE):
        response = render(request, "open_link.html", context)
        response["Content-Language"] = translation.get_language()
    return response


def not_open(request):
    """One page for unknown, revoked and malformed, so that it tells nothing about the address."""
    return render(request, "open_link_closed.html", status=404)
