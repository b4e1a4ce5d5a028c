"""What happened to a file, when, by whom."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.TextChoices):
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
    """One step. `storage` is blank where a step is about none; `note` is short and for administrators."""

    # Made when the event is recorded, so that a repeated message changes nothing. Most begin with the time:
    # they sort as they were recorded, also where a store keeps no microseconds.
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
        """Without what is blank: hundreds of them travel in one message."""
        values = asdict(self) | {"at": self.at.isoformat()}
        return {name: value for name, value in values.items() if value != ""}

    @classmethod
    def from_json(cls, values: dict) -> "Event":
        return cls(**values | {"at": datetime.fromisoformat(values["at"])})
