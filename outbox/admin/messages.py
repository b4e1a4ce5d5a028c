"""Messages in the admin. Administrators look at them, and retry those that are not done."""

from django.contrib import admin
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outbox.dead_letters import CannotResolve, replay
from outbox.models import DeadLetter, Message, at_once
from outbox.wakeup import nudge
from picup.admin import ReadOnlyAdmin

# For the line above the list: an exact count of millions would take seconds.
COUNT_AT_MOST = 2000


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = (
        "uid",
        "task",
        "state",
        "queue",
        "attempts",
        "failures",
        "created_at",
        "due",
        "request_id",
    )
    list_filter = ("state",)
    search_fields = ("=uid", "=request_id", "=task")
    search_help_text = gettext_lazy("The message's id, a request id, or the whole name of a task.")
    actions = ["retry_now"]
    exclude = ("lease",)

    @admin.display(description=gettext_lazy("due"), ordering="due_at")
    def due(self, message):
        """Return when the message is due, "at once", or None if it is not open."""
        if message.state not in Message.OPEN:
            return None
        return _("at once") if message.due_at == at_once() else message.due_at

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"subtitle": summary(), **(extra_context or {})})

    @admin.action(
        description=gettext_lazy("Retry now (pending, sent and failed messages)"), permissions=["act"]
    )
    def retry_now(self, request, messages):
        """Make the messages due now, and count their failures from zero. A message that is done stays done."""
        without_letter = Q(state=Message.State.FAILED, dead_letter=None)
        with transaction.atomic():
            count = messages.filter(Q(state__in=Message.OPEN) | without_letter).update(
                state=Message.State.PENDING, due_at=at_once(), failures=0, deliveries=0, lease=None
            )
            transaction.on_commit(nudge, robust=True)
        for letter in DeadLetter.objects.filter(message__in=messages, state=DeadLetter.State.OPEN):
            try:
                replay(letter, by=request.user.get_username())
                count += 1
            except CannotResolve:  # Somebody else has just resolved it.
                pass
        self.message_user(request, _("%(count)d messages will be sent again now.") % {"count": count})


def summary() -> str:
    """Return a line with the number of messages in each open state, up to COUNT_AT_MOST, and the age of the oldest."""
    parts = []
    for state in (*Message.OPEN, Message.State.FAILED):
        count = Message.objects.filter(state=state)[:COUNT_AT_MOST].count()
        more = "+" if count == COUNT_AT_MOST else ""
        parts.append(f"{state.label}: {count}{more}")
    oldest = Message.objects.filter(state=Message.State.PENDING).order_by("due_at", "id").first()
    if oldest:
        parts.append(
            _("the oldest has waited %(time)s") % {"time": timesince(oldest.created_at, timezone.now())}
        )
    return " · ".join(parts)
