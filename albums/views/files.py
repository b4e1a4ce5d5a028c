"""The bytes of pictures. Access is checked in every request.

The bytes behind an address never change, so a person's own browser may keep derivatives for some days. Not
for longer: its link may be closed meanwhile. Originals are not kept.
"""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.decorators import member_required
from albums.films.limits import PART_BYTES
from albums.models import FILM, LARGE, POSTER, VARIANTS, Picture
from albums.selectors import find_derivative, get_picture_to_read
from albums.services.motion import find_motion
from picup.web.download_limit import limit_download
from picup.web.errors import error_page
from picup.web.negotiation import names_page
from storage.io import serving
from storage.models import StoredFile

ORIGINALS = ORIGINAL, ORIGINAL_FILM = "original", "original-film"
# A film's poster.
POSTER_VARIANT = "screen"
KEEP_SECONDS = 7 * 24 * 3600


@require_safe
@member_required
def picture_file(request, picture_id, variant):
    """Send a picture's `thumb`, `page`, `screen` or `large` to every member, its `original` to contributors.

    Of a film, and of a photo that has one, also its `poster`, which is its `screen`, and the `film` that is played; to
    contributors the `original-film` of a photo of which that is a file of its own.
    """
    if variant in ORIGINALS:
        return send_original(request, picture_id, variant)
    if variant in (POSTER, FILM):
        return send_of_film(request, picture_id, variant)
    if variant not in (*VARIANTS, LARGE):
        raise Http404
    file = find_derivative(request.user, picture_id, variant)
    if file is None:
        return not_yet(get_picture_to_read(request.user, picture_id))
    if variant != LARGE:
        return send_rendering(request, picture_id, variant, file)
    # More bytes than the web server keeps for who does not read them: as with originals, a thread would wait.
    return limit_download(request, partial(send_file, request, file, keep_seconds=KEEP_SECONDS))


def send_rendering(request, picture_id: str, variant: str, file: StoredFile) -> HttpResponseBase:
    """Send a derivative; if no storage has it now, the nearest other one, which the browser does not keep."""
    response = send_file(request, file, keep_seconds=KEEP_SECONDS)
    for other in nearest(variant) if response.status_code == 503 else ():
        replacement = find_derivative(request.user, picture_id, other)
        if replacement and (found := send_file(request, replacement)).status_code != 503:
            return found
    return response


def nearest(variant: str) -> list[str]:
    """Return the other variants: the smaller ones, the largest of them first, and then the larger ones."""
    wanted = VARIANTS[variant]
    others = [name for name in VARIANTS if name != variant]
    return sorted(others, key=lambda name: (VARIANTS[name] > wanted, abs(VARIANTS[name] - wanted)))


def send_file(request, file: StoredFile, **options) -> HttpResponseBase:
    """Send a file as `storage.io.serving.send_file`. Somebody who opened its address gets a page if it is lost."""
    response = serving.send_file(request, file, **options)
    if response.status_code != 503 or not names_page(request):
        return response
    page = error_page(
        request, 503, _("We cannot show this just now"), _("We know about it. Please try again later.")
    )
    page["Cache-Control"] = "no-store"
    return page


def send_of_film(request, picture_id: str, variant: str) -> HttpResponseBase:
    """Send a film, in parts to a player that asks for ranges, or its poster. Raise Http404 for a photo without one."""
    file = find_derivative(request.user, picture_id, FILM if variant == FILM else POSTER_VARIANT)
    if file is None or variant == POSTER:
        picture = get_picture_to_read(request.user, picture_id)
        if not picture.playing:
            raise Http404
        if file is None:
            return not_yet(picture)
    if variant == POSTER:
        return send_rendering(request, picture_id, POSTER_VARIANT, file)
    send = partial(send_file, request, file, keep_seconds=KEEP_SECONDS, part_bytes=PART_BYTES)
    if "Range" in request.headers:
        response = send()
        # Not for one that nobody understands, or whose `If-Range` is of something else: the whole film comes then.
        if response.status_code != 200:
            return response
        response.close()
    return limit_download(request, send)


def send_original(request, picture_id: str, variant: str) -> HttpResponseBase:
    """Send the file as it was uploaded, with all its metadata. Raise PermissionDenied unless for a contributor.

    It takes long: each person has a share of the threads for it (picup/web/download_limit.py).
    """
    picture = get_picture_to_read(request.user, picture_id)
    if not request.user.may_contribute:
        raise PermissionDenied
    sent = picture if variant == ORIGINAL else find_motion(picture)
    if sent is None:
        raise Http404
    return limit_download(request, lambda: send_file(request, sent.file, download_as=sent.name))


def not_yet(picture: Picture) -> HttpResponse:
    """Answer 404 for a derivative that does not exist, and say when to ask again if one is being made."""
    response = HttpResponse(status=404, content_type="text/plain")
    response["Cache-Control"] = "no-store"
    is_coming = picture.state == Picture.State.WAITING or picture.playing == Picture.Playing.WAITING
    if is_coming or not picture.is_sharp:
        response["Retry-After"] = "2"
    return response
