"""What happened in the alliances of the demonstration network, what their members undertook and agreed to."""

from datetime import date, datetime, time

from django.utils import timezone

from maillage.alliances.domain.charters import issue_charter, record_agreement
from maillage.alliances.domain.commitments import (
    CommitmentChanges,
    abandon_commitment,
    add_commitment,
    keep_commitment,
    renegotiate_commitment,
)
from maillage.alliances.domain.path import MilestoneChanges, add_milestone
from maillage.alliances.enums import CommitmentForm, CommitmentState
from maillage.alliances.models import Alliance, Commitment
from maillage.core.dates import Precision, read_date
from maillage.organisations.models import Organisation
from maillage.portal.demonstration.documents import Row
from maillage.portal.demonstration.ground import FICTITIOUS, cite_passages


def load_path(row: Row, alliance: Alliance, parties: dict[str, Organisation], sources: dict[str, Row]) -> None:
    """Write the milestones, the commitments and the charters of an alliance, in the order of the file."""
    for milestone in row["milestones"]:
        _load_milestone(milestone, alliance, sources)
    written: dict[str, Commitment] = {}
    for commitment in row["commitments"]:
        written[commitment["key"]] = _load_commitment(commitment, alliance, parties, written)
    for number, charter in enumerate(row.get("charters", [])):
        _load_charter(charter, number, alliance, parties)


def _load_milestone(row: Row, alliance: Alliance, sources: dict[str, Row]) -> None:
    day, precision = read_date(row["date"] or "") or (None, Precision.UNKNOWN)
    changes: MilestoneChanges = {
        "on": day,
        "precision": precision,
        "kind": row["kind"],
        "title": row["title"],
        "text": row.get("text") or "",
        "source": cite_passages(row["lines"], sources) if "lines" in row else FICTITIOUS,
    }
    add_milestone(actor=None, alliance=alliance, changes=changes)


def _load_commitment(
    row: Row, alliance: Alliance, parties: dict[str, Organisation], written: dict[str, Commitment]
) -> Commitment:
    """Write a commitment and what became of it; a renegotiated one is settled by the row that replaces it."""
    changes: CommitmentChanges = {
        "form": row.get("form", CommitmentForm.SIMPLE),
        "decision": row["decision"],
        "decided_on": row.get("decided_on"),
        "accountable": parties[row["accountable"]],
        "counterpart": row.get("counterpart", ""),
        "counterpart_by": row.get("counterpart_by", ""),
        "due_on": row.get("due_on"),
    }
    if former := row.get("replaces"):
        before = written[former]
        return renegotiate_commitment(
            actor=None, commitment=before, version=before.version, on=row["decided_on"], changes=changes
        )
    added = add_commitment(actor=None, alliance=alliance, changes=changes)
    state = row.get("state")
    if state == CommitmentState.KEPT:
        return keep_commitment(
            actor=None, commitment=added, version=added.version, on=row["settled_on"], proof=row["proof"]
        )
    if state == CommitmentState.ABANDONED:
        return abandon_commitment(
            actor=None, commitment=added, version=added.version, on=row["settled_on"], reason=row["reason"]
        )
    return added


def _load_charter(row: Row, after: int, alliance: Alliance, parties: dict[str, Organisation]) -> None:
    """Issue a version on its day, and record who agreed to it."""
    words = {"purpose": row["purpose"], "rules": "\n".join(row["rules"])}
    charter = issue_charter(actor=None, alliance=alliance, after=after, now=_noon(row["issued_on"]), **words)
    for agreed in row["agreed"]:
        organisation = parties[agreed["organisation"]]
        record_agreement(actor=None, charter=charter, organisation=organisation, now=_noon(agreed["agreed_on"]))


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
