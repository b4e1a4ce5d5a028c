"""The uploader: a plain form that takes many files; with scripts, the same address takes them one by one."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from accounts.decorators import contributor_required
from albums.models import Album, Picture
from albums.rejections import explain, status_of
from albums.selectors import get_album
from albums.services.uploads import UploadResult, add_picture
from picup.db.connections import release_connections
from picup.web.busy import add_retry_after
from picup.web.negotiation import wants_json
from storage.io.staging import StageFiles
from storage.models import Usage

CAPTION_LENGTH = Picture._meta.get_field("caption").max_length


# Exempt only until the upload handler is in place: checking the token reads the body, and until then nobody
# knows whether this person may send one. `receive` is protected.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@contributor_required
def album_add(request, album_id):
    album = get_album(request.user, album_id)
    if request.method == "POST":
        usage = Usage.objects.get(family_id=album.family_id)
        staging = StageFiles(request, budget=usage.left_bytes)
        request.upload_handlers = [staging]
        # A slow line sends for minutes.
        release_connections()
        try:
            return receive(request, album)
        finally:
            staging.upload_interrupted()
    return show(request, album, [], 200)


@csrf_protect
def receive(request, album: Album):
    caption = " ".join(request.POST.get("caption", "").replace("\0", "").split())[:CAPTION_LENGTH]
    files = request.FILES.getlist("files")
    results = [add_picture(person=request.user, album=album, staged=file, caption=caption) for file in files]
    status = status_of(results) if results else 400
    if wants_json(request):
        response = JsonResponse(answer(results), status=status)
    else:
        response = show(request, album, results, status)
    is_busy = status == 503 and any(result.reason == "busy" for result in results)
    return add_retry_after(response) if is_busy else response


def answer(results: list[UploadResult]) -> dict:
    body: dict = {"results": [describe(result) for result in results]}
    if not results:
        body["reason"] = _("Choose at least one photo.")
    return body


def describe(result: UploadResult) -> dict:
    return {
        "name": result.name,
        "status": result.status,
        "picture": result.picture.public_id if result.picture else None,
        "reason": explain(result.reason) if result.reason else "",
    }


def show(request, album: Album, results: list[UploadResult], status: int):
    context = {
        "album": album,
        "results": [describe(result) for result in results],
        "nothing_chosen": request.method == "POST" and not results,
    }
    return render(request, "album_add.html", context, status=status)
