"""Do something at most once, or a number of times, within some seconds."""

import ipaddress
import logging
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import Tally

logger = logging.getLogger(__name__)
HOUR = 3600


def is_first_within(seconds: int, key: str, *, if_unknown: bool) -> bool:
    """Return True for the first call with `key` within `seconds`, else False.

    Return `if_unknown` if the cache does not answer. A cache in process memory counts for each process by itself.
    """
    try:
        return cache.add(key, True, seconds)
    except Exception:
        logger.exception("The cache does not answer")
        return if_unknown


@dataclass(frozen=True)
class Limit:
    """At most `most` times within `seconds`, from the first time on, for each who does it. 0: as often as one likes.

    Counted in the database: the in-process cache would count for each web process alone.
    """

    name: str
    most: int
    seconds: int = HOUR

    def take(self, who: str = "") -> bool:
        """Count one time. Return False, and count nothing, if the limit is reached.

        Each step is one conditional statement, so that of many at the same moment no more than `most` get True.
        """
        if not self.most:
            return True
        return self.add(who, most=self.most)

    def add(self, who: str, *, most: int) -> bool:
        """Count one time unless `most` are counted already. Return whether it was counted."""
        key, now = self.key(who), timezone.now()
        rows = Tally.objects.filter(key=key)
        ends = now + timedelta(seconds=self.seconds)
        for _try in range(2):
            if rows.filter(until__gt=now, number__lt=most).update(number=F("number") + 1):
                return True
            if rows.filter(until__lte=now).update(number=1, until=ends):
                return True
            if rows.exists():
                return False
            try:
                with transaction.atomic():
                    Tally.objects.create(key=key, number=1, until=ends)
            except IntegrityError:
                continue  # Somebody else has just made the row.
            return True
        return False

    def note(self, who: str) -> None:
        """Count one time, whether the limit is reached or not."""
        self.add(who, most=2**31 - 1)

    def number(self, who: str) -> int:
        """Return how often it was counted within the time that runs. 0 if none runs."""
        found = Tally.objects.filter(key=self.key(who), until__gt=timezone.now())
        return found.values_list("number", flat=True).first() or 0

    def is_reached(self, who: str) -> bool:
        return bool(self.most) and self.number(who) >= self.most

    def forget(self, who: str) -> None:
        """Begin anew."""
        Tally.objects.filter(key=self.key(who)).delete()

    def key(self, who: str) -> str:
        """Return a keyed hash: a copy of the database tells nobody which names and addresses were typed."""
        return salted_hmac(f"picup.limit.{self.name}", who, algorithm="sha256").hexdigest()


def network_of(address: str) -> str:
    """Return what one caller has of addresses: an IPv4 address, or the first address of an IPv6 /64. "" for nonsense.

    A household has a whole /64 of IPv6, so its single addresses say nothing.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    found = getattr(found, "ipv4_mapped", None) or found
    if found.version == 4:
        return str(found)
    return str(ipaddress.IPv6Network((int(found) >> 64 << 64, 64)).network_address)


def caller(request) -> str:
    """Return the network of who sent a request. RealAddressMiddleware has set the address behind our own proxy."""
    return network_of(request.META.get("REMOTE_ADDR", ""))


def forget_old() -> None:
    """Delete the tallies whose time is over."""
    Tally.objects.filter(until__lte=timezone.now()).delete()
