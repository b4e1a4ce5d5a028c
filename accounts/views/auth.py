"""Sign in and out, for people with an e-mail. Parents never see these pages."""

from django.conf import settings
from django.contrib.auth import logout as end_session
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import SignInForm
from accounts.services import devices, second_factor
from accounts.views.links import render_closed
from picup.web.private import clear_cache


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@never_cache
def login(request):
    """Sign in with e-mail and password. django-axes counts failures, and its middleware answers after too many."""
    target = get_next_url(request)
    if second_factor.find_waiting(request):
        return redirect(reverse("login_code") + "?" + urlencode({"next": target}))
    if request.user.is_authenticated:
        return redirect(target)
    if request.method != "POST" and devices.is_closed_device(request) and "password" not in request.GET:
        return device_closed(request)
    form = SignInForm(request, data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        devices.sign_in(request, form.get_user())
        if second_factor.find_waiting(request):
            return redirect(reverse("login_code") + "?" + urlencode({"next": target}))
        return redirect(target)
    return render(request, "login.html", {"form": form, "next": target}, status=422 if form.is_bound else 200)


def device_closed(request):
    """Tell a parent whose link was revoked to call the family, instead of asking for a password."""
    return render_closed(request, status=403, was_opened=True)


def get_next_url(request) -> str:
    """Return the address to continue at: `next` if it is a page of this site, else the shelf.

    Never return the sign-in page itself.
    """
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    if not safe or target.startswith(reverse("login")):
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    return target


@require_POST
def logout(request):
    """Sign out. End the device too, if a personal link was opened in this browser."""
    if request.session.get(devices.SESSION_FLAG):
        devices.end_devices(devices.devices_of(request))
    end_session(request)
    response = redirect("shelf")
    clear_cache(response)
    return response
