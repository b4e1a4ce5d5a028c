"""The yardstick of writing.py: each file of a directory is read, hashed, encrypted in the same segments by the same
library, and written to both places. One thread, one pass, no checks afterwards.

python -m bench.files.bare_writer SOURCE TARGET DIRECTORY                 prints seconds, without Python's own start
python -m bench.files.bare_writer SOURCE TARGET s3 ENDPOINT BUCKET
"""

import hashlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SEGMENT = 64 * 1024
CHUNK = 4 * SEGMENT
PART = 8 * 1024 * 1024


def main(source: str, target: str, kind: str, *bucket: str) -> None:
    open_second = connect(*bucket) if kind == "s3" else lambda name: FilePlace(Path(kind) / name)
    paths = sorted(Path(source).iterdir())
    start = time.perf_counter()
    for path in paths:
        copy(path, FilePlace(Path(target) / path.name), open_second(path.name))
    print(time.perf_counter() - start)


def copy(path: Path, *places) -> None:
    digest, cipher, number = hashlib.sha256(), AESGCM(os.urandom(32)), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            sealed = []
            for start in range(0, len(chunk), SEGMENT):
                sealed.append(
                    cipher.encrypt(number.to_bytes(12, "big"), chunk[start : start + SEGMENT], None)
                )
                number += 1
            together = b"".join(sealed)
            for place in places:
                place.write(together)
    for place in places:
        place.close()


class FilePlace:
    def __init__(self, path: Path):
        self.path, self.temporary = path, path.with_suffix(".partial")
        self.file = self.temporary.open("wb")

    def write(self, content: bytes) -> None:
        self.file.write(content)

    def close(self) -> None:
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        self.temporary.rename(self.path)


def connect(endpoint: str, bucket: str) -> Callable:
    import boto3
    from botocore.config import Config

    config = Config(
        s3={"addressing_style": "path"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    client = boto3.client("s3", region_name="us-east-1", endpoint_url=endpoint, config=config)
    client.head_bucket(Bucket=bucket)  # The connection is there already, as in a site that runs.
    return lambda name: S3Place(client, {"Bucket": bucket, "Key": name})


class S3Place:
    """One request for a small file, parts of 8 MiB for a large one."""

    def __init__(self, client, target: dict[str, str]):
        self.client, self.target, self.waiting = client, target, bytearray()
        self.upload, self.parts = "", []

    def write(self, content: bytes) -> None:
        self.waiting += content
        if len(self.waiting) >= PART:
            self.send()

    def send(self) -> None:
        if not self.upload:
            self.upload = self.client.create_multipart_upload(**self.target)["UploadId"]
        number = len(self.parts) + 1
        which = {**self.target, "UploadId": self.upload, "PartNumber": number}
        answer = self.client.upload_part(**which, Body=bytes(self.waiting))
        self.parts.append({"PartNumber": number, "ETag": answer["ETag"]})
        self.waiting = bytearray()

    def close(self) -> None:
        if not self.upload:
            self.client.put_object(**self.target, Body=bytes(self.waiting))
            return
        if self.waiting:
            self.send()
        parts = {"Parts": self.parts}
        self.client.complete_multipart_upload(**self.target, UploadId=self.upload, MultipartUpload=parts)


if __name__ == "__main__":
    main(*sys.argv[1:])
