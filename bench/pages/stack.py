"""An album's page and the shelf on the stack (nginx, gunicorn, MariaDB with its replica, Redis): answers a second and
p95 at 1, 16 and 64 clients, from the cache (warm) and never found in it (cold), against the bare view. By turns,
medians; then pages of an album of 100,000 photos against those of one of 1,000.

BENCH_PHOTOS: how many photos the large album has.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.files.before import nginx_before
from bench.load import Load, load
from deploy.local.control import Stack
from deploy.local.members.site import site_environment
from deploy.local.stack_dir import REPOSITORY, StackDir
from tests.support.browser import Person
from tests.support.site import wait_for

MEMBERS = ("mariadb-primary", "mariadb-replica", "redis", "s3")
CLIENTS = (1, 16, 64)
SMALL = 1000
LARGE = 100_000
# port, address
Way = tuple[int, str]


def run(rounds: int = 3, seconds: float = 3) -> dict[str, float]:
    large = int(os.environ.get("BENCH_PHOTOS") or LARGE)
    with tempfile.TemporaryDirectory(prefix="pic-up-bench-") as name:
        stack = Stack(Path(name) / "stack").open()
        try:
            stack.start(*MEMBERS)
            return measure(stack, Path(name), large, rounds, seconds)
        finally:
            stack.down()


def measure(stack: Stack, directory: Path, large: int, rounds: int, seconds: float) -> dict[str, float]:
    environment = {
        **os.environ,
        **site_environment(stack.stack_dir),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        # Of the log, nothing: it would measure the disk.
        "LOG_LEVEL": "WARNING",
    }
    command(environment, "manage.py", "prepare")
    filled = command(environment, "-m", "bench.pages.filling", str(SMALL), str(large)).splitlines()[-1]
    site = json.loads(filled)
    explain(stack)
    wait_for_replica(stack)
    with ExitStack() as running:
        warm, direct = running.enter_context(web(environment, directory, "warm"))
        cold, _ = running.enter_context(web({**environment, "BENCH_COLD": "1"}, directory, "cold"))
        cookies = sign_in(direct, site["token"])
        bare = f"/bench/bare{site['album'].removeprefix('/albums')}"
        say(f"{os.cpu_count()} cores, 3 web processes of 8 threads; {rounds} rounds of {seconds} s")
        figures = compare(
            {
                "album, warm": (warm, site["album"]),
                "album, cold": (cold, site["album"]),
                "shelf, warm": (warm, "/"),
                "shelf, cold": (cold, "/"),
                "bare": (warm, bare),
            },
            cookies,
            rounds,
            seconds,
        )
        return figures | sizes(
            {
                "first page, warm": [(warm, page) for page in site["first"]],
                "first page, cold": [(cold, page) for page in site["first"]],
                "far page, warm": [(warm, page) for page in site["far"]],
                "far page, cold": [(cold, page) for page in site["far"]],
                "far, back, cold": [(cold, page) for page in site["back"]],
            },
            cookies,
            large,
            rounds,
            seconds,
        )


def compare(ways: dict[str, Way], cookies: str, rounds: int, seconds: float) -> dict[str, float]:
    """The least ratio to the bare view, of the three numbers of clients."""
    least: dict[str, float] = {}
    for clients in CLIENTS:
        found = by_turns(ways, cookies, clients, rounds, seconds)
        bare = [one.rate for one in found["bare"]]
        for name, loads in found.items():
            ratios = [one.rate / other for one, other in zip(loads, bare, strict=True)]
            ratio = statistics.median(ratios)
            say(f"{clients:>2} clients, {name:<11} {described(loads)}, ratio {ratio:.2f}")
            least[name] = min(ratio, least.get(name, ratio))
    return {"page_warm_ratio": least["album, warm"], "shelf_warm_ratio": least["shelf, warm"]}


def sizes(
    kinds: dict[str, list[Way]], cookies: str, large: int, rounds: int, seconds: float
) -> dict[str, float]:
    ratios = []
    for kind, ways in kinds.items():
        names = (f"{SMALL} photos", f"{large} photos")
        found = by_turns(dict(zip(names, ways, strict=True)), cookies, 16, rounds, seconds)
        few, many = (found[name] for name in names)
        ratio = statistics.median(one.rate / other.rate for one, other in zip(many, few, strict=True))
        ratios.append(ratio)
        for name in names:
            say(f"16 clients, {kind:<16} {name:>13}: {described(found[name])}")
        say(f"16 clients, {kind:<16} ratio {ratio:.2f}")
    return {"large_album_ratio": min(ratios)}


def by_turns(
    ways: dict[str, Way], cookies: str, clients: int, rounds: int, seconds: float
) -> dict[str, list[Load]]:
    found: dict[str, list[Load]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, (port, path) in ways.items():
            # The first round only warms up.
            got = load(port, [path], cookies, clients=clients, seconds=seconds if number else 1)
            if number:
                found[name].append(got)
    return found


def described(loads: list[Load]) -> str:
    rate, p95 = (statistics.median(values) for values in zip(*loads, strict=True))
    return f"{rate:6.0f}/s, p95 {p95:6.1f} ms"


@contextmanager
def web(environment: dict[str, str], directory: Path, name: str) -> Iterator[tuple[int, int]]:
    """gunicorn with nginx before it, as the stack has them: nginx's port, and gunicorn's."""
    base = directory / name
    base.mkdir()
    port = StackDir(base).port("gunicorn")
    line = [sys.executable, "-m", "gunicorn", "--config", "picup/gunicornconfig.py", "picup.wsgi"]
    # Each counts for itself.
    own = {**environment, "PORT": str(port), "METRICS_DIR": str(base / "metrics")}
    with (base / "web.log").open("w") as log:
        process = subprocess.Popen(line, cwd=REPOSITORY, env=own, stdout=log, stderr=log)
    try:
        with nginx_before(port, base / "nginx", base / "plain") as server:
            wait_for(lambda: Person(f"http://127.0.0.1:{server.port}").get("/healthz").ok)
            yield server.port, port
    finally:
        process.terminate()
        process.wait(30)


def sign_in(port: int, token: str) -> str:
    """A parent's cookies, as her browser has them a minute after she opened her link."""
    mother = Person(f"http://127.0.0.1:{port}", "ko")
    mother.post(f"/open/{token}/")
    assert "제주도" in mother.get("/").text
    cookies = [one for one in mother.session.cookies if one.name != "picup_pin"]
    return "; ".join(f"{one.name}={one.value}" for one in cookies)


