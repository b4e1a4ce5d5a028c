"""Who may see a page. Every view begins with one of these.

A stranger is sent to sign in; a member whose role is too small gets a kind 403; an object of another family
is a 404, never a 403, so that nobody learns what exists.
"""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from picup.web.negotiation import wants_page


def member_required(view):
    """Signed in, and a member of a family. An administrator without a family is shown the admin instead."""

    @wraps(view)
    def wrapper(request, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            if not wants_page(request):
                return JsonResponse({"reason": _("Please sign in first.")}, status=401)
            # Back to this page after signing in, unless it was a form: its address may take no GET.
            page = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("shelf")
            return redirect_to_login(page)
        if request.user.family_id is None:
            return redirect("admin:index")
        return view(request, *args, **kwargs)

    return wrapper


def contributor_required(view):
    """A member who may upload, caption, arrange, delete to the trash and invite."""

    @member_required
    @wraps(view)
    def wrapper(request, *args, **kwargs) -> HttpResponse:
        if not request.user.may_contribute:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapper


def owner_required(view):
    """A member who also manages members, personal links and the limit, and deletes for good."""

    @member_required
    @wraps(view)
    def wrapper(request, *args, **kwargs) -> HttpResponse:
        if not request.user.is_owner:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapper
