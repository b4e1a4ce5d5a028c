"""Decorators that check who may see a page. Every view that needs a member of a family begins with one of them.

A person who is not signed in is sent to the sign-in page. A member whose role does not suffice gets a 403 with a kind
page. An object of another family is a 404 and never a 403, so that nobody learns what exists; the view checks that.
"""

from functools import wraps
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from accounts.services import devices, password_again
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
    """Require somebody who signed in with a password: a contributor, an owner, or an administrator.

    Whoever came by a personal link is asked for it: the paper may hang on a kitchen wall.
    """

    @wraps(view)
    def wrapper(request, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("second_factor"))
        if not request.user.has_usable_password():
            raise PermissionDenied
        if came_by_link(request):
            return ask_password(request, "second_factor")
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


def password_holder_required(view):
    """Require a signed-in person who has a password: also an administrator without a family, and no parent.

    Whoever came by a personal link is asked for it, as in `account_required`.
    """

    @password_owner_required
    @wraps(view)
    def wrapper(request, *args, **kwargs) -> HttpResponse:
        if came_by_link(request):
            return ask_password(request, "sessions")
        return view(request, *args, **kwargs)

    return wrapper


def password_owner_required(view):
    """Require a signed-in person who has a password, however she came: for the page that asks for it."""

    @wraps(view)
    def wrapper(request, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            page = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("shelf")
            return redirect_to_login(page)
        if not request.user.has_usable_password():
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapper


def recent_password_required(back: str | None = None):
    """Require that the person has entered her password within the last minutes; ask for it if not.

        @require_POST
        @owner_required
        @recent_password_required(back="trash")
        def picture_delete(request, picture_id): ...

    Place it after the decorator that checks the role, so that nobody is asked who may not do it anyway. Afterwards she
    is on the page again from which she came, and presses its button once more: a deletion never goes on by itself.
    `back` names that page for a form whose browser does not say where it was. Without it, the view's own address must
    answer GET.
    """

    def decorate(view):
        @wraps(view)
        def wrapper(request, *args, **kwargs) -> HttpResponse:
            if password_again.is_recent(request.session):
                return view(request, *args, **kwargs)
            return ask_password(request, back)

        return wrapper

    return decorate


def came_by_link(request) -> bool:
    """Return True if a personal link began the session, and no password was entered in it lately."""
    return devices.is_signed_in_by_link(request, request.user) and not password_again.is_recent(
        request.session
    )


def ask_password(request, back: str | None) -> HttpResponse:
    """Lead to the page that asks for the password, and from there back. See `recent_password_required`."""
    if not wants_page(request):
        return JsonResponse({"reason": _("Please enter your password again first.")}, status=403)
    query = {"next": page_before(request, back)}
    if request.method not in ("GET", "HEAD"):
        query["pressed"] = "1"
    return redirect(f"{reverse('password_again')}?{urlencode(query)}")


def page_before(request, back: str | None) -> str:
    """Return the address of the page on which the person was when she made this request."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    page = request.headers.get("Referer", "")
    if page and url_has_allowed_host_and_scheme(
        page, {request.get_host()}, require_https=request.is_secure()
    ):
        return urlunsplit(("", "", *urlsplit(page)[2:4], ""))
    return resolve_url(back) if back else request.get_full_path()
