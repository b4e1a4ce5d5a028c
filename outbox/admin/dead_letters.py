"""Dead letters in the admin. Administrators replay them, or close them with a reason."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from outbox.dead_letters import CannotResolve, close, replay
from outbox.models import DeadLetter
from picup.admin import ReadOnlyAdmin, link_to


class ReasonForm(ActionForm):
    reason = forms.CharField(label=gettext_lazy("Reason for closing:"), max_length=500, required=False)


@admin.register(DeadLetter)
class DeadLetterAdmin(ReadOnlyAdmin):
    list_display = (
        "task",
        "state",
        "error_line",
        "count",
        "first_failed_at",
        "last_failed_at",
        "message_state",
    )
    list_filter = ("state", "queue")
    list_select_related = ("message",)
    search_fields = ("=fingerprint", "=request_id", "=task")
    search_help_text = gettext_lazy("A task's whole name, a request id, or a message's id without hyphens.")
    action_form = ReasonForm
    actions = ["replay_them", "close_them"]
    change_form_template = "admin/outbox/deadletter/change_form.html"
    buttons = ("_replay", "_close")

    @admin.display(description=gettext_lazy("error"))
    def error_line(self, letter):
        return letter.error[:100]

    @admin.display(description=gettext_lazy("message"))
    def message_state(self, letter):
        return link_to(letter.message, letter.message.get_state_display()) if letter.message else "–"

    def press(self, request, button: str, row: DeadLetter) -> None:
        self.resolve_each(request, [row], again=button == "_replay")

    @admin.action(description=gettext_lazy("Replay: send the message again"), permissions=["act"])
    def replay_them(self, request, letters):
        self.resolve_each(request, letters, again=True)

    @admin.action(
        description=gettext_lazy("Close with a reason: what it asked for will not happen"),
        permissions=["act"],
    )
    def close_them(self, request, letters):
        self.resolve_each(request, letters, again=False)

    def resolve_each(self, request, letters, *, again: bool) -> None:
        """Replay the letters, or close them with the form's reason, and show how many were resolved.

        Each letter has its own transaction, so that one that cannot be resolved stops no other.
        """
        # The e-mail, not the name: a name may stand only in encrypted columns.
        reason, by = request.POST.get("reason", "").strip(), request.user.get_username()
        if not again and not reason:
            self.message_user(request, _("Write down why, and close it again."), messages.ERROR)
            return
        resolved = 0
        for letter in letters:
            try:
                replay(letter, by=by) if again else close(letter, reason=reason, by=by)
                resolved += 1
            except CannotResolve as refusal:
                self.message_user(request, f"{letter}: {refusal.sentence}", messages.WARNING)
        if resolved:
            self.message_user(request, summarise(resolved, again))


def summarise(count: int, again: bool) -> str:
    """Return the sentence that says how many letters were replayed (`again`) or closed."""
    if again:
        return ngettext(
            "%(count)d message will be sent again now.", "%(count)d messages will be sent again now.", count
        ) % {"count": count}
    return ngettext("%(count)d dead letter is closed.", "%(count)d dead letters are closed.", count) % {
        "count": count
    }
