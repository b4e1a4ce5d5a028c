"""nginx before the site, with a private prefix."""

import grp
import os
import shutil
import signal
from pathlib import Path

from deploy.local.members.base import Member, program
from deploy.local.stack_dir import answers

LOCAL = Path(__file__).resolve().parent.parent
TEMPLATE = LOCAL / "nginx.conf"
# Its own answers, in two languages: it does not know whose page failed.
ERRORS = LOCAL / "errors"


class Nginx(Member):
    name = "nginx"
    needs = ("web", "web-uploads")
    package = "nginx-light"
    # Finishes the answers in its hands.
    stop_signal = signal.SIGQUIT

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def command(self) -> list[str]:
        prefix = ["-p", f"{self.directory}/", "-e", "logs/error.log", "-c", "nginx.conf"]
        return [program("nginx", self.package), *prefix]

    def prepare(self) -> None:
        for name in ("logs", "temporary"):
            (self.directory / name).mkdir(exist_ok=True)
        shutil.copytree(ERRORS, self.directory / "errors", dirs_exist_ok=True)
        ports = {
            "WEB_PORT": self.stack_dir.port("web"),
            "WEB_UPLOADS_PORT": self.stack_dir.port("web-uploads"),
        }
        values = {"PORT": self.port, **ports, "FORM_LIMIT": "2g", "USER": user()}
        text = TEMPLATE.read_text()
        for name, value in values.items():
            text = text.replace("{{" + name + "}}", str(value))
        (self.directory / "nginx.conf").write_text(text)

    def is_ready(self) -> bool:
        """Listens. Whether the site behind it does is the site's matter, and `up` asks /readyz in the end."""
        return answers(self.port, b"GET /healthz HTTP/1.0\r\n\r\n").startswith(b"HTTP/")


def user() -> str:
    """Started by root, the workers would become `nobody`, who may not enter a private directory."""
    return f"user root {grp.getgrgid(0).gr_name};" if os.getuid() == 0 else ""
