"""People: families, their members, invitations, the personal links of parents, and leaving.

A module for each; all are imported from here. `people.py` knows none of the others.
"""

from accounts.models.devices import NEW_DEVICE_FOR, Device, SignedInSession, translate_label
from accounts.models.invitations import (
    INVITATION_LIFETIME,
    Invitation,
    InvitationQuerySet,
    hash_token,
    last_day_before,
    new_token,
)
from accounts.models.journal import JournalEntry
from accounts.models.leaving import TIME_TO_THINK, Leaving
from accounts.models.links import PersonalLink, PersonalLinkQuerySet
from accounts.models.people import (
    CONTRIBUTORS,
    DEFAULT_TEXT_STEP,
    LANGUAGES,
    TEXT_STEPS,
    Family,
    Role,
    User,
    UserManager,
    normalize_email,
)
from accounts.models.second_factor import RecoveryCode, SecondFactor
from accounts.models.tallies import Tally

__all__ = [
    "CONTRIBUTORS",
    "DEFAULT_TEXT_STEP",
    "INVITATION_LIFETIME",
    "LANGUAGES",
    "NEW_DEVICE_FOR",
    "TEXT_STEPS",
    "TIME_TO_THINK",
    "Device",
    "Family",
    "Invitation",
    "InvitationQuerySet",
    "JournalEntry",
    "Leaving",
    "PersonalLink",
    "PersonalLinkQuerySet",
    "RecoveryCode",
    "Role",
    "SecondFactor",
    "SignedInSession",
    "Tally",
    "User",
    "UserManager",
    "hash_token",
    "last_day_before",
    "new_token",
    "normalize_email",
    "translate_label",
]
