"""What happened in the alliances of the demonstration network, and what their members undertook."""

from maillage.alliances.enums import CommitmentForm
from maillage.alliances.models import Alliance, Commitment, Milestone
from maillage.core.dates import Precision, read_date
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import Organisation
from maillage.portal.demonstration.documents import Row
from maillage.portal.demonstration.ground import FICTITIOUS, cite_passages

COMMITMENT_TEXTS = ("decision", "counterpart", "counterpart_by", "proof")
COMMITMENT_DATES = ("decided_on", "due_on", "settled_on")


def load_path(row: Row, alliance: Alliance, parties: dict[str, Organisation], sources: dict[str, Row]) -> None:
    """Write the milestones and the commitments of an alliance, in the order of the file."""
    with recorded(actor=None, action="alliances.load_path"):
        for milestone in row["milestones"]:
            _load_milestone(milestone, alliance, sources)
        written: dict[str, Commitment] = {}
        for commitment in row["commitments"]:
            written[commitment.get("key", "")] = _load_commitment(commitment, alliance, parties, written)


def _load_milestone(row: Row, alliance: Alliance, sources: dict[str, Row]) -> None:
    day, precision = read_date(row["date"] or "") or (None, Precision.UNKNOWN)
    milestone = Milestone(
        alliance=alliance,
        on=day,
        precision=precision,
        kind=row["kind"],
        title=row["title"],
        text=row.get("text") or "",
        source=cite_passages(row["lines"], sources) if "lines" in row else FICTITIOUS,
    )
    milestone.full_clean(exclude=["alliance"])
    milestone.save()


def _load_commitment(
    row: Row, alliance: Alliance, parties: dict[str, Organisation], written: dict[str, Commitment]
) -> Commitment:
    commitment = Commitment(
        alliance=alliance,
        form=row.get("form", CommitmentForm.SIMPLE),
        accountable=parties[row["accountable"]],
        replaces=written.get(row.get("replaces") or " "),
        **{name: row[name] for name in COMMITMENT_TEXTS if name in row},
        **{name: row[name] for name in (*COMMITMENT_DATES, "state") if name in row},
    )
    commitment.full_clean(exclude=["alliance", "accountable", "replaces"])
    commitment.save()
    return commitment
