"""Many sign in at once: two passwords are hashed at a time, and nobody's page waits for the others' memory."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from picup.core.passwords import AT_ONCE
from tests.support.browser import PASSWORD, TOKEN, Person
from tests.support.web_alone import WebAlone

pytestmark = pytest.mark.wide

PEOPLE = 32
# Of one hash, with some of what the process takes besides.
MEGABYTES = 110


@pytest.fixture(scope="module")
def site():
    site = WebAlone(LOG_LEVEL="INFO")
    try:
        yield site.start()
    finally:
        print(site.log.read_text()[-3000:])
        site.remove()


def peak(site) -> float:
    """The most memory that the web process ever had, in MB."""
    [worker] = site.workers()
    status = Path(f"/proc/{worker}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024


def sign_in(url: str, number: int, **headers: str) -> requests.Response:
    with requests.Session() as session:
        page = session.get(f"{url}/accounts/login/", timeout=60).text
        # Django hashes for a name that it does not know, too.
        form = {"username": f"{number}@example.com", "password": PASSWORD}
        form["csrfmiddlewaretoken"] = TOKEN.search(page).group(1)
        return session.post(f"{url}/accounts/login/", data=form, headers=headers, timeout=60)


def test_it_works(site):
    jieun = Person(site.url).sign_up("jieun@example.com")
    before = peak(site)
    with ThreadPoolExecutor(PEOPLE) as people:
        answers = list(people.map(lambda number: sign_in(site.url, number), range(PEOPLE)))
        scripts = [people.submit(sign_in, site.url, n, Accept="application/json") for n in range(PEOPLE)]
        assert jieun.get("/").status_code == 200
        answers += [script.result() for script in scripts]
    # The first sign-up has hashed one already.
    assert peak(site) - before < AT_ONCE * MEGABYTES
    # 429: after twenty failures of one address.
    assert {answer.status_code for answer in answers} <= {422, 429, 503}
    refused = [answer for answer in answers if answer.status_code == 503]
    assert len(refused) < len(answers)
    for answer in refused:
        assert answer.headers["Retry-After"] == "5" and "Many people are signing in just now" in answer.text
    # How many are refused depends on the machine; most are.
    if refused:
        assert "Refused: passwords (" in site.log.read_text()
        figures = requests.get(f"{site.url}/metrics", timeout=30).text
        assert f'picup_refused_total{{why="passwords"}} {len(refused)}.0' in figures
