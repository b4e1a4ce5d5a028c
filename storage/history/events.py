"""Events: which step of a file's life happened, when, and who caused it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.TextChoices):
    """The steps of a file's life. Their values are stored and never change."""

    REQUESTED = "requested", _("requested")
    STORED = "stored", _("stored")
    REFUSED = "refused", _("could not be stored")
    KEPT = "kept", _("kept")
    ABANDONED = "abandoned", _("abandoned")
    SERVED_FROM_BACKUP = "served from backup", _("served from the backup")
    DAMAGE_FOUND = "damage found", _("damage found")
    HEALED = "healed", _("healed")
    VERIFIED = "verified", _("verified")
    DELETION_REQUESTED = "deletion requested", _("deletion requested")
    DELETED = "deleted", _("deleted")
    REENCRYPTED = "reencrypted", _("encrypted again")


@dataclass(frozen=True)
class Event:
    """One step of one file.

    `storage` is blank if the step is not about one storage. `actor` is who caused it, `note` is short and for
    administrators.
    """

    # Made when the event is recorded, so that a message that comes twice changes nothing. Most ids begin with the time,
    # so that events sort in the order of recording even in a store without microseconds.
    id: str
    at: datetime
    file_key: str
    file_id: int
    step: str
    storage: str = ""
    actor: str = ""
    request_id: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        return str(Step(self.step).label) if self.step in Step.values else self.step

    def as_json(self) -> dict:
        """Return the event as JSON, without blank values: one message carries hundreds of events."""
        values = asdict(self) | {"at": self.at.isoformat()}
        return {name: value for name, value in values.items() if value != ""}

    @classmethod
    def from_json(cls, values: dict) -> "Event":
        """Return the event that `as_json` was called on."""
        return cls(**values | {"at": datetime.fromisoformat(values["at"])})
