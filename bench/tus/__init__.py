"""Uploads by tus: photos against a bare script (photos.py), a film of 4 GB against a bare sink (large.py), and what
another family notices of them (neighbour.py).

How soon the photos are shown is in bench/filled.py.
"""

from bench.tus import large, neighbour, photos


def run() -> dict[str, float]:
    return photos.run() | large.run() | neighbour.run()
