"""gunicorn as the stack starts it: by itself, in an environment that no settings have touched.

For tests of the web server: neither a worker, a beat nor `manage.py run` takes their processor.
"""

import subprocess
import sys

from tests.support.processes import processes
from tests.support.site import REPOSITORY, Site, end_with_parent


class WebAlone(Site):
    def start(self) -> "WebAlone":
        # pytest's own settings have set it.
        self.environment.pop("PROMETHEUS_MULTIPROC_DIR", None)
        command = [sys.executable, "-m", "gunicorn", "--config", "picup/gunicornconfig.py", "picup.wsgi"]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                command,
                cwd=REPOSITORY,
                env=self.environment,
                stdout=log,
                stderr=log,
                preexec_fn=end_with_parent,
            )
        self.wait_until_up()
        return self

    def workers(self) -> list[int]:
        """gunicorn's own, without the decoders that each of them has."""
        return [one.pid for one in processes() if one.parent == self.process.pid]
