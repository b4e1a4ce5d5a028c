"""A site and a browser for each test file that asks; the count of killed processes at the end of the run."""

import os
import shutil

import pytest

from tests.support.site import Site

# The first is the same without windows, and quicker.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]


@pytest.fixture(scope="module")
def site(request):
    """A site as a family runs it: its own port, data directory, web, worker and beat. `SITE` in a test file: its
    settings."""
    site = Site(**getattr(request.module, "SITE", {}))
    try:
        yield site.start()
    finally:
        site.remove()


# Not of the session: while Playwright runs, Django takes every query of this process for one in an event loop.
@pytest.fixture(scope="module")
def chromium():
    """A real browser; each test makes its own contexts, which are its profiles."""
    if not CHROMIUM:
        if os.environ.get("CI") == "true":
            pytest.fail("CI=true, and there is no chromium: see .ci/packages")
        pytest.skip("chromium is not installed: see .ci/packages")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def pytest_terminal_summary(terminalreporter):
    """`record_property("kills", n)` in a test, from whichever worker, is summed up here."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    kills = [value for report in reports for name, value in report.user_properties if name == "kills"]
    if kills:
        terminalreporter.write_line(f"kill -9: {sum(kills)} times in {len(kills)} tests")


def pytest_runtest_makereport(item, call):
    if call.excinfo and not call.excinfo.errisinstance(pytest.skip.Exception):
        item.module.failed_step = item.name


def pytest_runtest_setup(item):
    """In a file whose tests are the steps of one story, nothing can be learnt after the first failure."""
    if getattr(item.module, "ARE_STEPS", False) and (failed := getattr(item.module, "failed_step", None)):
        pytest.skip(f"an earlier step failed: {failed}")
