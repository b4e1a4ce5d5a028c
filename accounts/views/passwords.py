"""Set a new password: by e-mail if the old one is forgotten, or in the settings."""

from axes.utils import reset as forget_failures
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.decorators import password_holder_required
from accounts.forms import EmailForm, NewPasswordForm
from accounts.models import User
from accounts.services import journal, letters, password_again
from accounts.services.passwords import request_reset
from accounts.throttling import caller
from picup.web.errors import too_many


@require_http_methods(["GET", "HEAD", "POST"])
def password_reset(request):
    """Ask for a letter. The answer and its time are the same for every e-mail, so nobody learns who has an account."""
    form = EmailForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        origin = request.build_absolute_uri("/").rstrip("/")
        asked = {"email": form.cleaned_data["email"], "origin": origin, "language": get_language()}
        try:
            request_reset(caller=caller(request), **asked)
        except letters.TooManyLetters:
            return too_many(request)
        return redirect("password_reset_done")
    return render(request, "password_reset.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD"])
def password_reset_done(request):
    return render(request, "password_reset_done.html")


class PasswordResetConfirm(auth_views.PasswordResetConfirmView):
    """Set a new password by a letter's link. `uidb64` in its address is the person's public id.

    Django's view moves the token from the address into the session at once.
    """

    template_name = "password_reset_confirm.html"

    def get_user(self, uidb64):
        return User.objects.filter(public_id=uidb64, is_active=True, email__isnull=False).first()

    def form_valid(self, form):
        with transaction.atomic():
            response = super().form_valid(form)
            journal.note("password_changed", by=self.user)
        # Unlock an account that was locked by attempts with the forgotten password.
        forget_failures(username=self.user.email)
        letters.mark_verified(self.user)
        return response

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


password_reset_confirm = PasswordResetConfirm.as_view()


@require_http_methods(["GET", "HEAD"])
def password_reset_complete(request):
    return render(request, "password_reset_complete.html")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@password_holder_required
def password_change(request):
    """Change the password. All other browsers that were signed in with the old one are signed out.

    The admin leads here too.
    """
    form = NewPasswordForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid():
        with transaction.atomic():
            update_session_auth_hash(request, form.save())
            journal.note("password_changed", by=request.user)
        password_again.note_password(request.session)
        messages.success(request, _("Your password is changed."))
        return redirect("settings")
    return render(request, "password_change.html", {"form": form}, status=422 if form.is_bound else 200)
