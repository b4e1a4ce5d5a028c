"""Where a person with a password is signed in, and being asked for the password again."""

from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import password_holder_required, password_owner_required
from accounts.forms import WRONG_PASSWORD, PasswordAgainForm
from accounts.models import SignedInSession
from accounts.services import password_again as service
from accounts.services.sessions import end_other_sessions, end_session, list_sessions
from accounts.views.auth import get_next_url
from picup.db.sessions import stored_keys


@require_safe
@password_holder_required
@never_cache
def sessions(request):
    """Show the devices on which the person is signed in with her password."""
    return render(request, "sessions.html", {"sessions": list_sessions(request)})


@require_POST
@password_holder_required
def session_end(request, session_id):
    """Sign one device out. If it is this one, show the welcome page."""
    session = get_object_or_404(SignedInSession, public_id=session_id, user_id=request.user.pk)
    end_session(session)
    if session.session_key in stored_keys(request.session.session_key):
        logout(request)
        return redirect("shelf")
    messages.success(request, _("The device is signed out."))
    return redirect("sessions")


@require_POST
@password_holder_required
def sessions_end_others(request):
    """Sign all other devices out."""
    end_other_sessions(request)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("sessions")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@password_owner_required
@never_cache
def password_again(request):
    """Ask for the person's password, then go back to `next`, where she was (`recent_password_required`).

    `pressed` says that she had pressed a button there, and must press it once more.
    """
    target = get_next_url(request)
    pressed = "pressed" in (request.POST or request.GET)
    form = PasswordAgainForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if service.is_right(request, form.cleaned_data["password"]):
            if pressed:
                messages.info(request, _("Thank you. Now press the button once more."))
            return redirect(target)
        form.add_error("password", WRONG_PASSWORD)
    context = {"form": form, "next": target, "pressed": pressed}
    return render(request, "password_again.html", context, status=422 if form.is_bound else 200)
