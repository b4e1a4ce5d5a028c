"""`python -m bench [name …]`: measure all figures, or the named ones, and compare them with their aims."""

import importlib
import sys

SCRIPTS = (
    "upload",
    "tus",
    "filled",
    "derivatives",
    "pages",
    "messages",
    "files",
    "archive",
    "quota",
    "connections",
)
# figure: (its aim, whether the aim is the most or the least, what it is)
AIMS = {
    "upload_ratio_three_at_once": (2.5, "most", "20 photos, three at once, against writing them twice"),
    "upload_ratio_one_form": (2.5, "most", "20 photos in one form, against writing them twice"),
    "upload_seconds_a_photo": (
        0.92,
        "most",
        "seconds a photo keeps the uploader waiting (PHP gallery: 0.92)",
    ),
    "tus_ratio_one_by_one": (
        3,
        "most",
        "20 photos of 1 to 3 MB by tus, one after the other, against a bare script",
    ),
    "tus_ratio_twenty_at_once": (3, "most", "the same, twenty at once"),
    "tus_ratio_at_work": (3, "most", "the same as the uploader's page sends them, while the worker is busy"),
    "tus_large_ratio": (
        0.5,
        "least",
        "a film of 4 GB by tus, MB a second, against a bare socket-to-disk sink",
    ),
    "tus_large_memory_megabytes": (64, "most", "MB of memory above idle while that film is taken"),
    "tus_neighbour_p95_ratio": (
        1.5,
        "most",
        "p95 of another family's pages during 60 photos by tus, against before, on the stack",
    ),
    "tus_neighbour_embedded_p95_ratio": (1.5, "most", "the same on the embedded default"),
    "filled_first_seconds": (3, "most", "seconds until the first of 30 photos is shown, after it was added"),
    "filled_last_seconds": (15, "most", "seconds until the last of 30 is shown, after the last was added"),
    "derivatives_ratio_1": (0.8, "least", "derivatives a second against vipsthumbnail, one process"),
    "derivatives_ratio_2": (0.8, "least", "derivatives a second against vipsthumbnail, two processes"),
    "page_ratio": (0.8, "least", "an album's page against a bare view, requests a second at 16 clients"),
    "home_ratio": (0.8, "least", "Home against a bare view, requests a second at 16 clients"),
    "page_warm_ratio": (0.6, "least", "an album's page from the cache against a bare view, on the stack"),
    "shelf_warm_ratio": (0.6, "least", "the shelf from the cache against a bare view, on the stack"),
    "large_album_ratio": (0.9, "least", "pages a second of an album of 100,000 photos, against one of 1,000"),
    "page_kilobytes": (420, "most", "kB of an album's first view on a phone (PHP gallery: 1,012)"),
    "page_requests": (12, "most", "requests of an album's first view on a phone"),
    "dispatch_ratio": (0.6, "least", "messages dispatched a second against bare publishing with confirms"),
    "latency_median_ms": (50, "most", "ms from the commit to the worker, idle, median"),
    "latency_p99_ms": (300, "most", "ms from the commit to the worker, idle, p99"),
    "publish_cost_ratio": (1.3, "most", "a transaction with publish() against one with a bare INSERT"),
    "files_write_photos_directory": (1.5, "most", "photos into two directories, against a bare script"),
    "files_write_large_directory": (
        1.5,
        "most",
        "one large file into two directories, against a bare script",
    ),
    "files_write_photos_s3": (1.5, "most", "photos into a directory and S3, against a bare script"),
    "files_write_large_s3": (1.5, "most", "one large file into a directory and S3, against a bare script"),
    "files_memory_megabytes": (64, "most", "MB of memory above idle while a file of any size is written"),
    "archive_page_ratio": (1.2, "most", "p95 of the far end of 100,000 among ten million, against page one"),
    "archive_kept_ratio": (1.2, "most", "the same of pages from the cache"),
    "archive_rows_ratio": (1.2, "most", "the same of the reads alone, against page two"),
    "quota_neighbour_p95_ratio": (
        1.5,
        "most",
        "p95 of another family's pages during 100 uploads, against before, on the stack",
    ),
    "quota_neighbour_embedded_p95_ratio": (2.0, "most", "the same on the embedded default"),
    "connections_p95_ratio": (
        2.0,
        "most",
        "p95 of pages during the worst of 8 attacks, against peace, on the stack",
    ),
    "connections_embedded_p95_ratio": (2.0, "most", "the same on the embedded default"),
    "files_thumbs_ratio": (0.25, "least", "thumbs a second for each core, against nginx with plain files"),
}


def main(names: list[str]) -> int:
    unknown = set(names) - set(SCRIPTS)
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; there are: {', '.join(SCRIPTS)}")
        return 2
    figures: dict[str, float] = {}
    for name in names or SCRIPTS:
        figures |= importlib.import_module(f"bench.{name}").run()
    print()
    missed = [name for name, value in figures.items() if not report(name, value)]
    return 1 if missed else 0


def report(name: str, value: float) -> bool:
    """Print a line of the table. Return whether the aim is met."""
    aim, bound, meaning = AIMS[name]
    met = value <= aim if bound == "most" else value >= aim
    print(f"{'ok ' if met else 'NOT'}  {value:>8.2f}  at {bound:<5} {aim:>7}  {meaning}")
    return met


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
