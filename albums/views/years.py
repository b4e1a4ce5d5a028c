"""Photos by the year in which they were taken."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.decorators import member_required
from albums.fragments import PICTURES_IN_OVERVIEW
from albums.models import Album, Picture
from albums.years import FIRST_YEAR, LAST_YEAR, list_years, prints_of_year

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
    # A print for each page of an album's overview: so each of its photos is a touch away.
    found = prints_of_year(request.user, year, size=PICTURES_IN_OVERVIEW, most=PRINTS_IN_YEAR)
    prints = [(album, picture, overview_url(album, picture)) for album, picture in found]
    return render(request, "year.html", {"year": year, "prints": prints})


def overview_url(album: Album, picture: Picture) -> str:
    """Return the address of an album's overview that begins with a photo."""
    return f"{reverse('album_overview', args=[album.public_id])}?photo={picture.public_id}"
