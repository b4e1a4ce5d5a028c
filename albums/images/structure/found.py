"""What the walk through a file's structure finds."""

from typing import NamedTuple


class Found(NamedTuple):
    """`data` is what the decoder needs.

    `is_cut`: a part of the pixels is missing. `is_doubtful`: only decoding can tell. `moves`: there are several
    pictures to be shown one after the other. `is_interlaced`: the first passes show all of it, coarsely.
    """

    data: bytes
    is_cut: bool = False
    is_doubtful: bool = False
    moves: bool = False
    is_interlaced: bool = False
