"""Read what ffmpeg itself says of a film, where no ffprobe is: the PyPI wheel has none.

It is prose for people, so only its shape is relied on, which ffmpeg has kept for many years:

    Input #0, mov,mp4,m4a,3gp,3g2,mj2, from '…':
      Metadata:
        creation_time   : 2024-05-05T03:00:00.000000Z
      Duration: 00:00:01.50, start: 0.000000, bitrate: 185 kb/s
      Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p(tv, bt709), 64x48 [SAR 1:1], 25 fps
        Side data:
          displaymatrix: rotation of -90.00 degrees

A film's own words stand in it too. One that forges a line gets no more by it than by its index, which it wrote as well.
"""

import re

# ffmpeg describes its output in the same words, and then what it does.
ENDS = re.compile(r"^(Output #|Stream mapping:)", re.MULTILINE)
DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?),", re.MULTILINE)
TAG = re.compile(r"^    ([\w.]+) *: (.*)$", re.MULTILINE)
STREAM = re.compile(
    r"^  Stream #0:(?P<index>\d+)(?:\[\w+\])?(?:\([^)\n]*\))?: (?P<type>\w+): (?P<codec>\w+)(?P<rest>.*)$",
    re.MULTILINE,
)
SIZE = re.compile(r", (\d+)x(\d+)")
PIXELS = re.compile(r"\bSAR (\d+:\d+)")
RATE = re.compile(r", ([\d.]+)(k?) fps")
# Of the matrix, the primaries and the curve of brightness, where they are not one and the same.
COLOURS = re.compile(r"\b[\w-]+/[\w-]+/([\w-]+)[,)]")
ROTATION = re.compile(r"^ +(?:displaymatrix|Display Matrix): rotation of (-?[\d.]+) degrees", re.MULTILINE)


def read(text: str) -> dict:
    """Return what ffmpeg printed of its input as the JSON of ffprobe. Raise ValueError if it read none."""
    if "Input #0" not in text:
        raise ValueError("no input")
    text = ENDS.split(text)[0]
    found = list(STREAM.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    head = text[: found[0].start()] if found else text
    streams = [read_stream(match, text[match.end() : end]) for match, end in zip(found, ends, strict=True)]
    return {"format": {"tags": dict(TAG.findall(head)), "duration": duration_of(head)}, "streams": streams}


def duration_of(head: str) -> float:
    """Return seconds, 0 where the film does not say it."""
    if not (found := DURATION.search(head)):
        return 0
    hours, minutes, seconds = map(float, found.groups())
    return hours * 3600 + minutes * 60 + seconds


def read_stream(found: re.Match[str], below: str) -> dict:
    """Return a stream by its line, and by the lines below that."""
    stream: dict = {
        "index": int(found["index"]),
        "codec_type": found["type"].lower(),
        "codec_name": found["codec"],
        "disposition": {"attached_pic": int("(attached pic)" in found["rest"])},
    }
    if stream["codec_type"] == "video":
        stream |= read_pictures(found["rest"], below)
    return stream


def read_pictures(rest: str, below: str) -> dict:
    size, pixels, rate = SIZE.search(rest), PIXELS.search(rest), RATE.search(rest)
    colours, turned = COLOURS.search(rest), ROTATION.search(below)
    return {
        "width": int(size[1]) if size else 0,
        "height": int(size[2]) if size else 0,
        "sample_aspect_ratio": pixels[1] if pixels else "",
        "color_transfer": colours[1] if colours else "",
        "avg_frame_rate": str(float(rate[1]) * (1000 if rate[2] else 1)) if rate else "",
        "side_data_list": [{"rotation": turned[1]}] if turned else [],
    }
