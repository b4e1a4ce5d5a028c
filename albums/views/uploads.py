"""Resumable uploads by tus 1.0.0 (albums/resumable/): `/uploads/` creates one, its own address receives the bytes."""

import logging
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from albums.models import StagedUpload
from albums.resumable import headers, limits, origin, refusals
from albums.resumable.claiming import claim, find_upload, is_being_finished
from albums.resumable.finishing import finish, read_result
from albums.resumable.receiving import Interrupted, Receiver
from albums.resumable.refusals import Refusal
from albums.selectors import get_album
from picup.core.full import is_full
from picup.core.public_ids import new_public_id
from picup.core.transactions import Busy
from picup.db.connections import release_connections
from picup.db.responses import read_only_response
from picup.db.routing import is_read_only
from picup.encryption.keyring import UnknownKey
from picup.encryption.segments import Damaged
from picup.web.busy import add_retry_after
from storage.io.growing import remove_parts

logger = logging.getLogger(__name__)


def tus(*methods: str):
    """Require one of these methods of a contributor, by tus 1.0.0, from our own pages or a program.

    Answer every refusal in JSON, with `reason`, a sentence for the person. To HEAD a site that rests or is busy says
    423: the protocol's clients then come again, and begin anew after 503.
    """

    def decorate(view):
        # Protected by `origin.py`.
        @csrf_exempt
        @wraps(view)
        def wrapper(request, **arguments) -> HttpResponse:
            method = method_of(request)
            if method == "OPTIONS":
                response: HttpResponse = describe()
            elif method not in methods:
                response = JsonResponse({"error": "method"}, status=405)
                response["Allow"] = ", ".join((*methods, "OPTIONS"))
            elif is_read_only():
                response = read_only_response(request)
            else:
                response = answer(view, request, method, **arguments)
            if method == "HEAD" and response.status_code == 503:
                lock(response)
            response["Tus-Resumable"] = headers.VERSION
            response.setdefault("Cache-Control", "no-store")
            return response

        return wrapper

    return decorate


def lock(response: HttpResponse) -> None:
    """Make of a 503 the answer to HEAD. Without `Retry-After`: with it 423 says that the upload is being finished."""
    response.status_code = refusals.LOCKED
    del response["Retry-After"]


def method_of(request) -> str:
    """Return the method, or the one that stands for it where a network lets only POST pass."""
    override = request.headers.get("X-HTTP-Method-Override", "") if request.method == "POST" else ""
    return override.upper() or request.method


def describe() -> HttpResponse:
    """Return what this server can do."""
    response = HttpResponse(status=204)
    response["Tus-Version"] = headers.VERSION
    response["Tus-Extension"] = headers.EXTENSIONS
    response["Tus-Checksum-Algorithm"] = ",".join(headers.ALGORITHMS)
    response["Tus-Max-Size"] = str(limits.largest_upload())
    return response


def answer(view, request, method: str, **arguments) -> HttpResponse:
    """Return the view's answer, or that to a refusal."""
    try:
        check_caller(request, method)
        return view(request, method, **arguments)
    except Refusal as refusal:
        return refuse(refusal)
    except PermissionDenied:
        return refuse(Refusal("not-allowed"))
    except Http404:
        return refuse(Refusal("not-found"))
    except Busy:
        return refuse(Refusal("busy"))


def check_caller(request, method: str) -> None:
    """Raise Refusal unless the caller may contribute, speaks our version, and is not another site's page."""
    if not request.user.is_authenticated:
        raise Refusal("sign-in")
    if request.user.family_id is None or not request.user.may_contribute:
        raise Refusal("not-allowed")
    # A browser that shows the result of an upload sends nothing of the protocol.
    if method != "GET" and request.headers.get("Tus-Resumable") != headers.VERSION:
        raise Refusal("version", f"Tus-Resumable must be {headers.VERSION}")
    if method not in ("GET", "HEAD") and origin.is_from_elsewhere(request):
        raise Refusal("other-site")


def refuse(refusal: Refusal) -> HttpResponse:
    """Return the answer to a refusal."""
    body = {"error": refusal.code, "reason": refusals.explain(refusal.code)}
    if refusal.detail:
        body["detail"] = refusal.detail
    response = JsonResponse(body, status=refusals.status_of(refusal.code))
    if refusal.code == "version":
        response["Tus-Version"] = headers.VERSION
    if refusal.code == "checksum":
        response.reason_phrase = "Checksum Mismatch"
    comes_again = response.status_code == 503 or refusal.code == "finishing"
    return add_retry_after(response) if comes_again else response


