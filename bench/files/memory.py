"""Measure the peak memory of a process that writes files, above idle. It must not grow with their size."""

from pathlib import Path

from bench.files.saying import say
from bench.files.writing import source_of, write_ours
from deploy.local.members.s3 import S3


def measure(directory: Path, s3: S3, *, sizes: tuple[int, ...]) -> dict[str, float]:
    most = 0.0
    for backup in (None, s3):
        peaks = []
        for size in sizes:
            with source_of(directory, count=1, size=size) as source:
                peaks.append(write_ours(directory, source, backup)["memory"] / 1e6)
        where = "a directory and S3" if backup else "two directories"
        of_sizes = ", ".join(
            f"{peak:.0f} MB for {size / 1e6:.0f} MB" for size, peak in zip(sizes, peaks, strict=True)
        )
        say(f"memory above idle, into {where}: {of_sizes}")
        most = max(most, *peaks)
    return {"files_memory_megabytes": most}
