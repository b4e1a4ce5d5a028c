"""Which files an album has already, so that their bytes need not travel."""

import re

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from accounts.decorators import contributor_required
from albums.selectors import find_whole, get_album

# Files that one request may ask about. The others are answered as unknown.
KNOWN_AT_ONCE = 200
SHA256 = re.compile(r"[0-9a-f]{64}")


@require_POST
@contributor_required
def album_known(request, album_id):
    """Answer in JSON which of the files in `sha256` (in hex, separated by commas) the album shows: the pictures' ids.

    A photo that would bring something back, such as one in the trash or one that was lost, counts as unknown.
    """
    album = get_album(request.user, album_id)
    wanted = request.POST.get("sha256", "").lower().split(",")[:KNOWN_AT_ONCE]
    found = find_whole(album, [one for one in wanted if SHA256.fullmatch(one)])
    response = JsonResponse({"known": dict(found.values_list("sha256", "public_id"))})
    response["Cache-Control"] = "no-store"
    return response
