"""Photos by the year in which they were taken."""

from itertools import islice

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.decorators import member_required
from albums.models import Album, Picture
from albums.years import FIRST_YEAR, LAST_YEAR, albums_of_year, begin_prints, list_years

# A page that can still be looked through.
PRINTS_IN_YEAR = 200


@require_safe
@member_required
def years(request):
    """Show the years of the family's photos."""
    return render(request, "years.html", {"years": list_years(request.user)})


@require_safe
@member_required
def year(request, year):
    """Show the albums with photos of a year, an album of many as several prints.

    Each opens at its photo, among all of the album's.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    prints = (
        (album, picture, overview_url(album, picture))
        for album, first in albums_of_year(request.user, year)
        for picture in begin_prints(album, first, year)
    )
    return render(request, "year.html", {"year": year, "prints": list(islice(prints, PRINTS_IN_YEAR))})


def overview_url(album: Album, picture: Picture) -> str:
    """Return the address of an album's overview that begins with a photo."""
    return f"{reverse('album_overview', args=[album.public_id])}?photo={picture.public_id}"
