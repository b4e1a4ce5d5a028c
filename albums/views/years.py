"""Photos by the year in which they were taken."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.decorators import member_required
from albums.models import Album, Picture
from albums.years import FIRST_YEAR, LAST_YEAR, albums_of_year, list_years


@require_safe
@member_required
def years(request):
    """Show the years of the family's photos."""
    return render(request, "years.html", {"years": list_years(request.user)})


@require_safe
@member_required
def year(request, year):
    """Show the albums with photos of a year. Each opens at the first of them, among all its photos."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    albums = [
        (album, picture, overview_url(album, picture))
        for album, picture in albums_of_year(request.user, year)
    ]
    return render(request, "year.html", {"year": year, "albums": albums})


def overview_url(album: Album, picture: Picture) -> str:
    """Return the address of an album's overview that begins with a photo."""
    return f"{reverse('album_overview', args=[album.public_id])}?photo={picture.public_id}"
