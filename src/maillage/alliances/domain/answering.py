"""What comes back from a mailed link, and what becomes of the links that nobody answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from maillage.accounts.models import User
from maillage.alliances.domain.confirmation import MoveRefused, NotTheOtherParty, confirm, contest, fall_silent
from maillage.alliances.domain.people import forget_functions, give_consent, withdraw_person
from maillage.alliances.enums import Answer, TieState
from maillage.alliances.models import CharterAgreement, InvolvedPerson, Participation, Relation, Request
from maillage.alliances.selectors.requests import LinkState, link_state, target_of
from maillage.organisations.domain.recording import recorded

ADDRESS_KEPT = timedelta(days=30)


class LinkOver(RuntimeError):
    """The link was used, replaced, or came to its end: `state` says which."""

    def __init__(self, state: LinkState) -> None:
        super().__init__(state)
        self.state = state


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What the nightly round did."""

    silent: int
    addresses: int
    people: int


@transaction.atomic
def answer_request(*, actor: User | None, request: Request, answer: str, now: datetime, text: str = "") -> None:
    """Record what the holder of a mailed link says; the link then works no more. Locks what it is about.

    `actor` is the account signed in, if any: whoever holds the link answers. Raises LinkOver, and ValidationError
    ("text") when a tie is contested without a word.
    """
    target = target_of(request)
    type(target)._default_manager.select_for_update(of=("self",)).get(pk=target.pk)  # noqa: SLF001 public in all but name
    request.refresh_from_db(fields=["answered_at", "expires_at"])
    if (state := link_state(request, now)) != "open":
        raise LinkOver(state)
    confirms = answer == Answer.CONFIRM
    if isinstance(target, Participation | Relation):
        _answer_tie(actor, target, request, now, text=None if confirms else text)
        return
    with recorded(actor=actor, action="alliances.answer_request"):
        Request.objects.filter(pk=request.pk).update(answered_at=now, answer=answer)
    if isinstance(target, InvolvedPerson):
        (give_consent if confirms else withdraw_person)(actor=actor, person=target, now=now)
    elif confirms:
        with recorded(actor=actor, action="alliances.agree_to_charter"):
            CharterAgreement.objects.in_force().get_or_create(
                charter=target,
                organisation=request.organisation,
                defaults={"agreed_on": timezone.localtime(now).date(), "by_link": True},
            )


def settle_requests(*, actor: User | None, now: datetime) -> Settled:
    """Let the questions without an answer fall silent, and erase addresses 30 days after the answer or the expiry.

    A person who never answered loses their name with their address. Running again changes nothing.
    """
    silent = sum(_let_fall(request) for request in _unanswered(now))
    kept_until = now - ADDRESS_KEPT
    over = Q(answered_at__lte=kept_until) | Q(answered_at__isnull=True, expires_at__lte=kept_until)
    with transaction.atomic(), recorded(actor=actor, action="alliances.settle_requests"):
        people = _forget_people(kept_until, now)
        addresses = Request.objects.filter(over).exclude(email="").update(email="")
    return Settled(silent=silent, addresses=addresses, people=people)


def _answer_tie(
    actor: User | None, tie: Participation | Relation, request: Request, now: datetime, *, text: str | None
) -> None:
    party = request.organisation
    try:
        if text is not None:
            contest(actor=actor, tie=tie, text=text, now=now, organisation=party)
        else:
            confirm(actor=actor, tie=tie, now=now, organisation=party, by_link=True)
    except NotTheOtherParty as error:
        raise LinkOver("replaced") from error


def _unanswered(now: datetime) -> list[Request]:
    """Return the questions whose time is over about ties still declared, when no later one is open."""
    declared = Q(participation__state=TieState.DECLARED) | Q(relation__state=TieState.DECLARED)
    opened = Request.objects.filter(answered_at__isnull=True, expires_at__gt=now)
    rows = Request.objects.filter(declared, answered_at__isnull=True, expires_at__lte=now)
    rows = rows.filter(
        ~Exists(opened.filter(participation=OuterRef("participation"))),
        ~Exists(opened.filter(relation=OuterRef("relation"))),
    )
    return list(rows.select_related("participation", "relation").order_by("pk"))


def _let_fall(request: Request) -> bool:
    tie = request.participation or request.relation
    assert tie is not None, "chosen so"
    asked_on = timezone.localtime(request.sent_at).date()
    if tie.state_since is not None and asked_on < tie.state_since:
        return False  # it was asked of a former state of the tie
    try:
        fall_silent(tie=tie, on=timezone.localtime(request.expires_at).date())
    except MoveRefused:
        return False
    return True


def _forget_people(kept_until: datetime, now: datetime) -> int:
    unanswered = Request.objects.filter(person=OuterRef("pk"), answered_at__isnull=True, expires_at__lte=kept_until)
    later = Request.objects.filter(person=OuterRef("pk"), expires_at__gt=kept_until)
    rows = InvolvedPerson.objects.filter(Exists(unanswered), ~Exists(later), consent_given_at__isnull=True)
    keys = list(rows.exclude(person_name="").values_list("pk", flat=True))
    InvolvedPerson.objects.filter(pk__in=keys).update(person_name="", function="", consent_withdrawn_at=now)
    forget_functions(keys)
    return len(keys)
