"""The history's database. `secantusd-py` speaks MongoDB's protocol; production is MongoDB itself."""

from deploy.local.members.base import Member, program
from deploy.local.stack_dir import answers


class Mongo(Member):
    name = "mongo"
    package = "secantusdb (make setup-stack)"

    @property
    def url(self) -> str:
        return f"mongodb://127.0.0.1:{self.port}/picup?directConnection=true"

    @property
    def command(self) -> list[str]:
        address = ["--host", "127.0.0.1", "--port", str(self.port)]
        keeping = ["--storage-path", str(self.directory / "data"), "--cache-size", "64M"]
        # By default its log waits for a checkpoint: what was just acknowledged is lost by a kill -9.
        keeping.append("--sync-on-commit")
        return [program("secantusd-py", self.package), *address, *keeping]

    def is_ready(self) -> bool:
        return bool(answers(self.port))
