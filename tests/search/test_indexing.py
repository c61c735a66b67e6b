import json
import multiprocessing
import os
import signal
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from maillage.search import engine as engines
from maillage.search import indexing, registry
from maillage.search.folder import IndexFolder, IndexMissing, RebuildRunning
from maillage.search.query import SearchQuery
from tests.search.conftest import document, titles


class Shelf:
    """A source over a dictionary of rows."""

    def __init__(self, rows):
        self.rows = rows
        self.during = None

    def documents(self, ids):
        for row, name in list(self.rows.items()):
            if ids is None or row in set(ids):
                yield document(name, kind="book", key=f"book:{row}", row=row)
        if ids is None and self.during:
            self.during()


@pytest.fixture
def shelf(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    source = Shelf({1: "Premier livre", 2: "Deuxième livre"})
    monkeypatch.setattr(registry, "_sources", {"book": source})
    return source


def names():
    return sorted(titles(engines.current().search(SearchQuery()).hits))


def test_current_without_index_is_refused(shelf):
    with pytest.raises(IndexMissing, match="index de recherche"):
        engines.current()


def test_index_is_built_once_it_is_there(shelf):
    assert not indexing.is_built()
    indexing.rebuild()
    assert indexing.is_built()


def test_rebuild_gives_all_documents_and_reports(shelf):
    seen = []
    report = indexing.rebuild(lambda kind, done: seen.append((kind, done)))
    assert (report.documents, report.total, seen) == ({"book": 2}, 2, [("book", 2)])
    assert names() == ["Deuxième livre", "Premier livre"]


def test_refresh_writes_changes_and_takes_out_what_is_gone(shelf):
    indexing.rebuild()
    assert len(names()) == 2
    shelf.rows.update({1: "Livre corrigé", 3: "Troisième livre"})
    del shelf.rows[2]
    assert indexing.refresh("book", [1, 2, 3]) == 2
    assert names() == ["Livre corrigé", "Troisième livre"]


def test_refresh_without_index_does_nothing(shelf):
    assert indexing.refresh("book", [1]) == 0


def test_refresh_of_an_unknown_kind_is_refused(shelf):
    with pytest.raises(indexing.UnknownKind):
        indexing.refresh("film", [1])


def test_refresh_during_a_rebuild_is_in_the_new_index(shelf):
    indexing.rebuild()

    def change():
        shelf.rows[1] = "Changé pendant"
        del shelf.rows[2]
        indexing.refresh("book", [1, 2])
        assert names() == ["Changé pendant"]

    shelf.during = change
    indexing.rebuild()
    assert names() == ["Changé pendant"]


def test_rebuild_switches_and_keeps_the_previous_build(shelf, tmp_path):
    for _ in range(4):
        indexing.rebuild()
    place = IndexFolder(tmp_path / "index")
    builds = [each for each in place.path.iterdir() if each.is_dir() and not each.is_symlink()]
    assert len(builds) == 2
    assert place.current() == max(builds)


def test_engine_opened_before_a_rebuild_still_answers(shelf):
    indexing.rebuild()
    before = engines.current()
    shelf.rows[3] = "Troisième livre"
    indexing.rebuild()
    assert before.search(SearchQuery()).total == 2
    assert engines.current().search(SearchQuery()).total == 3


def test_two_rebuilds_at_once_are_refused(shelf):
    with engines.folder().building(), pytest.raises(RebuildRunning):
        indexing.rebuild()
    with engines.folder().building(), pytest.raises(CommandError, match="déjà en cours"):
        call_command("rebuild_index")


def test_rebuild_that_fails_leaves_the_index_in_use(shelf):
    indexing.rebuild()

    def fail():
        raise RuntimeError("la base ne répond plus")

    shelf.during = fail
    with pytest.raises(RuntimeError):
        indexing.rebuild()
    assert len(names()) == 2
    shelf.during = None
    indexing.rebuild()
    assert len(names()) == 2


def test_index_of_another_form_is_to_be_rebuilt(shelf, tmp_path):
    indexing.rebuild()
    form = IndexFolder(tmp_path / "index").current() / "form.json"
    form.write_text(json.dumps({"version": 0, "facets": []}))
    engines._opened.build = None
    with pytest.raises(IndexMissing, match="reconstruire"):
        engines.current()


def test_command_tells_in_french_what_it_did(shelf):
    out = StringIO()
    call_command("rebuild_index", stdout=out)
    assert "Index reconstruit : 2 documents" in out.getvalue()


def _write_for_ever(rows):
    while True:
        indexing.refresh("book", rows)


def test_killed_writers_never_break_the_index(shelf):
    indexing.rebuild()
    for delay in (0.01, 0.03, 0.05, 0.08):
        child = multiprocessing.get_context("fork").Process(target=_write_for_ever, args=([1, 2],))
        child.start()
        time.sleep(delay)
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        assert names() == ["Deuxième livre", "Premier livre"]
        assert indexing.refresh("book", [1]) == 1


@pytest.mark.django_db
def test_schedule_is_part_of_the_transaction(shelf):
    def waiting():
        with connection.cursor() as cursor:
            cursor.execute("select args from procrastinate_jobs where task_name = 'search.refresh'")
            return [row[0] if isinstance(row[0], dict) else json.loads(row[0]) for row in cursor.fetchall()]

    class Undo(Exception):
        pass

    def undone():
        with transaction.atomic():
            indexing.schedule("book", [9])
            raise Undo

    with pytest.raises(Undo):
        undone()
    assert waiting() == []
    indexing.schedule("book", [2, 1, 2])
    indexing.schedule("book", [])
    assert waiting() == [{"kind": "book", "ids": [1, 2]}]


def test_task_refreshes(shelf):
    from maillage.search.tasks import refresh

    indexing.rebuild()
    shelf.rows[7] = "Septième livre"
    refresh(kind="book", ids=[7])
    assert "Septième livre" in names()
