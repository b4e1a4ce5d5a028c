"""The bytes of pictures. Access is checked for every request; what may be read never changes, so it may be
kept by the reader's own browser (`private, immutable`)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import member_required
from albums.lookup import get_picture_to_read
from albums.models import VARIANTS, Derivative, Picture
from storage.serving import send_file


@require_safe
@member_required
def picture_file(request, picture_id, variant):
    """`thumb`, `page`, `screen`: for every member. `original`, with everything the camera wrote into it: for
    contributors only."""
    picture = get_picture_to_read(request.user, picture_id)
    if variant == "original":
        if not request.user.may_contribute:
            raise PermissionDenied
        return send_file(request, picture.file, download_as=picture.name)
    if variant not in VARIANTS:
        raise Http404
    derivative = Derivative.objects.select_related("file").filter(picture=picture, variant=variant).first()
    return send_file(request, derivative.file) if derivative else not_yet(picture)


def not_yet(picture: Picture) -> HttpResponse:
    response = HttpResponse(status=404, content_type="text/plain")
    response["Cache-Control"] = "no-store"
    if picture.state == Picture.State.WAITING:
        response["Retry-After"] = "2"
    return response
