"""Where a planted word can still be read: rows, the files of the database, the data folder."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

from django.db import connection

from tests import databases
from tests.workplace import CommittedDatabase


def traces(words: Iterable[str], pieces: Iterable[tuple[str, bytes]]) -> dict[str, list[str]]:
    """Word -> the places that hold it, as text or as hex digits; words that are nowhere are left out."""
    wanted = {word: (word.encode(), word.lower().encode(), word.encode().hex().encode()) for word in words}
    found: dict[str, list[str]] = {}
    for place, content in pieces:
        for word, forms in wanted.items():
            if any(form in content for form in forms):
                found.setdefault(word, []).append(place)
    return found


def bytes_of(database: CommittedDatabase) -> Iterator[tuple[str, bytes]]:
    """Every row as the database tells it, every file the database keeps, every file of the data folder."""
    yield from rows_of_every_table()
    yield from files_of_the_database(database)
    for path in sorted(database.folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(database.folder)), path.read_bytes()


def rows_of_every_table() -> Iterator[tuple[str, bytes]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield f"table {table}", b"\n".join(repr(row).encode() for row in cursor.fetchall())


def files_of_the_database(database: CommittedDatabase) -> Iterator[tuple[str, bytes]]:
    """On SQLite the file with its write-ahead log; on PostgreSQL the files of this database's relations."""
    if connection.vendor == "sqlite":
        main = databases.sqlite_file(database.url)
        paths = [Path(f"{main}{suffix}") for suffix in ("", "-wal")]
    else:
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
            cursor.execute("SHOW data_directory")
            folder = Path(cursor.fetchone()[0])
            name = urlsplit(database.url).path.lstrip("/")
            cursor.execute("SELECT oid FROM pg_database WHERE datname = %s", [name])
            paths = sorted((folder / "base" / str(cursor.fetchone()[0])).iterdir())
    for path in paths:
        if path.is_file():
            yield f"file {path.name}", path.read_bytes()


def members_of(path: Path) -> Iterator[tuple[str, bytes]]:
    """The members of an exported bundle, unpacked."""
    with ZipFile(path) as archive:
        for name in archive.namelist():
            yield f"{path.name}/{name}", archive.read(name)
