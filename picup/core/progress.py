"""What one step of long work has done, for whoever repeats steps until nothing is left."""

from enum import Enum, auto


class Progress(Enum):
    WORKED = auto()  # Something is done, and more may be left.
    WAITS = auto()  # Nothing can be done before others have done their part.
    DONE = auto()  # Nothing is left.
