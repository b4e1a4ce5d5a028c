"""Settings that people choose for themselves."""

from django.conf import settings as site_settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.decorators import contributor_required, member_required
from accounts.forms import STEP_NAMES, SettingsForm, TextStepForm
from accounts.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def text_size(request):
    """Show five buttons, each in its own text size. Save the choice with the person, for all devices."""
    form = TextStepForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        User.objects.filter(pk=request.user.pk).update(text_step=form.cleaned_data["step"])
        return redirect("text_size")
    steps = [(step, name) for step, name in STEP_NAMES.items()]
    return render(request, "text_size.html", {"steps": steps}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@contributor_required
def settings(request):
    """Edit the person's own name and language."""
    person = User.objects.get(pk=request.user.pk)
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=person)
    if form.is_valid():
        person.save(update_fields=["display_name", "language"])
        messages.success(request, _("Saved."))
        return redirect("settings")
    context = {"form": form, "person": person, "letters_are_sent": site_settings.LETTERS_ARE_SENT}
    return render(request, "settings.html", context, status=422 if form.is_bound else 200)
