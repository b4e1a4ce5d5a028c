"""Metrics of addresses that sign people in.

Each has a label: the library writes to the disk when it makes a counter without one, and here that is at the start.
"""

from prometheus_client import Counter

CLOSED = Counter("picup_closed_addresses", "Requests for links and invitations that open nothing.", ["kind"])
LINKS_CLOSED = Counter("picup_links_closed", "Personal links that a tick closed, by the reason.", ["reason"])
SIGN_INS_REFUSED = Counter("picup_sign_ins_refused", "Sign-ins refused by a limit of failures.", ["limit"])
SIGN_UPS_REFUSED = Counter("picup_sign_ups_refused", "Families that were not made.", ["reason"])
LETTERS_REFUSED = Counter("picup_letters_refused", "Letters that were not sent.", ["limit"])
