"""Tell who may read the site's figures."""

import ipaddress

from django.conf import settings


def may_monitor(request) -> bool:
    """Tell whether the caller's own address is in MONITORING_NETWORKS."""
    own, forwarded = request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For")
    # Behind a proxy that is not in TRUSTED_PROXIES the address is the proxy's, and the caller may be anybody.
    if forwarded is not None and forwarded.rpartition(",")[2].strip() != own:
        return False
    try:
        address = ipaddress.ip_address(own)
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in settings.MONITORING_NETWORKS)
