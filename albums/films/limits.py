"""How large and how long films may be, and what ffmpeg may use for them."""

from django.conf import settings

from albums.films.formats import sniff

# The long and the short edge of what is played, in pixels: 1080p, lying or standing.
LONG_EDGE, SHORT_EDGE = 1920, 1080
# Of the film that is played: bits a second of its pictures and of its sound.
PICTURE_RATE, SOUND_RATE = 6_000_000, 128_000
MOST_FRAMES_PER_SECOND = 60
# A telephone's film has up to six streams.
MOST_STREAMS = 16
# Larger frames than 8K are no telephone's.
MOST_PIXELS, LONGEST_EDGE = 8192 * 8192, 16384
SHORTEST_MS = 40
# Address space of ffmpeg: 10 s of 4K in HLG took 0.6 GB of memory (../shared/design/components.md), and threads map
# more than they use.
MEMORY_BYTES = 4_000_000_000
POSTER_BYTES = 50_000_000
# Seconds for each of the few steps in which an upload is examined. Its uploader waits.
EXAMINE_SECONDS = 30
POSTER_SECONDS = 60
# A conversion that comes no farther for so long is ended. A second of the heaviest film takes fifty.
STUCK_SECONDS = 300
# What is made of a film is in memory if it is about as large (source.py), and so are small films for their posters.
IN_MEMORY_BYTES = 128_000_000
# Sent at once. The web server keeps so much for who reads slowly (picup/web/paced_socket.py), so that no thread waits.
PART_BYTES = 1_000_000


def longest_ms() -> int:
    """Return the length of the longest film that is taken, in milliseconds."""
    return settings.FILM_LIMIT_MINUTES * 60_000


def converted_bytes() -> int:
    """Return how large a converted film may become: the rate is kept by the encoder, give or take."""
    return (PICTURE_RATE + SOUND_RATE) // 8 * settings.FILM_LIMIT_MINUTES * 60 * 5 // 4


def largest_upload() -> int:
    """Return the size in bytes of the largest file of any kind that an uploader may send."""
    return max(settings.UPLOAD_LIMIT_BYTES, settings.FILM_LIMIT_BYTES)


def limit_of(head: bytes) -> int:
    """Return how many bytes a file may have that begins with `head`: a photo is decoded whole, a film is not."""
    return settings.FILM_LIMIT_BYTES if sniff(head) else settings.UPLOAD_LIMIT_BYTES
