"""What deploy/local/fixtures.py promises to every other suite."""

import subprocess
import sys
import uuid

from deploy.local.stack_dir import REPOSITORY

START = """
import sys
from deploy.local.fixtures import new_stack, start
print("waits", flush=True)
sys.stdin.readline()
stack = new_stack(sys.argv[1])
print(start(stack, "redis").pid, stack.stack_dir.secret(), flush=True)
sys.stdin.readline()
"""
# As where `make setup-stack` could not install it.
WITHOUT_PSUTIL = (
    "import sys; sys.modules['psutil'] = None; import pytest; sys.exit(pytest.main(sys.argv[1:]))"
)


def test_processes_that_start_it_at_the_same_moment_share_one_stack(redis):
    for _ in range(2):
        name = f"together-{uuid.uuid4().hex[:8]}"
        starters = [
            subprocess.Popen(
                [sys.executable, "-c", START, name], cwd=REPOSITORY, stdin=-1, stdout=-1, text=True
            )
            for _ in range(4)
        ]
        try:
            assert {starter.stdout.readline() for starter in starters} == {"waits\n"}
            for starter in starters:
                starter.stdin.write("go\n")
                starter.stdin.flush()
            [answer] = {starter.stdout.readline() for starter in starters}
            assert int(answer.split()[0]) > 0
        finally:
            for starter in starters:
                starter.communicate("end\n", timeout=60)


def run_without_psutil(**environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", WITHOUT_PSUTIL, "-n", "0", "-rs", "deploy/local/tests/test_small.py"]
    return subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True)


def test_without_the_stacks_packages_they_skip_with_a_sentence_and_fail_in_ci():
    skipped = run_without_psutil()
    assert skipped.returncode in (0, 5) and "psutil is not installed: make setup-stack" in skipped.stdout
    refused = run_without_psutil(CI="true")
    assert refused.returncode not in (0, 5) and "psutil is not installed" in refused.stdout
