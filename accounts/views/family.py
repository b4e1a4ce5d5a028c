"""The family's page (people, links, devices, invitations), and the pages on which an owner manages members."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.decorators import contributor_required, owner_required
from accounts.forms import FamilyNameForm, ParentForm, RoleForm
from accounts.models import Device, Invitation, PersonalLink, Role
from accounts.services import members


@require_http_methods(["GET", "HEAD"])
@contributor_required
def family(request):
    """Show the family's people, their links and devices, and the open invitations."""
    devices = Device.objects.filter(ended_at=None).order_by("-last_seen_at")
    links = PersonalLink.objects.filter(revoked_at=None).order_by("created_at")
    people = list(
        members.members_of(request.user.family_id)
        .prefetch_related(Prefetch("personal_links", links.prefetch_related(Prefetch("devices", devices))))
        .order_by("created_at", "pk")
    )
    invitations = Invitation.objects.filter(
        family_id=request.user.family_id, accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
    ).select_related("invited_by")
    context = {
        "family": request.user.family,
        "parents": [person for person in people if person.role == Role.VIEWER],
        "keepers": [person for person in people if person.role != Role.VIEWER],
        "invitations": invitations.order_by("created_at"),
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
def member_edit(request, member_id):
    """Edit what a parent's pages must know, or the role of any other member."""
    member = get_member(request, member_id)
    if member.role == Role.VIEWER:
        return edit_parent(request, member)
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"role": member.role})
    if form.is_valid():
        try:
            members.change_role(member=member, role=Role(form.cleaned_data["role"]))
        except members.LastOwner:
            form.add_error("role", _("A family needs an owner. Make somebody else an owner first."))
        else:
            return redirect("family")
    return render_member(request, member, form)


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
    context = {"member": member, "form": form}
    return render(request, "member_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
def member_remove(request, member_id):
    """Ask for confirmation, then remove the person from the family."""
    member = get_member(request, member_id)
    context = {"member": member, "backup_days": settings.BACKUP_DAYS}
    if request.method == "POST":
        try:
            members.remove_member(member=member)
        except members.LastOwner:
            return render(request, "member_remove.html", {**context, "last_owner": True}, status=409)
        messages.success(
            request, _("%(name)s is not in the family album any more.") % {"name": member.display_name}
        )
        return redirect("family")
    return render(request, "member_remove.html", context)


def get_member(request, member_id):
    return get_object_or_404(members.members_of(request.user.family_id), public_id=member_id)
