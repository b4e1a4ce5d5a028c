"""Leaving the family album, and closing it: the decision, the zip before it, the way back, and the last page."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout as end_session
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import contributor_required, owner_required
from accounts.models import Leaving
from accounts.services import leaving as service
from accounts.services.members import LastOwner, helped_by, members_of
from accounts.services.rights import check_contributor, check_owner
from albums.leaving.forms import CloseForm, LeaveForm
from albums.leaving.photos import measure, photos_of, photos_of_family
from albums.leaving.report import lines_of
from albums.leaving.zips import stream_zip, while_allowed
from picup.web.download_limit import limit_download


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@contributor_required
@never_cache
def leave(request):
    """Have the signed-in person leave, after she chose what happens to her photos, and when."""
    form = LeaveForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid():
        try:
            leaving = service.request_leaving(
                member=request.user, takes_photos=form.takes_photos, at_once=form.at_once
            )
        except LastOwner:
            return render_leave(request, form, status=409)
        return goodbye(request, leaving)
    return render_leave(request, form, status=422 if form.is_bound else 200)


def render_leave(request, form, status: int):
    context = {
        "form": form,
        "photos": measure(photos_of(request.user)),
        "helped": helped_by(request.user),
        "is_only_owner": request.user.is_owner and not service.has_other_owners(request.user),
        **what_waits(request),
    }
    return render(request, "leave.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@owner_required
@never_cache
def close(request):
    """Have the only owner close the family album. While there are others, each must first leave or stop being one."""
    form = CloseForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid():
        try:
            leaving = service.request_closing(owner=request.user, at_once=form.at_once)
        except service.OtherOwners:
            return render_close(request, form, status=409)
        return goodbye(request, leaving)
    return render_close(request, form, status=422 if form.is_bound else 200)


def render_close(request, form, status: int):
    context = {
        "form": form,
        "photos": measure(photos_of_family(request.user.family_id)),
        "people": members_of(request.user.family_id).exclude(pk=request.user.pk).count(),
        "has_other_owners": service.has_other_owners(request.user),
        **what_waits(request),
    }
    return render(request, "close.html", context, status=status)


def what_waits(request) -> dict:
    """Return what both pages say besides: what was decided already, and for how long backups are kept."""
    return {
        "leaving": service.waiting_for(request.user),
        "family": request.user.family,
        "backup_days": settings.BACKUP_DAYS,
    }


def goodbye(request, leaving: Leaving):
    """Go to the page that says what comes: the same with its date, or the last one. There nobody is signed in."""
    if leaving.begun_at is None:
        return redirect("close" if leaving.closes_family else "leave")
    if not request.user.is_staff:
        end_session(request)
    response = redirect("left", leaving.public_id)
    # What this browser has kept of the photos.
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_POST
@contributor_required
def leave_take_back(request):
    """Stay after all. What closes the family is taken back by any of its owners."""
    leaving = service.waiting_for(request.user)
    if leaving is None:
        messages.info(request, _("There is nothing to take back."))
    elif leaving.closes_family and not request.user.is_owner:
        messages.info(request, _("Only an owner can keep the family album open."))
    elif service.take_back(leaving):
        messages.success(request, _("Everything stays as it is."))
    return redirect("shelf")


@require_safe
@contributor_required
def leave_photos(request):
    """Send the person's own photos as a zip."""
    person = request.user
    parts = while_allowed(stream_zip(photos_of(person)), lambda: check_contributor(person))
    return limit_download(request, lambda: send_zip(parts, _("My photos")))


@require_safe
@owner_required
def close_photos(request):
    """Send all photos of the family as a zip."""
    person = request.user
    parts = while_allowed(stream_zip(photos_of_family(person.family_id)), lambda: check_owner(person))
    return limit_download(request, lambda: send_zip(parts, person.family.name))


def send_zip(parts: Iterator[bytes], name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(parts, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.zip")
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@never_cache
def left(request, leaving_id):
    """Show what was erased. Its reader has no account any more, so the address alone opens it: it names nobody."""
    leaving = get_object_or_404(Leaving, public_id=leaving_id, begun_at__isnull=False)
    context = {"leaving": leaving, "lines": lines_of(leaving), "backup_days": settings.BACKUP_DAYS}
    return render(request, "left.html", context)
