"""Decorators that check who may see a page. Every view that needs a member of a family begins with one of them.

A person who is not signed in is sent to the sign-in page. A member whose role does not suffice gets a 403 with a kind
page. An object of another family is a 404 and never a 403, so that nobody learns what exists; the view checks that.
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
    """Require a signed-in member of a family. Redirect an administrator without a family to the admin.

    Answer 401 in JSON instead of a redirect if the request does not want a page.
    """

    @wraps(view)
    def wrapper(request, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            if not wants_page(request):
                return JsonResponse({"reason": _("Please sign in first.")}, status=401)
            # Return to this page after signing in, unless a form was sent: its address may not accept GET.
            page = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("shelf")
            return redirect_to_login(page)
        if request.user.family_id is None:
            return redirect("admin:index")
        return view(request, *args, **kwargs)

    return wrapper


def account_required(view):
    """Require somebody who signed in with a password: a contributor, an owner, or an administrator."""

    @wraps(view)
    def wrapper(request, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("second_factor"))
        if not request.user.has_usable_password():
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapper


def contributor_required(view):
    """Require a member who may upload, caption, arrange, put into the trash and invite."""

    @member_required
    @wraps(view)
    def wrapper(request, *args, **kwargs) -> HttpResponse:
        if not request.user.may_contribute:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapper


def owner_required(view):
    """Require a member who also manages members, personal links and the limit, and deletes for good."""

    @member_required
    @wraps(view)
    def wrapper(request, *args, **kwargs) -> HttpResponse:
        if not request.user.is_owner:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapper
