"""A network brought in from files: begun, tried as often as a person chooses, imported, thrown away."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.alliances.domain.import_plan import NEW, SKIP, Outcome
from maillage.alliances.domain.import_trial import keep_reading, try_rows
from maillage.alliances.domain.import_writing import write_rows
from maillage.alliances.models import ImportFile, NetworkImport
from maillage.alliances.network.incoming.files import is_light, read_files
from maillage.core import clock
from maillage.core.audiences import Audience
from maillage.jobs.scheduling import defer

SHORT = 60  # rows that are matched, written or taken back within a request
PLANNED = 600  # rows that are planned within a request
TRIALS_KEPT = timedelta(days=30)
State = NetworkImport.State


class NotNow(Exception):
    """The import is not in a state that allows this."""


@transaction.atomic
def start_import(*, actor: User, files: Sequence[tuple[str, bytes]]) -> NetworkImport:
    """Keep files (name, content), and begin their trial: at once when they are short, else as a job.

    Raises Unreadable for light files; what is wrong with heavy ones is said on the page of the import.
    """
    brought = NetworkImport(
        user=actor,
        file_name=_(" et ").join(name for name, _content in files)[:200],
        options={"audience": Audience.PUBLIC.value, "unknown": []},
        state=State.READ,
    )
    light = is_light(files)
    if light:
        keep_reading(brought, read_files(files))
    brought.save()
    if light and len(brought.nodes) <= SHORT and len(brought.ties) <= PLANNED:
        try_rows(import_id=brought.pk)
        brought.refresh_from_db()
        return brought
    if not light:
        for name, content in files:
            ImportFile.objects.create(brought=brought, name=name[:200], content=content)
    defer("alliances.try_import", lock=lock_of(brought), import_id=brought.pk)
    return brought


@transaction.atomic
def set_options(*, actor: User, brought: NetworkImport, options: Mapping[str, str]) -> None:
    """Keep what holds for all the rows: kind of ties that do not say it, territory, audience. Raises NotNow."""
    current = lock_import(brought, State.TRIED)
    current.options |= options
    _try_again(current)


@transaction.atomic
def choose_matches(*, actor: User, brought: NetworkImport, chosen: Mapping[str, str]) -> int:
    """Keep what a person chose for some rows, by place: a public id, NEW or SKIP. Returns how many were kept.

    Raises NotNow once the import is done.
    """
    current = lock_import(brought, State.TRIED)
    kept = 0
    for place, choice in chosen.items():
        node = current.nodes[int(place)] if place.isdecimal() and int(place) < len(current.nodes) else None
        if node is None or node["settled"]:
            continue
        if choice in {NEW, SKIP} or choice in node["proposals"]:
            current.choices[place] = choice
            kept += 1
    if kept:
        _try_again(current)
    return kept


@transaction.atomic
def accept_same_names(*, actor: User, brought: NetworkImport) -> int:
    """Choose, for each row that awaits it, the one organisation that bears its very name. Returns how many."""
    current = lock_import(brought, State.TRIED)
    same = {
        str(place): node["proposals"][0]
        for place, node in enumerate(current.nodes)
        if node["outcome"] == Outcome.CHOOSE and node["same"]
    }
    current.choices |= same
    if same:
        _try_again(current)
    return len(same)


@transaction.atomic
def apply_import(*, actor: User, brought: NetworkImport) -> NetworkImport:
    """Write what the trial showed: at once when it is short, else as a job that tells how far it is. Raises NotNow."""
    current = lock_import(brought, State.TRIED)
    current.state, current.progress, current.total, current.user = State.DOING, 0, 0, current.user or actor
    current.save(update_fields=["state", "progress", "total", "user", "updated_at"])
    if len(current.nodes) + len(current.ties) <= SHORT:
        write_rows(import_id=current.pk)
        current.refresh_from_db()
    else:
        defer("alliances.apply_import", lock=lock_of(current), import_id=current.pk)
    return current


@transaction.atomic
def forget_import(*, actor: User, brought: NetworkImport) -> None:
    """Erase a trial, or what is kept of an import that was undone. Raises NotNow."""
    lock_import(brought, State.READ, State.REFUSED, State.TRYING, State.TRIED, State.UNDONE).delete()


def forget_trials(*, actor: User | None) -> int:
    """Erase the trials that nobody touched for a month. Returns how many."""
    tried = (State.READ, State.REFUSED, State.TRYING, State.TRIED)
    old = NetworkImport.objects.filter(state__in=tried, updated_at__lt=clock.now() - TRIALS_KEPT)
    return old.delete()[0]


def lock_import(brought: NetworkImport, *states: str) -> NetworkImport:
    """Return an import as it is stored, locked, if it is in one of these states. Raises NotNow."""
    current: NetworkImport = NetworkImport.objects.select_for_update(of=("self",)).get(pk=brought.pk)
    if current.state not in states:
        raise NotNow(current.state)
    return current


def lock_of(brought: NetworkImport) -> str:
    """Name what keeps the jobs of an import one after another."""
    return f"import:{brought.pk}"


def _try_again(current: NetworkImport) -> None:
    current.state, current.total = State.TRYING, 0
    current.save(update_fields=["options", "choices", "state", "total", "updated_at"])
    if len(current.nodes) + len(current.ties) <= PLANNED:
        try_rows(import_id=current.pk)
    else:
        defer("alliances.try_import", lock=lock_of(current), import_id=current.pk)
