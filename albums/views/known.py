"""Files that a family has already are added by their checksum, so that their bytes need not travel."""

import re

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from accounts.decorators import contributor_required
from albums.rejections import status_of
from albums.selectors import find_whole, find_whole_films, get_album
from albums.services.sharing import find_whole_files, may_share
from albums.services.uploads import UploadResult, add_known_file
from albums.views.adding import read_sent, results_as_json
from picup.web.busy import add_retry_after
from storage.io.file_names import clean_name
from storage.models import StoredFile

# Files that one request may ask about. The others are answered as unknown.
KNOWN_AT_ONCE = 200
SHA256 = re.compile(r"[0-9a-f]{64}")


@require_POST
@contributor_required
def album_known(request, album_id):
    """Answer in JSON which of the files in `sha256` (in hex, separated by commas) need not be sent.

    `known` has those that the album shows, with their pictures' ids: duplicates. `family` has the checksums of others
    that the family has whole: `album_add_known` adds them. What must be sent to bring back what was lost is in neither.
    """
    album = get_album(request.user, album_id)
    wanted = request.POST.get("sha256", "").lower().split(",")[:KNOWN_AT_ONCE]
    asked = {one for one in wanted if SHA256.fullmatch(one)}
    known = dict(find_whole(album, sorted(asked)).values_list("sha256", "public_id"))
    films = find_whole_films(album, sorted(asked - known.keys()))
    known |= films.values_list("file__sha256", "picture__public_id")
    whole = (
        find_whole_files(album.family_id, asked - known.keys()) if may_share() else StoredFile.objects.none()
    )
    response = JsonResponse({"known": known, "family": sorted({file.sha256 for file in whole})})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@contributor_required
def album_add_known(request, album_id):
    """Add the photo whose file has the checksum `sha256` and answer as the uploader does, in JSON.

    `name`, `caption`, `batch` and `place` are those that would be sent with the file. 409: send the file itself.
    """
    album = get_album(request.user, album_id)
    checksum = request.POST.get("sha256", "").lower()
    name = clean_name(request.POST.get("name", ""))
    [sent] = read_sent(request.POST, 1)
    result = None
    if SHA256.fullmatch(checksum):
        result = add_known_file(person=request.user, album=album, sha256=checksum, name=name, sent=sent)
    results = [result or UploadResult(name, "rejected", reason="send-it")]
    response = JsonResponse(results_as_json(results), status=status_of(results))
    response["Cache-Control"] = "no-store"
    return add_retry_after(response) if response.status_code == 503 else response
