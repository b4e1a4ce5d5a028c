"""The short way to the bytes of thumbs and pages: an album asks for dozens of them at once.

It answers only what is well in every respect, by two queries that are compiled already. Whatever is not – signed
out, another family's, in the trash, a part, a damaged copy, a storage that is away – goes the long way, past all
middleware and through the view, which knows what to say and do. So each refusal and each repair is in one place.
"""

import re
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.urls import ResolverMatch, resolve

from accounts.sessions import claim_of
from albums.models import VARIANTS, Derivative
from picup.prepared import Prepared
from storage.serving import SmallFile, send_small

ADDRESS = re.compile(rf"/pictures/([0-9a-f]{{20}})/file/({'|'.join(VARIANTS)})", re.ASCII)
# Whoever sends one of these wants less than the whole file.
CONDITIONS = ("HTTP_RANGE", "HTTP_IF_NONE_MATCH")
MEMBER = "picture__album__family__members__"

# A derivative, if the person is a member of the family whose it is; not one from the trash.
lookup = Prepared(
    lambda person, picture, variant: Derivative.objects.filter(
        variant=variant,
        picture__public_id=picture,
        picture__trashed_at=None,
        picture__album__trashed_at=None,
        picture__album__family__members=person,
    ).values_list(
        *(f"{MEMBER}{name}" for name in ("is_active", "password", "public_id")),
        *(f"file__{name}" for name in SmallFile._fields),
    ),
    person=1_000_001,
    picture="a picture",
    variant="a variant",
)


class Reader(NamedTuple):
    """As much of a person as the log names."""

    public_id: str


class QuickBytesMiddleware:
    """Inside of what counts, times and logs requests and sets the headers of all answers."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return answer(request) or self.get_response(request)


def answer(request) -> HttpResponse | None:
    """None: not for the short way."""
    match = ADDRESS.fullmatch(request.path_info)
    session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if (
        not match
        or not session_key
        or request.method != "GET"
        or not request.META.keys().isdisjoint(CONDITIONS)
    ):
        return None
    # Refuses the name of another host, as CommonMiddleware does.
    request.get_host()
    claim = claim_of(session_key)
    if not claim:
        return None
    row = lookup(person=claim.user_id, picture=match[1], variant=match[2])
    if not row:
        return None
    is_active, password, public_id, *file = row
    if not is_active or not claim.holds(password):
        return None
    response = send_small(SmallFile(*file))
    if response:
        response["X-Frame-Options"] = settings.X_FRAME_OPTIONS
        # For the log and the figures.
        request.resolver_match, request.user = route(), Reader(public_id)
    return response


@cache
def route() -> ResolverMatch:
    """All these addresses have one name, which is all that is asked of it."""
    return resolve(f"/pictures/{'0' * 20}/file/thumb")
