"""`python -m bench [name …]`: every figure that the README quotes, or the named ones, against its aim."""

import importlib
import sys

SCRIPTS = ("upload", "derivatives", "pages")
# figure: (its aim, whether the aim is the most or the least, what it is)
AIMS = {
    "upload_ratio_three_at_once": (2.5, "most", "20 photos, three at once, against writing them twice"),
    "upload_ratio_one_form": (2.5, "most", "20 photos in one form, against writing them twice"),
    "upload_seconds_a_photo": (
        0.92,
        "most",
        "seconds a photo keeps the uploader waiting (PHP gallery: 0.92)",
    ),
    "derivatives_ratio_1": (0.8, "least", "derivatives a second against vipsthumbnail, one process"),
    "derivatives_ratio_2": (0.8, "least", "derivatives a second against vipsthumbnail, two processes"),
    "page_ratio": (0.4, "least", "an album's page against a bare view, requests a second at 16 clients"),
    "page_kilobytes": (1012, "most", "kB of an album's page on a phone (PHP gallery: 1,012)"),
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
    """Prints a line of the table; says whether the aim is met."""
    aim, bound, meaning = AIMS[name]
    met = value <= aim if bound == "most" else value >= aim
    print(f"{'ok ' if met else 'NOT'}  {value:>8.2f}  at {bound:<5} {aim:>7}  {meaning}")
    return met


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
