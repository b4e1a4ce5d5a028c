"""Derivatives per second: our Decoder against vipsthumbnail, in one run, interleaved, medians.

Both make the same three sizes in the same format, quality and effort, upright, in sRGB, without metadata,
with one thread per process. vipsthumbnail makes one size per call: it gets all photos in each of three calls.
"""

import os
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from PIL import Image

from albums.images.decoder import SIZES, Decoder
from albums.images.derive import METHOD, QUALITY

PHOTOS = Path(__file__).resolve().parents[2] / "shared" / "photos" / "phone"
ROUNDS = 3


def run() -> dict[str, float]:
    """Print derivatives per second for 1 and 2 processes; return the ratios (1.0 is vipsthumbnail's rate)."""
    if not shutil.which("vipsthumbnail"):
        print("derivatives: vipsthumbnail (Debian: libvips-tools) is not installed, nothing to compare with")
        return {}
    figures = {}
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        photos = sorted(PHOTOS.glob("*.*")) or draw(directory)
        for processes in (1, 2):
            ours, theirs = measure(photos, processes, directory)
            kind = "phone" if PHOTOS.exists() else "drawn"
            print(
                f"derivatives of {len(photos)} {kind} photos, {processes} process(es): ours {ours:.2f}/s, "
                f"vipsthumbnail {theirs:.2f}/s, ratio {ours / theirs:.2f} (aim: at least 0.8)"
            )
            figures |= {f"derivatives_ratio_{processes}": round(ours / theirs, 2)}
    return figures


def measure(photos: list[Path], processes: int, directory: Path) -> tuple[float, float]:
    """Return derivatives per second, ours and theirs."""
    decoders = [Decoder(seconds=60) for _ in range(processes)]
    for decoder in decoders:
        decoder.examine(photos[0])  # starts the child
    shares = [photos[at::processes] for at in range(processes)]
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(timed(our_job, zip(decoders, shares, strict=True), directory))
        theirs.append(timed(their_job, shares, directory))
    for decoder in decoders:
        decoder.close()
    made = len(photos) * len(SIZES)
    return made / statistics.median(ours), made / statistics.median(theirs)


def timed(job, shares, directory: Path) -> float:
    """Return the seconds until every share is done, each in a thread that waits for its own process."""
    threads = [threading.Thread(target=job, args=[share, directory]) for share in shares]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start


def our_job(share, directory: Path) -> None:
    decoder, photos = share
    with tempfile.TemporaryDirectory(dir=directory) as target:
        for photo in photos:
            decoder.derive(photo, target)


def their_job(photos: list[Path], directory: Path) -> None:
    with tempfile.TemporaryDirectory(dir=directory) as target:
        for edge in SIZES.values():
            output = f"{target}/%s-{edge}.webp[Q={QUALITY},effort={METHOD},strip]"
            subprocess.run(
                [
                    "vipsthumbnail",
                    "--size",
                    f"{edge}x{edge}>",
                    "--export-profile",
                    "srgb",
                    "-o",
                    output,
                    *photos,
                ],
                env={**os.environ, "VIPS_CONCURRENCY": "1"},
                check=True,
            )
        made = len(list(Path(target).iterdir()))
        if made != len(photos) * len(SIZES):
            raise RuntimeError(f"vipsthumbnail made {made} files")


def draw(directory: Path) -> list[Path]:
    """Draw four 12-megapixel pictures with the grain of a photo, for a machine without the real ones."""
    photos = []
    for number in range(4):
        grain = Image.effect_noise((1000, 750), 30 + 10 * number).resize(
            (4000, 3000), Image.Resampling.BICUBIC
        )
        slope = Image.linear_gradient("L").resize((4000, 3000))
        photos.append(directory / f"drawn-{number}.jpg")
        Image.merge("RGB", (grain, slope, Image.blend(grain, slope, 0.5))).save(photos[-1], quality=90)
    return photos


if __name__ == "__main__":
    run()
