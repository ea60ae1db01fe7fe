"""PostgreSQL with pg_trgm in a private server: GIN index, `%` at its default 0.3, best by similarity."""

from contextlib import ExitStack

import psycopg

from tests.benchmarks.screening.peers import MOST_HITS, Hit, Listed, MissingPeer, Names
from tests.benchmarks.screening.workload import plain
from tests.services import NoServerError, postgres

_QUERY = (
    "select number, similarity(form, %s) as near from forms where form %% %s"
    f" order by near desc limit {MOST_HITS}"
)


class Trigrams(Listed):
    """One connection to a server of its own, without parallel workers."""

    def build(self, names: Names) -> None:
        super().build(names)
        self.open = ExitStack()
        try:
            server = self.open.enter_context(postgres(private=True))
            self.connection = self.open.enter_context(psycopg.connect(server.url, autocommit=True))
            self.connection.execute("create extension if not exists pg_trgm")
        except (NoServerError, psycopg.Error) as error:
            self.open.close()
            raise MissingPeer(f"not installed: pg_trgm ({str(error).splitlines()[0]})") from error
        self._fill()

    def _fill(self) -> None:
        run = self.connection.execute
        run("set max_parallel_workers_per_gather = 0")
        run("create unlogged table forms (number int, form text)")
        with self.connection.cursor().copy("copy forms from stdin") as copy:
            for row in enumerate(self.forms):
                copy.write_row(row)
        run("create index on forms using gin (form gin_trgm_ops)")
        run("vacuum analyze forms")

    def ask(self, text: str) -> list[Hit]:
        form = plain(text)
        rows = self.connection.execute(_QUERY, (form, form), prepare=True).fetchall()
        return self.hits([(number, 100 * near) for number, near in rows])

    def close(self) -> None:
        self.open.close()
