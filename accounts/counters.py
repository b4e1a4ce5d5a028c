"""Metrics of what was refused at the doors. No label tells who."""

from prometheus_client import Counter

SIGN_INS_REFUSED = Counter("picup_sign_ins_refused", "Sign-ins refused by a limit of failures.", ["limit"])
SIGN_UPS_REFUSED = Counter("picup_sign_ups_refused", "Families that were not made.", ["reason"])
LETTERS_REFUSED = Counter("picup_letters_refused", "Letters that were not sent.", ["limit"])
