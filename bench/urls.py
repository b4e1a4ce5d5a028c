from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import include, path

from accounts.decorators import member_required
from albums.models import Album


@member_required
def bare(request, album_id) -> HttpResponse:
    """Answer a signed-in person with one query by an index and a template of 1 kB."""
    return render(request, "bare.html", {"album": get_object_or_404(Album, public_id=album_id)})


urlpatterns = [path("bench/bare/<public_id:album_id>/", bare), path("", include("picup.urls"))]
handler404 = "picup.web.errors.not_found"
