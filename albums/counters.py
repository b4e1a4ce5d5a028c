"""Metrics of uploads."""

from prometheus_client import Counter

from albums.rejections import STATUS

UPLOADS = Counter("picup_uploads", "Uploaded files by what became of them.", ["result", "reason"])


def count_upload(status: str, reason: str) -> None:
    """Count one uploaded file. `reason` is a code of albums/rejections.py, blank unless the file was rejected."""
    UPLOADS.labels(status, reason if reason in STATUS else "").inc()