@tus("POST")
def uploads(request, method: str) -> HttpResponse:
    """Create an upload, with as much of the file as the body has."""
    length = headers.read_length(request)
    header = request.headers.get("Upload-Metadata", "")
    album = get_album(request.user, headers.read_metadata(header).album)
    limits.check_length(length)
    expected = headers.read_content_length(request)
    if expected != 0:
        headers.check_content_type(request)
    check_fits(expected, length)
    checksum = headers.read_checksum(request)
    limits.check_room(album, length)
    upload = StagedUpload.objects.create(
        family_id=album.family_id,
        person=request.user,
        album=album,
        metadata=header,
        length=length,
        token=new_public_id() if expected != 0 or length == 0 else "",
    )
    if upload.token:
        create_with_upload(request, upload, expected, checksum)
    response = describe_upload(HttpResponse(status=201), upload)
    response["Location"] = request.build_absolute_uri(reverse("upload", args=[upload.public_id]))
    return response


def create_with_upload(request, upload: StagedUpload, expected: int | None, checksum) -> None:
    """Take the body of a creation in. Whoever is refused here does not know the upload: it is deleted."""
    try:
        take(request, upload, expected, checksum, may_append=False, is_told=False)
    except Refusal as refusal:
        if refusals.status_of(refusal.code) != 503:
            remove(upload)
            raise
        # Created, and all of it is here but its last byte.
        upload.refresh_from_db()
    except BaseException:
        remove(upload)
        raise


@tus("HEAD", "GET", "PATCH", "DELETE")
def upload(request, method: str, upload_id: str) -> HttpResponse:
    """Tell how much is here for good, and the result; take more bytes in; or give the upload up."""
    upload = find_upload(request.user, upload_id)
    if method == "DELETE":
        remove(upload)
        return HttpResponse(status=204)
    if method == "HEAD" and is_being_finished(upload):
        raise Refusal("finishing")
    if method == "PATCH":
        append(request, upload)
        return describe_upload(HttpResponse(status=204), upload)
    result = upload.result and read_result(upload)
    body = {"offset": upload.offset, "length": upload.length, "result": result}
    response = describe_upload(JsonResponse(body), upload)
    response["Upload-Length"] = str(upload.length)
    response["Upload-Metadata"] = upload.metadata
    return response


def append(request, upload: StagedUpload) -> None:
    """Take the body of a PATCH in."""
    headers.check_content_type(request)
    offset = headers.read_number(request, "Upload-Offset")
    expected = headers.read_content_length(request)
    checksum = headers.read_checksum(request)
    if upload.result is not None and offset == upload.length and not expected:
        return
    check_fits(expected, upload.length - offset)
    if upload.result is None:
        # It may have been put into the trash.
        get_album(request.user, upload.album.public_id)
        limits.check_room(upload.album, upload.length, upload)
    may_append = claim(upload, offset)
    take(request, upload, expected, checksum, may_append=may_append, is_told=True)


def check_fits(expected: int | None, room: int) -> None:
    """Raise Refusal for a body that says it is longer than what is missing."""
    if expected is not None and expected > max(0, room):
        raise Refusal("longer", "The body is longer than Upload-Length says")


def take(
    request, upload: StagedUpload, expected: int | None, checksum, *, may_append: bool, is_told: bool
) -> None:
    """Receive a body for a claimed upload, and add the picture if that was the last of it."""
    # A slow network sends for minutes.
    release_connections()
    try:
        receive(request, expected, checksum, Receiver(upload, may_append, is_told=is_told))
    except (Damaged, UnknownKey) as error:
        logger.exception("The bytes of upload %s are lost: it is given up, and must be sent again", upload.pk)
        remove(upload)
        raise Refusal("expired") from error
    except OSError as error:
        if not is_full(error):
            logger.exception("The staging volume does not take upload %s", upload.pk)
        else:
            logger.error("There is no room for upload %s: %s", upload.pk, error)
        raise Refusal("no-room") from error


def receive(request, expected: int | None, checksum, receiver: Receiver) -> None:
    try:
        receiver.receive(body_of(request, expected), expected, checksum)
        if receiver.is_complete:
            finish(receiver)
        else:
            receiver.release()
    except Interrupted as error:
        if checksum:
            receiver.give_up()
        else:
            receiver.release()
        raise Refusal("bad-request", "The body ended early") from error
    except Refusal as refusal:
        if refusal.code in ("checksum", "longer"):
            receiver.give_up()
        raise
    finally:
        receiver.close()


def body_of(request, expected: int | None):
    """Return the stream of the body. Django reads none that has no length; the web server knows where chunks end."""
    return request.META["wsgi.input"] if expected is None else request


def remove(upload: StagedUpload) -> None:
    """Delete an upload and its bytes. The row goes first: without it nothing that is written counts."""
    upload.delete()
    try:
        remove_parts(upload.public_id)
    except OSError:
        logger.exception("The bytes of upload %s stay until they are cleaned up", upload.public_id)


def describe_upload(response: HttpResponse, upload: StagedUpload) -> HttpResponse:
    """Add what a client must know of its upload: `Upload-Offset`, `Upload-Expires`, and `Upload-Result` at its end."""
    response["Upload-Offset"] = str(upload.offset)
    response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    if upload.result is not None:
        response["Upload-Result"] = headers.as_header(read_result(upload))
    return response
