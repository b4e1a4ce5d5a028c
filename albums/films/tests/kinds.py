"""A film of each kind that families send, small, as ffmpeg writes it."""

from dataclasses import dataclass, field
from pathlib import Path

from albums.films.tests.clips import AAC, H264, ffmpeg, make

MUTE = ("-an",)
VP8 = ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libvorbis")
VP9 = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus")
X265 = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", "-tag:v", "hvc1")
HEVC = (*X265, "-pix_fmt", "yuv420p")
UPRIGHT = ("-metadata:s:v:0", "rotate=90")
H263 = ("-c:v", "h263", "-s", "352x288", "-c:a", "aac", "-ac", "1")
CHANGING = ("-vf", "select='not(mod(n,7))+not(mod(n,3))'", "-vsync", "vfr")


def hdr(transfer: str) -> tuple[str, ...]:
    said = f"zscale=tin=bt709:min=bt709:pin=bt709:rin=tv:t={transfer}:m=bt2020nc:p=bt2020:npl=203"
    tags = ("-color_trc", transfer, "-color_primaries", "bt2020", "-colorspace", "bt2020nc")
    return ("-vf", f"{said},format=yuv420p10le", *X265, "-pix_fmt", "yuv420p10le", *tags, *AAC)


@dataclass(frozen=True)
class Kind:
    """The name of the file, what ffmpeg is told, and the size in which the film is shown."""

    name: str
    output: tuple[str, ...]
    shown: tuple[int, int] = (320, 240)
    card: dict = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        return make(folder / self.name, *self.output, **self.card)


class Upright(Kind):
    """What says that it is to be turned is written into a film that is there."""

    def write(self, folder: Path) -> Path:
        lying = super().write(folder)
        return ffmpeg(folder / f"turned-{self.name}", "-i", str(lying), "-c", "copy", *UPRIGHT)


KINDS = {
    "MP4, H.264": Kind("h264.mp4", (*H264, *AAC, "-ac", "2")),
    "MP4, HEVC": Kind("hevc.mp4", (*HEVC, *AAC)),
    "MOV, H.264": Kind("h264.mov", (*H264, *AAC)),
    "WebM, VP9": Kind("vp9.webm", VP9),
    "WebM, VP8": Kind("vp8.webm", VP8),
    "WebM that does not say how long it is": Kind("live.webm", (*VP8, "-live", "1")),
    "MKV, H.264": Kind("h264.mkv", (*H264, *AAC)),
    "3GP, H.263": Kind("h263.3gp", H263, (384, 288)),
    "without sound": Kind("silent.mp4", H264, card={"sound": False}),
    "mono": Kind("mono.mp4", (*H264, *AAC, "-ac", "1")),
    "held upright": Upright("upright.mp4", (*H264, *AAC), (240, 320)),
    "an odd size": Kind(
        "odd.mkv", ("-c:v", "libx264", "-pix_fmt", "yuv444p", *AAC), (322, 240), {"size": "321x239"}
    ),
    "a changing rate": Kind("changing.mkv", (*H264, *AAC, *CHANGING)),
    "HDR, HLG": Kind("hlg.mov", hdr("arib-std-b67")),
    "HDR, PQ": Kind("pq.mov", hdr("smpte2084")),
}
