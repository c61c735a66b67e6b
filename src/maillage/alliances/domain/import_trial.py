"""The trial of an import: files read, rows matched with what the site knows, what each would do kept beside it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from maillage.alliances.domain.import_plan import NodePlan, Outcome, Plan, TiePlan, plan_import
from maillage.alliances.models import NetworkImport
from maillage.alliances.network.incoming.files import read_files
from maillage.alliances.network.incoming.rows import Reading
from maillage.alliances.selectors.matching import Known, near_names
from maillage.tabular.reading import Unreadable

STEP = 50
MOST_UNKNOWN = 50
State = NetworkImport.State


def try_rows(*, import_id: int) -> None:
    """Read the files that wait, match the rows, keep what the import would do. Safe to do again at any moment."""
    running = (State.READ, State.TRYING)
    brought = NetworkImport.objects.select_related("user").filter(pk=import_id, state__in=running).first()
    if brought is None or brought.user is None:
        return
    if brought.state == State.READ:
        try:
            _read(brought)
        except Unreadable as error:
            _refuse(brought, str(error))
            return
        _match(brought)
    plan = plan_import(actor=brought.user, brought=brought)
    keep_outcomes(brought.nodes, plan.nodes)
    keep_outcomes(brought.ties, plan.ties)
    brought.found, brought.state, brought.progress = _count(plan), State.TRIED, 0
    brought.save(update_fields=["nodes", "ties", "found", "state", "progress", "updated_at"])


def keep_reading(brought: NetworkImport, reading: Reading) -> None:
    """Set what some files say on an import that is not saved."""
    brought.nodes, brought.ties = reading.nodes, reading.ties
    brought.options |= {"unknown": reading.unknown[:MOST_UNKNOWN]}
    brought.total = len(reading.nodes)


def keep_outcomes(rows: list[dict[str, Any]], planned: Sequence[NodePlan | TiePlan]) -> None:
    """Keep beside each row what becomes of it, in words, and which organisations a person may choose for it.

    A row that the import wrote already keeps what was said then.
    """
    for row, plan in zip(rows, planned, strict=True):
        if row.get("made"):
            continue
        row["outcome"], row["reason"] = plan.outcome.value, plan.reason
        if isinstance(plan, TiePlan):
            row["said"] = plan.sentence
            continue
        row["linked"] = str(plan.organisation.public_id) if plan.organisation else ""
        row["same"] = plan.is_same_name
        row["proposals"] = [str(each.public_id) for each in plan.proposals]
        row["settled"] = plan.identified or plan.is_made or plan.outcome == Outcome.REFUSE


def _read(brought: NetworkImport) -> None:
    files = [(file.name, bytes(file.content)) for file in brought.files.order_by("pk")]
    if not files:
        return
    keep_reading(brought, read_files(files))
    with transaction.atomic():
        brought.save(update_fields=["nodes", "ties", "options", "total", "updated_at"])
        brought.files.all().delete()


def _match(brought: NetworkImport) -> None:
    """Look for names close to those of the rows that no identifier nor exact name settles."""
    known = Known(brought.user, brought.nodes)
    for rank, node in enumerate(brought.nodes):
        if not node["problem"] and node["nom"] and not known.numbered(node) and not known.same_name(node):
            node["near"] = near_names(brought.user, node["nom"])
        if rank % STEP == 0:
            NetworkImport.objects.filter(pk=brought.pk).update(progress=rank)


def _refuse(brought: NetworkImport, said: str) -> None:
    """Keep why the files cannot be read, and nothing of them."""
    with transaction.atomic():
        brought.files.all().delete()
        brought.problems = [{"where": "", "row": 0, "message": said}]
        brought.state = State.REFUSED
        brought.save(update_fields=["problems", "state", "updated_at"])


def _count(plan: Plan) -> dict[str, int]:
    waiting = [node for node in plan.nodes if node.outcome == Outcome.CHOOSE]
    counts = {
        "organisations": plan.count(Outcome.CREATE, plan.nodes),
        "linked": plan.count(Outcome.LINK, plan.nodes),
        "alliances": sum(each.alliance is None for each in plan.alliances),
        "stays": sum(len(each.stays) for each in plan.alliances),
        "relations": len(plan.bonds),
        "known": plan.count(Outcome.KNOWN, plan.ties),
        "refused": plan.count(Outcome.REFUSE, plan.nodes) + plan.count(Outcome.REFUSE, plan.ties),
        "waiting": len(waiting),
        "same": sum(node.is_same_name for node in waiting),
    }
    return counts | {"written": counts["organisations"] + counts["stays"] + counts["relations"]}
