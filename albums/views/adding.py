"""The uploader. Without scripts a plain form sends many files. With scripts they arrive one by one: at `/uploads/`
(albums/views/uploads.py), or at the form's own address where the client for that is not installed."""

import secrets

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import contributor_required
from albums.films.limits import limit_of
from albums.models import Album, Motion, Picture
from albums.models.pictures import CAPTION_LENGTH
from albums.rejections import explain, notify, status_of
from albums.selectors import get_album
from albums.services.order import Sent, natural_key, read_batch, read_place
from albums.services.uploads import SAME_PICTURE, UploadResult, add_picture
from picup.db.connections import release_connections
from picup.web.busy import add_retry_after
from picup.web.negotiation import wants_json
from picup.web.static_files import find_static
from storage.io.staging import StageFiles
from storage.models import Usage
from storage.safety import safe_files

# static/upload/safe.js asks for so many at once.
SAFE_AT_ONCE = 50
# In this order: what a file offers to those after it is there when they begin.
SCRIPTS = [
    f"upload/{name}.js"
    for name in (
        *("words", "records", "sha256", "pieces", "known", "person", "send", "queue", "rows", "captions"),
        *("safe", "overall", "dropping", "folders", "unfinished", "page"),
    )
]


# Exempt only here: checking the token reads the body, which must not happen before the person's rights are checked and
# the upload handler is in place. `receive_files` is protected.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@contributor_required
def album_add(request, album_id):
    """Show the uploader, or add the files of a POST to the album."""
    album = get_album(request.user, album_id)
    if request.method == "POST":
        usage = Usage.objects.get(family_id=album.family_id)
        of_site = Usage.objects.site_left_bytes()
        staging = StageFiles(request, budget=usage.left_bytes, site_budget=of_site, limit_of=limit_of)
        request.upload_handlers = [staging]
        # Keep no database connection meanwhile: a slow network sends for minutes.
        release_connections()
        try:
            return receive_files(request, album)
        finally:
            staging.upload_interrupted()
    return render_form(request, album, [], 200)


@csrf_protect
def receive_files(request, album: Album):
    """Read the body and add each of its files. Answer with one result for each, as JSON or as a page."""
    files = sorted(request.FILES.getlist("files"), key=lambda file: natural_key(file.name))
    results = [
        add_picture(person=request.user, album=album, staged=file, sent=sent)
        for file, sent in zip(files, read_sent(request.POST, len(files)), strict=True)
    ]
    status = status_of(results) if results else 400
    if wants_json(request):
        response = JsonResponse(results_as_json(results), status=status)
    else:
        response = render_form(request, album, results, status)
    # The uploader comes again by itself.
    waits = status == 503 and any(result.reason in ("busy", "no-room") for result in results)
    return add_retry_after(response) if waits else response


def read_sent(fields, count: int) -> list[Sent]:
    """Return what the form's fields say of each of its files. The script sends one file, and says where it stands."""
    caption = " ".join(fields.get("caption", "").replace("\0", "").split())[:CAPTION_LENGTH]
    if "batch" in fields and count == 1:
        return [Sent(caption, read_batch(fields["batch"]), read_place(fields.get("place", "")))]
    batch = secrets.token_hex(8) if count > 1 else ""
    return [Sent(caption, batch, place) for place in range(count)]


def results_as_json(results: list[UploadResult]) -> dict:
    """Return the body of the answer: `results`, and a `reason` if no file was sent."""
    body: dict = {"results": [result_as_dict(result) for result in results]}
    if not results:
        body["reason"] = _("Choose at least one photo.")
    return body


def result_as_dict(result: UploadResult) -> dict:
    """Return a result as the uploader and the page show it.

    `picture` is an id or None. `reason` says why a file was rejected, or what must be said of an added one. `same` is
    there if the family has the same picture in another file.
    """
    return {
        "name": result.name,
        "status": result.status,
        "picture": result.picture.public_id if result.picture else None,
        "reason": explain(result.reason) if result.reason else " ".join(map(notify, result.notices)),
        **({SAME_PICTURE: True} if SAME_PICTURE in result.notices else {}),
    }


def render_form(request, album: Album, results: list[UploadResult], status: int):
    """Show the uploader with the results of the last upload, if there was one."""
    context = {
        "album": album,
        "results": [result_as_dict(result) for result in results],
        "met_same": any(SAME_PICTURE in result.notices for result in results),
        "nothing_chosen": request.method == "POST" and not results,
        "scripts": SCRIPTS,
        "tus_client": find_static("tus.min.js"),
        "title_length": Album._meta.get_field("title").max_length,
        "caption_length": CAPTION_LENGTH,
    }
    return render(request, "album_add.html", context, status=status)


@require_safe
@contributor_required
def album_safe(request, album_id):
    """Answer in JSON which of the named pictures of an album have a verified copy in every storage.

    A film that became a photo's is asked for by the id of the picture that it was.
    """
    album = get_album(request.user, album_id)
    ids = request.GET.get("pictures", "").split(",")[:SAFE_AT_ONCE]
    pictures = Picture.objects.filter(album=album, public_id__in=ids, trashed_at=None)
    films = Motion.objects.filter(picture__album=album, public_id__in=ids, picture__trashed_at=None)
    files = {
        public_id: pk
        for rows in (pictures, films)
        for public_id, pk in rows.values_list("public_id", "file_id")
    }
    safe = safe_files(files.values())
    response = JsonResponse({"safe": [public_id for public_id, file in files.items() if file in safe]})
    response["Cache-Control"] = "no-store"
    return response
