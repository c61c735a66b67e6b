"""What was asked by mail: found by its link, and told as the invited party must know it, no more."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maillage.alliances.enums import Direction
from maillage.alliances.models import Alliance, Charter, InvolvedPerson, Participation, Relation, Request
from maillage.core.articles import with_name
from maillage.core.audiences import Audience
from maillage.core.dates import describe_period

ANSWER_WITHIN = timedelta(days=30)
LinkState = Literal["open", "answered", "replaced", "expired"]
Target = Participation | Relation | InvolvedPerson | Charter
TARGETS: dict[type[Any], str] = {
    Participation: "participation",
    Relation: "relation",
    InvolvedPerson: "person",
    Charter: "charter",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is asked, in one question, and what is said of the invited party, as labelled pairs."""

    question: str
    facts: list[tuple[str, str]]


def digest_of(token: str) -> str:
    """Return what is kept of the token of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_request(token: str) -> Request | None:
    """Return the question behind a mailed link: holding the link is the right to read it. One query."""
    return _whole().filter(token_digest=digest_of(token)).first() if token else None


def find_by_key(key: int) -> Request:
    """Return a question with all that it is about. One query."""
    return _whole().get(pk=key)


def target_of(request: Request) -> Target:
    """Return the one thing that a question is about."""
    found = request.participation or request.relation or request.person or request.charter
    assert found is not None, "a constraint of the database says so"
    return found


def alliance_of(request: Request) -> Alliance | None:
    """Return the alliance that a question is about, None for a relation."""
    target = target_of(request)
    if isinstance(target, InvolvedPerson):
        return target.participation.alliance
    return None if isinstance(target, Relation) else target.alliance


def about(target: Target) -> dict[str, Any]:
    """Return the condition of being a question about a thing."""
    return {TARGETS[type(target)]: target}


def link_state(request: Request, now: datetime) -> LinkState:
    """Tell whether a link still works, and if not why; one closed before its time was replaced."""
    if request.answered_at is not None:
        return "answered"
    if request.expires_at > now:
        return "open"
    return "replaced" if request.expires_at < request.sent_at + ANSWER_WITHIN else "expired"


def mask_address(email: str) -> str:
    """Write an address so that its owner knows it and nobody else learns it: "m…@mairie.fr"."""
    local, at, domain = email.partition("@")
    return f"{local[:1]}…@{domain}" if at else ""


def read_claim(request: Request) -> Claim:
    """Return what the invited party is asked: two queries at most. An amount is never part of it."""
    target = target_of(request)
    if isinstance(target, Participation):
        return _claim_participation(target)
    if isinstance(target, Relation):
        return _claim_relation(target)
    if isinstance(target, InvolvedPerson):
        return _claim_person(target)
    return _claim_charter(target, request)


def claim_of(tie: Participation | Relation) -> Claim:
    """Return what the other party of a tie is asked."""
    return _claim_participation(tie) if isinstance(tie, Participation) else _claim_relation(tie)


def _whole() -> QuerySet[Request]:
    return Request.objects.select_related(
        "organisation",
        "participation__alliance",
        "participation__organisation",
        "relation__from_organisation",
        "relation__to_organisation",
        "person__participation__alliance",
        "person__participation__organisation",
        "charter__alliance",
    )


def _claim_participation(participation: Participation) -> Claim:
    roles = [each.get_role_display() for each in participation.roles.order_by("pk")]
    exchanged = list(participation.contributions.order_by("pk"))
    facts = [
        (_("Organisation"), participation.organisation.name),
        (_("Alliance"), participation.alliance.name),
        (_("Objet de l’alliance"), participation.alliance.purpose),
        (_("Rôle"), ", ".join(roles)),
        (_("Quand"), _when(participation)),
        (_("Pourquoi"), participation.why),
        (_("Pour faire quoi"), participation.what_for),
        (_("Sujet"), participation.subject),
        (_("Apporte"), _list([each for each in exchanged if each.direction == Direction.GIVES])),
        (_("Attend"), _list([each for each in exchanged if each.direction == Direction.EXPECTS])),
    ]
    question = _("%(organisation)s prend-elle part à l’alliance « %(alliance)s » ?") % {
        "organisation": participation.organisation.name,
        "alliance": participation.alliance.name,
    }
    return Claim(question=question, facts=_told(facts))


def _claim_relation(relation: Relation) -> Claim:
    sentence = say_relation(relation)
    facts = [
        (_("Ce qui est dit"), sentence),
        (_("Quand"), _when(relation)),
        (_("Précision"), relation.detail),
        (_("Source"), relation.source),
    ]
    return Claim(question=_("« %(sentence)s » : est-ce exact ?") % {"sentence": sentence}, facts=_told(facts))


def say_relation(relation: Relation) -> str:
    """Write a relation as a sentence, from the first organisation to the second."""
    tied = with_name(relation.get_kind_display(), relation.to_organisation.name)
    return f"{relation.from_organisation.name} {tied}"


def _claim_person(person: InvolvedPerson) -> Claim:
    participation = person.participation
    seen = {
        Audience.PUBLIC: _("tout le monde"),
        Audience.MEMBERS: _("les membres du site"),
        Audience.PARTNERS: _("les partenaires de l’alliance seulement"),
    }
    facts = [
        (_("Nom"), person.person_name),
        (_("Fonction"), person.function),
        (_("Pour"), participation.organisation.name),
        (_("Dans l’alliance"), participation.alliance.name),
        (_("Qui verra votre nom"), seen[Audience(participation.alliance.audience)]),
    ]
    question = _("Acceptez-vous que votre nom soit montré sur la page de l’alliance « %(alliance)s » ?") % {
        "alliance": participation.alliance.name
    }
    return Claim(question=question, facts=_told(facts))


def _claim_charter(charter: Charter, request: Request) -> Claim:
    undertaken = [f"{each['name']} : {each['text']}" for each in charter.commitments if each["text"]]
    facts = [
        (_("Organisation"), request.organisation.name),
        (_("Alliance"), charter.alliance.name),
        (_("Version"), str(charter.number)),
        (_("Objet"), charter.purpose),
        (_("Règles partagées"), charter.rules),
        (_("Engagements"), "\n".join(undertaken)),
    ]
    question = _("%(organisation)s est-elle d’accord avec la charte de « %(alliance)s » ?") % {
        "organisation": request.organisation.name,
        "alliance": charter.alliance.name,
    }
    return Claim(question=question, facts=_told(facts))


def _when(fact: Participation | Relation) -> str:
    if fact.period is None and fact.attested_on is None:
        return _("date inconnue")
    return describe_period(fact.period, fact.start_precision, fact.end_precision, fact.attested_on)


def _list(contributions: list[Any]) -> str:
    return ", ".join(
        f"{each.get_kind_display()} ({each.text})" if each.text else str(each.get_kind_display())
        for each in contributions
    )


def _told(facts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(label, value) for label, value in facts if value]
