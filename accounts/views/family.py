"""The family's page (people, links, devices, invitations), and the pages on which an owner manages members."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.decorators import contributor_required, owner_required, recent_password_required
from accounts.forms import FamilyNameForm, InvitationForm, LinkForm, ParentForm, RoleForm
from accounts.models import Device, Invitation, PersonalLink, Role
from accounts.secret_urls import keep_secret
from accounts.services import links, members
from accounts.views.links import render_papers_made


@require_http_methods(["GET", "HEAD"])
@contributor_required
def family(request):
    """Show the family's people, their links and devices, and the open invitations."""
    devices = Device.objects.filter(ended_at=None).order_by("-last_seen_at")
    open_links = PersonalLink.objects.open().order_by("created_at")
    people = list(
        members.members_of(request.user.family_id)
        .prefetch_related(
            Prefetch("personal_links", open_links.prefetch_related(Prefetch("devices", devices)))
        )
        .order_by("created_at", "pk")
    )
    invitations = (
        Invitation.objects.open().filter(family_id=request.user.family_id).select_related("invited_by")
    )
    context = {
        "family": request.user.family,
        "parents": [person for person in people if person.role == Role.VIEWER],
        "keepers": [person for person in people if person.role != Role.VIEWER],
        "invitations": invitations.order_by("created_at"),
        "link_form": LinkForm(auto_id=False),
        "invitation_form": InvitationForm(auto_id=False),
    }
    return render(request, "family.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
def family_rename(request):
    """Change the name of the family album."""
    form = FamilyNameForm(request.POST if request.method == "POST" else None, instance=request.user.family)
    if form.is_valid():
        form.instance.save(update_fields=["name"])
        return redirect("family")
    if form.is_bound:
        request.user.family.refresh_from_db(fields=["name"])
    return render(request, "family_rename.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
@keep_secret
def member_edit(request, member_id):
    """Edit what a parent's pages must know, or the role of any other member."""
    member = get_member(request, member_id)
    if member.role == Role.VIEWER:
        return edit_parent(request, member)
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"role": member.role})
    if form.is_valid():
        role, anew = Role(form.cleaned_data["role"]), request.POST.getlist("anew")
        try:
            papers = members.change_role(member=member, role=role, by=request.user, anew=anew)
        except members.LastOwner:
            form.add_error("role", _("A family needs an owner. Make somebody else an owner first."))
        else:
            return show_papers(request, member, papers)
    return render_member(request, member, form)


def show_papers(request, member, papers):
    """Show which papers were closed and the new ones, or the family's page if there are none."""
    concerned = papers.issued or papers.without
    # Who took the right from herself may not make papers any more, nor see this page.
    if not concerned or member == request.user:
        return redirect("family")
    return render_papers_made(request, member, papers)


def edit_parent(request, parent):
    """Save what a parent's pages must know, or show the form."""
    initial = {
        "name": parent.display_name,
        "language": parent.language,
        "help_phone": parent.help_phone,
        "text_step": parent.text_step,
    }
    form = ParentForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        members.edit_parent(parent=parent, by=request.user, **form.cleaned_data)
        return redirect("family")
    return render_member(request, parent, form)


def render_member(request, member, form):
    context = {"member": member, "form": form, "parents": links.parents_with_papers_of(member)}
    return render(request, "member_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
@recent_password_required()
@keep_secret
def member_remove(request, member_id):
    """Ask for confirmation, then remove the person from the family.

    Before, the page says whose papers are closed with it; afterwards, it shows the new ones.
    """
    member = get_member(request, member_id)
    context = {
        "member": member,
        "parents": links.parents_with_papers_of(member),
        "backup_days": settings.BACKUP_DAYS,
    }
    if request.method == "POST":
        anew = request.POST.getlist("anew")
        try:
            papers = members.remove_member(member=member, by=request.user, anew=anew)
        except members.LastOwner:
            return render(request, "member_remove.html", {**context, "last_owner": True}, status=409)
        messages.success(
            request, _("%(name)s is not in the family album any more.") % {"name": member.display_name}
        )
        return show_papers(request, member, papers)
    return render(request, "member_remove.html", context)


def get_member(request, member_id):
    return get_object_or_404(members.members_of(request.user.family_id), public_id=member_id)