def wait_for_replica(stack: Stack) -> None:
    count = "SELECT COUNT(*) FROM picup.albums_picture"
    primary, replica = stack["mariadb-primary"], stack["mariadb-replica"]
    wait_for(lambda: replica.run(count) == primary.run(count), 120)


def explain(stack: Stack) -> None:
    """How MariaDB finds what each request asks for."""
    run = stack["mariadb-primary"].run
    run("ANALYZE TABLE picup.albums_album, picup.albums_picture")
    largest = "SELECT id, family_id, public_id FROM picup.albums_album ORDER BY picture_count DESC LIMIT 1"
    album, family, public_id = run(largest).split()
    middle = run(
        f"SELECT order_time FROM picup.albums_picture WHERE album_id = {album} AND trashed_at IS NULL "
        "ORDER BY order_time LIMIT 1 OFFSET 500"
    ).strip()
    for what, query in {
        "an album's version": f"SELECT id, version FROM picup.albums_album "
        f"WHERE family_id = {family} AND public_id = '{public_id}' AND trashed_at IS NULL LIMIT 1",
        "the shelf's versions": f"SELECT id, version FROM picup.albums_album "
        f"WHERE family_id = {family} AND trashed_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 13",
        "a far page": "SELECT * FROM picup.albums_picture FORCE INDEX (pictures_in_order) "
        f"WHERE album_id = {album} AND trashed_at IS NULL "
        f"AND order_time >= '{middle}' AND (order_time > '{middle}' OR id > 9) ORDER BY order_time, id LIMIT 5",
    }.items():
        say(f"EXPLAIN {what}: {' '.join(run(f'EXPLAIN {query}').split())}")


def command(environment: dict[str, str], *line: str) -> str:
    run = subprocess.run(
        [sys.executable, *line], cwd=REPOSITORY, env=environment, capture_output=True, text=True
    )
    if run.returncode:
        raise RuntimeError(run.stderr[-3000:])
    return run.stdout


def say(line: str) -> None:
    """With the machine's load, by which a reader judges the line."""
    print(f"pages: {line} (load {os.getloadavg()[0]:.1f})", flush=True)
