"""The cache. It keeps nothing on disk: a cache that is gone only costs speed."""

from deploy.local.members.base import Member, program
from deploy.local.stack_dir import answers


class Redis(Member):
    name = "redis"
    package = "redis-server"

    @property
    def url(self) -> str:
        return f"redis://:{self.stack_dir.secret()}@127.0.0.1:{self.port}/0"

    @property
    def command(self) -> list[str]:
        return [program("redis-server", self.package), str(self.directory / "redis.conf")]

    def prepare(self) -> None:
        # What a test adds, for the next start.
        more = self.directory / "more.conf"
        more.touch()
        # In a file, because everybody can read a password on a command line.
        (self.directory / "redis.conf").write_text(
            f"bind 127.0.0.1\nport {self.port}\ndir {self.directory}\n"
            f'requirepass {self.stack_dir.secret()}\nsave ""\nappendonly no\n'
            "maxmemory 128mb\nmaxmemory-policy allkeys-lru\n"
            f'include "{more}"\n'
        )

    def is_ready(self) -> bool:
        return answers(self.port, b"PING\r\n").startswith(b"-NOAUTH")
