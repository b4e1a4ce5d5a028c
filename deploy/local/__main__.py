"""python -m deploy.local up | status | start | stop | kill | freeze | thaw NAME | down"""

import argparse
import json
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from deploy.local import guardian, supervisor
from deploy.local.control import Stack, StackError
from deploy.local.members import MEMBERS
from deploy.local.processes import kill_recorded
from deploy.local.stack_dir import REPOSITORY

READY_SECONDS = 60
NAMES = [member.name for member in MEMBERS]


def default_directory() -> Path:
    return REPOSITORY / os.environ.get("DATA_DIR", "var") / "stack"


def up(stack: Stack, names: list[str]) -> None:
    """Start all members (or the named ones) and wait until /readyz says that all are up. Let the stack run on.

    Until then this process holds the stack: if it is killed, nothing stays behind.
    """
    begun = time.monotonic()
    was_running = stack.is_running
    stack.open()
    try:
        seconds = stack.start(*(names or NAMES))
        if not names:
            wait_until_green(stack)
    except (StackError, KeyboardInterrupt):
        if not was_running:
            stack.down()
        raise
    stack.leave()
    print_table(stack, seconds)
    print(f"Ready after {time.monotonic() - begun:.1f} s. `make stack-down` ends it.")
    if not names:
        print(f"Pic-up: {stack['nginx'].url}")


def wait_until_green(stack: Stack) -> None:
    answer, deadline = "", time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        ready, answer = read_ready(stack["nginx"].url + "/readyz")
        if ready:
            return
        time.sleep(0.2)
    raise StackError(f"/readyz is not green: {answer}\n{stack['web'].last_lines()}")


def read_ready(url: str) -> tuple[bool, str]:
    """Return /readyz. Green means more than ready: every dependency is up."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 (our own http address)
            text = answer.read().decode()
            return json.loads(text)["all_up"], text
    except urllib.error.HTTPError as error:
        return False, error.read().decode(errors="replace")[:2000]
    except OSError as error:
        return False, str(error)


def print_table(stack: Stack, seconds: dict[str, float] | None = None) -> None:
    states = stack.states()
    print(f"{'name':<16} {'state':<5} {'port':>5} {'pid':>7} {'start':>7}  log")
    for name in NAMES:
        member = stack[name]
        took = (seconds or {}).get(name)
        start = f"{took:.1f} s" if took else ""
        numbers = f"{member.port or '':>5} {member.pid or '':>7} {start:>7}"
        print(f"{name:<16} {states[name]:<5} {numbers}  {member.log}")


def down(stack: Stack) -> None:
    if stack.is_running:
        stack.down()
        print("The stack is down.")
        return
    stack.wait_until_gone()
    left = kill_recorded(stack.stack_dir.read().get("members", {}))
    print(f"No stack runs here{'; ended what was left: ' + ', '.join(left) if left else ''}.")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    parser.add_argument("--directory", type=Path, default=default_directory())
    commands = parser.add_subparsers(dest="do", required=True)
    commands.add_parser("up", help="starts everything, or only NAME and what it needs").add_argument(
        "names", nargs="*", choices=[[], *NAMES], metavar="NAME"
    )
    commands.add_parser("down", help="ends exactly what was started")
    commands.add_parser("status", help="prints the table")
    commands.add_parser("environment", help="prints the site's variables as JSON")
    for do, text in [
        ("start", "starts a member and what it needs"),
        ("stop", "asks it to end"),
        ("kill", "kill -9 of all its processes"),
        ("freeze", "SIGSTOP: it keeps its connections and answers nothing"),
        ("thaw", "SIGCONT"),
    ]:
        commands.add_parser(do, help=text).add_argument("name", choices=NAMES, metavar="NAME")
    guard = commands.add_parser("guard")
    guard.add_argument("--temporary", action="store_true")
    guard.add_argument("path")
    commands.add_parser("supervise").add_argument("path")
    return parser.parse_args()


def main() -> int:
    given = parse()
    if given.do == "guard":
        return guardian.main(given.path, temporary=given.temporary)
    if given.do == "supervise":
        supervisor.main(given.path)
    stack = Stack(given.directory)
    try:
        if given.do == "up":
            up(stack, given.names)
        elif given.do == "down":
            down(stack)
        elif given.do == "status":
            print_table(stack)
        elif given.do == "environment":
            from deploy.local.members.site import site_environment

            print(json.dumps(site_environment(stack.stack_dir), indent=1))
        elif given.do in ("freeze", "thaw"):
            stack.signal(given.name, signal.SIGSTOP if given.do == "freeze" else signal.SIGCONT)
        else:
            stack.ask(given.do, given.name)
            print(f"{given.name}: {stack.states()[given.name]}")
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
