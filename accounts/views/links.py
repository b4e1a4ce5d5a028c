"""Personal links. An owner creates and revokes them, a parent opens them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.counters import CLOSED
from accounts.decorators import owner_required
from accounts.forms import LinkForm, NewParentForm
from accounts.models import PersonalLink, Role
from accounts.secret_urls import keep_secret, qr_code, secret_address
from accounts.services import devices, links
from accounts.services.members import members_of
from picup.web import help_card
from picup.web.private import clear_cache


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
@keep_secret
def link_new(request):
    """Add a parent to the family, and show the parent's first link."""
    form = NewParentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return render_link_made(request, links.add_parent(by=request.user, **form.details()))
    return render(request, "link_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@owner_required
@keep_secret
def member_link_new(request, member_id):
    """Create another link for a parent. Earlier links stay valid until they are revoked."""
    parents = members_of(request.user.family_id).filter(role=Role.VIEWER, is_staff=False)
    parent = get_object_or_404(parents, public_id=member_id)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return render(request, "member_link_new.html", {"form": form, "parent": parent}, status=422)
    expires_at = form.cleaned_data["until"]
    issued = links.issue_link(by=request.user, parent=parent, expires_at=expires_at)
    return render_link_made(request, issued)


def render_link_made(request, issued: links.IssuedLink):
    """Show a new link's address and QR code. This page and `render_papers_made` are the only ones that ever do."""
    return render(request, "link_made.html", {"family": request.user.family, **paper(request, issued)})


def render_papers_made(request, member, papers: links.Papers):
    """Show the new papers of parents whose old ones were closed, and who has none yet."""
    context = {
        "member": member,
        "family": request.user.family,
        "papers": [paper(request, issued) for issued in papers.issued],
        "without": papers.without,
    }
    return render(request, "papers_made.html", context)


def paper(request, issued: links.IssuedLink) -> dict:
    """Return what `_paper.html` shows."""
    address = secret_address(request, "open_link", issued.token)
    return {
        "parent": issued.link.user,
        "link": issued.link,
        "address": address,
        "qr": qr_code(address),
    }


@require_POST
@owner_required
def link_revoke(request, link_id):
    """Revoke a link, and sign out its devices."""
    link = get_object_or_404(PersonalLink, public_id=link_id, user__family_id=request.user.family_id)
    links.revoke_link(link=link)
    messages.success(request, _("The link opens nothing any more, and its devices are signed out."))
    return redirect("family")


@require_http_methods(["GET", "HEAD", "POST"])
@keep_secret
def open_link(request, token):
    """Show one big button; on POST, sign the parent in for good in this browser.

    GET changes nothing: mail scanners and chat previews open every link that they see.
    """
    link = links.find_link(token=token)
    if link is None:
        return link_closed(request)
    if request.method == "POST":
        if not devices.open_link(request, link):
            return link_closed(request)
        response = redirect("shelf")
        devices.renew_cookie(request, response)
        return response
    device = devices.find_device(request) if devices.is_signed_in_by_link(request, link.user) else None
    if device and device.link_id == link.pk:
        return redirect("shelf")
    return render_open_link(request, link.user)


def render_open_link(request, parent):
    """Show the button in the parent's language and text size, not in this browser's."""
    context = {"parent": parent, "family": parent.family, "text_step": parent.text_step}
    context["call"] = devices.card_of(parent).call
    if request.user.is_authenticated and request.user != parent:
        context["signed_in_as"] = request.user
    with translation.override(parent.language or request.LANGUAGE_CODE):
        response = render(request, "open_link.html", context)
        response["Content-Language"] = translation.get_language()
    return response


def link_closed(request):
    """Show one page for unknown, closed, expired and malformed links, so that it tells nothing about the address."""
    CLOSED.labels("link").inc()
    return render_closed(request, status=404)


def render_closed(request, *, status: int, **context):
    """Show the page with her name, her helper's number and in her language, if this browser is a parent's."""
    card = devices.find_card(request)
    context |= {"card": card, "call": card and card.call}
    context |= {"text_step": card.text_step} if card else {}
    with translation.override((card and card.language) or request.LANGUAGE_CODE):
        response = render(request, "open_link_closed.html", context, status=status)
        response["Content-Language"] = translation.get_language()
    # Anybody may open an address that is none. Only a browser that is nobody's has nothing to keep.
    if not request.user.is_authenticated:
        clear_cache(response)
        if card:
            help_card.give(response, card)
        elif help_card.COOKIE in request.COOKIES:
            help_card.take_back(response)
    return response
