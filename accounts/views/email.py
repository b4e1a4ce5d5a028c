"""Verify the e-mail of an account by a letter."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import contributor_required
from accounts.secret_urls import keep_secret
from accounts.services import letters
from accounts.throttling import caller
from picup.web.errors import too_many


@require_POST
@contributor_required
def email_letter(request):
    """Ask for the letter that verifies one's own e-mail."""
    try:
        letters.ask_to_verify(
            user=request.user,
            origin=request.build_absolute_uri("/").rstrip("/"),
            language=get_language(),
            caller=caller(request),
        )
    except letters.TooManyLetters:
        return too_many(request)
    messages.success(request, _("An e-mail is on its way. Open the link in it."))
    return redirect("settings")


@require_http_methods(["GET", "HEAD", "POST"])
@keep_secret
def email_verify(request, token):
    """Show a button, and verify the e-mail on POST: programs that look through letters open their links too."""
    user = letters.find_to_verify(token)
    if user is None:
        return render(request, "email_verify.html", status=404)
    if request.method == "POST":
        letters.mark_verified(user)
        messages.success(request, _("Your e-mail is confirmed."))
        return redirect("shelf")
    return render(request, "email_verify.html", {"person": user})
