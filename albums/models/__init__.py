"""Albums, their pictures, and what people do with them.

A module for each; all are imported from here. `albums.py` knows none of the others, `pictures.py` only albums.
"""

from albums.models.albums import Album
from albums.models.derivatives import Derivative
from albums.models.doubles import Double
from albums.models.looks import Heart, Look, Visit
from albums.models.motions import Motion
from albums.models.pictures import Picture
from albums.models.trash import TrashPurge
from albums.models.uploads import RESULT_DAYS, UPLOAD_DAYS, StagedUpload, upload_expiry
from albums.models.variants import FILM, FIRST, LARGE, LARGE_EDGE, LARGE_FROM, POSTER, VARIANTS
from albums.models.wall_clock import wall_clock, wall_clock_now

__all__ = [
    "FILM",
    "FIRST",
    "LARGE",
    "LARGE_EDGE",
    "LARGE_FROM",
    "POSTER",
    "RESULT_DAYS",
    "UPLOAD_DAYS",
    "VARIANTS",
    "Album",
    "Derivative",
    "Double",
    "Heart",
    "Look",
    "Motion",
    "Picture",
    "StagedUpload",
    "TrashPurge",
    "Visit",
    "upload_expiry",
    "wall_clock",
    "wall_clock_now",
]
