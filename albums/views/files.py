"""The bytes of pictures. Access is checked for every request; what may be read never changes, so it may be
kept by the reader's own browser (`private, immutable`)."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from accounts.access import member_required
from albums.lookup import get_picture_to_read
from albums.models import VARIANTS, Derivative, Picture
from storage.models import StoredFile
from storage.reading import FileLost, open_file

YEAR = 365 * 24 * 3600


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


def send_file(request, file: StoredFile, download_as: str = "") -> HttpResponseBase:
    etag = f'"{file.sha256}"'
    response: HttpResponseBase
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        try:
            response = LargeBlockResponse(
                open_file(file),
                content_type=file.content_type,
                as_attachment=bool(download_as),
                filename=download_as,
            )
        except FileLost:
            # Never cached: the next request may find it again.
            return HttpResponse(status=503, content_type="text/plain", headers={"Cache-Control": "no-store"})
        response["Content-Length"] = str(file.size)
    response["ETag"] = etag
    response["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    # A file opened by its own address must never run anything, whatever it holds.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_vary_headers(response, ["Cookie"])
    return response


class LargeBlockResponse(FileResponse):
    block_size = 256 * 1024
