"""Compare the rows of a database on two servers."""

from deploy.mariadb.server import Refused, Server, named, quoted, say

# A checksum reads every row: a minute for some ten million pictures.
SECONDS = 3600


def compare(one: Server, other: Server, database: str) -> None:
    """Compare row counts and checksums of all tables. Raise `Refused` with the names of those that differ."""
    first, second = contents(one, database), contents(other, database)
    wrong = sorted(name for name in {*first, *second} if first.get(name) != second.get(name))
    if wrong:
        raise Refused(f"{database} is not the same on {one} and {other}: {', '.join(wrong)} differ.")
    rows = sum(int(count) for count, _ in first.values())
    say(f"{database}: {len(first)} tables, {rows} rows, the same on {one} and {other}.")


def contents(server: Server, database: str) -> dict[str, tuple[str, str]]:
    """Return (number of rows, checksum of the rows) by table."""
    question = (
        "SELECT table_name FROM information_schema.tables WHERE table_type='BASE TABLE' AND table_schema"
    )
    tables = server.run(f"{question}={quoted(database)} ORDER BY 1").splitlines()
    if not tables:
        return {}
    names = [f"{named(database)}.{named(table)}" for table in tables]
    counts = server.run("".join(f"SELECT COUNT(*) FROM {name};" for name in names), seconds=SECONDS)  # noqa: S608
    sums = server.run(f"CHECKSUM TABLE {', '.join(names)}", seconds=SECONDS)
    checksums = [line.rpartition("\t")[2] for line in sums.splitlines()]
    return dict(zip(tables, zip(counts.split(), checksums, strict=True), strict=True))
