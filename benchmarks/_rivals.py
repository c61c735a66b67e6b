"""The same documents and questions in PostgreSQL full text and in SQLite FTS5, to compare with."""

import re
import sqlite3
import tempfile
from collections.abc import Iterable
from pathlib import Path

import psycopg

from config.postgres import EmbeddedPostgres
from maillage.search.documents import SearchDocument

FACETS = ("kind", "world", "craft", "theme", "odd", "territory")
PAGE = 20
VALUES = 40


def _facets(document: SearchDocument) -> dict[str, list[str]]:
    return {name: list(document.facets.get(name, ())) or ([document.kind] if name == "kind" else []) for name in FACETS}


class Postgres:
    """A weighted `french` vector under GIN, rows ranked by ts_rank, one pass for the six facets."""

    def __init__(self, folder: Path) -> None:
        self._server = EmbeddedPostgres(folder / "pg", durable=False)
        self._server.ensure()
        self._connection = psycopg.connect(self._server.url("postgres"), autocommit=True)
        self._connection.execute("set work_mem = '256MB'")
        self._connection.execute("set maintenance_work_mem = '512MB'")
        columns = ", ".join(f"{name} text[]" for name in FACETS)
        self._connection.execute(f"create table doc (id int, title text, body text, audience text[], {columns})")

    def fill(self, documents: Iterable[SearchDocument]) -> None:
        """Load, then compute the vector and its index."""
        with self._connection.cursor().copy("copy doc from stdin") as copy:
            for number, each in enumerate(documents):
                facets = _facets(each)
                copy.write_row(
                    (number, each.title, each.body, list(each.audiences), *(facets[name] for name in FACETS))
                )
        self._connection.execute(
            "alter table doc add vector tsvector generated always as "
            "(setweight(to_tsvector('french', title), 'A') || setweight(to_tsvector('french', body), 'D')) stored"
        )
        self._connection.execute("create index on doc using gin (vector)")
        self._connection.execute("vacuum analyze doc")

    def ask(self, text: str) -> int:
        """Return the total, having read a ranked page with extracts and the counts of the facets."""
        counts = " union all ".join(
            f"(select '{name}', value, count(*) from found, unnest({name}) value group by value order by 3 desc limit {VALUES})"
            for name in FACETS
        )
        facets = ", ".join(FACETS)
        match = "from doc, plainto_tsquery('french', %(text)s) asked where vector @@ asked and audience && '{public}'"
        page = self._connection.execute(
            f"select id, title, ts_headline('french', body, asked) from (select id, title, body, asked, vector {match} "
            f"order by ts_rank(vector, asked) desc limit {PAGE}) best",
            {"text": text},
        ).fetchall()
        rows = self._connection.execute(
            f"with found as materialized (select {facets} {match}) "
            f"select '', '', count(*) from found union all {counts}",
            {"text": text},
        ).fetchall()
        assert len(page) <= PAGE
        return next(row[2] for row in rows if row[0] == "")

    def size(self) -> int:
        """Return the bytes of the table and its index."""
        return self._connection.execute("select pg_total_relation_size('doc')").fetchone()[0]

    def close(self) -> None:
        """Stop the server."""
        self._connection.close()
        self._server.stop()


class Sqlite:
    """FTS5 with accents removed, rows ranked by bm25, one group-by a facet over the found rows."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "fts.db"
        self._connection = sqlite3.connect(self._file)
        self._connection.execute("pragma journal_mode = off")
        self._connection.execute("pragma synchronous = off")
        self._connection.execute("pragma cache_size = -262144")
        self._connection.execute("create table doc (id integer primary key, title text, body text, public integer)")
        self._connection.execute("create table facet (id integer, name integer, value text)")
        self._connection.execute(
            "create virtual table text using fts5(title, body, content='doc', content_rowid='id', "
            "tokenize='unicode61 remove_diacritics 2')"
        )

    def fill(self, documents: Iterable[SearchDocument]) -> None:
        """Load, then build the text index and that of the facets."""
        rows, values = [], []
        for number, each in enumerate(documents, 1):
            rows.append((number, each.title, each.body, "public" in each.audiences))
            for rank, name in enumerate(FACETS):
                values += [(number, rank, value) for value in _facets(each)[name]]
            if number % 10_000 == 0:
                self._write(rows, values)
        self._write(rows, values)
        self._connection.execute("insert into text (text) values ('rebuild')")
        self._connection.execute("create index facet_id on facet (id, name, value)")
        self._connection.commit()

    def _write(self, rows: list, values: list) -> None:
        self._connection.executemany("insert into doc values (?, ?, ?, ?)", rows)
        self._connection.executemany("insert into facet values (?, ?, ?)", values)
        rows.clear()
        values.clear()

    def ask(self, text: str) -> int:
        """Return the total, having read a ranked page with extracts and the counts of the facets."""
        asked = " ".join(f'"{word}"' for word in re.findall(r"[^\W_]+", text))
        self._connection.execute("drop table if exists temp.found")
        self._connection.execute(
            "create temp table found as select doc.id from text join doc on doc.id = text.rowid where text match ? and public",
            (asked,),
        )
        self._connection.execute(
            "select doc.id, snippet(text, 1, '<mark>', '</mark>', '…', 30) from text join doc on doc.id = text.rowid "
            f"where text match ? and public order by bm25(text, 4, 1) limit {PAGE}",
            (asked,),
        ).fetchall()
        for rank in range(len(FACETS)):
            self._connection.execute(
                "select value, count(*) from temp.found join facet on facet.id = found.id and facet.name = ? "
                f"group by value order by 2 desc limit {VALUES}",
                (rank,),
            ).fetchall()
        return self._connection.execute("select count(*) from temp.found").fetchone()[0]

    def size(self) -> int:
        """Return the bytes of the file."""
        return self._file.stat().st_size

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def folder() -> tempfile.TemporaryDirectory[str]:
    """Return a folder that disappears with the measure."""
    return tempfile.TemporaryDirectory(prefix="maillage-bench-")
