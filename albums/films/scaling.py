"""The shape and the colours in which a film is shown."""

from albums.films.limits import LONG_EDGE, MOST_FRAMES_PER_SECOND, SHORT_EDGE
from albums.films.results import Stream

# HLG and PQ, by ffmpeg's names.
HDR = {"arib-std-b67", "smpte2084"}
# How bright white is in them, in cd/m².
WHITE = 203


def shown_size(width: int, height: int) -> tuple[int, int]:
    """Return the width and height in which a film is played: even, as H.264 wants them, and never enlarged."""
    long, short = max(width, height), min(width, height)
    scale = min(1, LONG_EDGE / long, SHORT_EDGE / short)
    return even(width * scale), even(height * scale)


def even(length: float) -> int:
    return max(2, int(length / 2 + 0.5) * 2)


def filters(stream: Stream) -> str:
    """Return ffmpeg's filters that bring a film to its size, and to the colours of an ordinary screen.

    The chain for HDR is that of ../shared/design/components.md, but for two things: white is at 203 cd/m² (ITU-R
    BT.2408), and `mobius` leaves what is darker nearly as it is. Measured, this is four times as near to the ordinary
    film (docs/formats.md). What a film does not say of its colours is said here, because zscale refuses to guess.
    """
    width, height = shown_size(stream.width, stream.height)
    if stream.transfer in HDR:
        said = f"tin={stream.transfer}:min=bt2020nc:pin=bt2020"
        return (
            f"zscale=w={width}:h={height}:{said}:t=linear:npl={WHITE},format=gbrpf32le,zscale=p=bt709,"
            "tonemap=mobius:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv420p,setsar=1"
        )
    return f"scale={width}:{height},format=yuv420p,setsar=1"


def with_rate(chain: str, stream: Stream) -> str:
    """Return the filters with a bound on the pictures a second: slow motion comes with 240 of them."""
    return f"fps={MOST_FRAMES_PER_SECOND},{chain}" if stream.rate > MOST_FRAMES_PER_SECOND + 1 else chain
