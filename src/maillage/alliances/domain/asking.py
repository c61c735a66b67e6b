"""Asking a party by mail: one link, which works once for 30 days."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.alliances.domain.confirmation import NotTheOtherParty
from maillage.alliances.domain.participations import add_participation
from maillage.alliances.enums import TieState
from maillage.alliances.models import Alliance, InvolvedPerson, Participation, Relation, Request
from maillage.alliances.selectors.confirmations import answering
from maillage.alliances.selectors.requests import (
    ANSWER_WITHIN,
    TARGETS,
    Target,
    about,
    alliance_of,
    digest_of,
    find_by_key,
    read_claim,
    target_of,
)
from maillage.core.articles import of_name
from maillage.core.dates import write_date
from maillage.jobs.scheduling import defer
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import Organisation

ONE_DAY = timedelta(days=1)
MOST_A_DAY = 30
MOST_TO_ONE_ADDRESS = 3
TOKEN_BYTES = 32


@transaction.atomic
def ask(
    *, actor: User | None, target: Target, organisation: Organisation, email: str, origin: str, now: datetime
) -> Request:
    """Have a question mailed to a party about a participation, a relation, a person or a charter.

    `origin` is the address of the site, for the link. A former link about the same thing works no more. The link is
    made when the letter leaves: only its digest is ever written. Raises ValidationError ("email"): already confirmed,
    one's own address, too many letters in a day. Raises NotTheOtherParty.
    """
    address = email.strip().lower()
    if isinstance(target, Participation | Relation):
        _demand_question(target, organisation)
    if not isinstance(target, InvolvedPerson):
        _demand_other(actor, address)
    _demand_moderation(target, organisation, address, now)
    with recorded(actor=actor, action="alliances.ask"):
        former = Request.objects.filter(**about(target), organisation=organisation, answered_at__isnull=True)
        former.filter(expires_at__gt=now).update(expires_at=now)
        request = Request(
            **about(target), organisation=organisation, email=address, sent_at=now, expires_at=now + ANSWER_WITHIN
        )
        request.full_clean(exclude=[*TARGETS.values(), "organisation"])
        request.save()
        asker = actor.display_name if actor is not None else ""
        defer("alliances.send_request", request_id=request.pk, origin=origin, asker=asker)
    return request


@transaction.atomic
def invite_partner(
    *,
    actor: User | None,
    alliance: Alliance,
    organisation: Organisation,
    roles: Iterable[str],
    email: str,
    origin: str,
    now: datetime,
) -> Participation:
    """Ask an organisation by mail whether it takes part; it is declared first if it was not yet.

    Raises ValidationError as `add_participation` and `ask` do; then nothing is written.
    """
    today = timezone.localtime(now).date()
    stays = Participation.objects.filter(alliance=alliance, organisation=organisation)
    present = stays.filter(Q(period__isnull=True) | Q(period__endswith__isnull=True) | Q(period__contains=today))
    participation = present.order_by("-pk").first()
    if participation is None:
        participation = add_participation(actor=actor, alliance=alliance, organisation=organisation, roles=roles)
    ask(actor=actor, target=participation, organisation=organisation, email=email, origin=origin, now=now)
    return participation


@transaction.atomic
def send_request(*, request_id: int, origin: str, asker: str, now: datetime) -> bool:
    """Make the link of a question and mail it; tell whether a letter left.

    A question already sent, answered or over is left alone, so a job done twice sends one letter. Locks the row.
    """
    rows = Request.objects.select_for_update(of=("self",), skip_locked=True)
    waiting = rows.filter(pk=request_id, token_digest="", answered_at__isnull=True, expires_at__gt=now).exclude(
        email=""
    )
    if waiting.first() is None:
        return False
    request = find_by_key(request_id)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Request.objects.filter(pk=request.pk).update(token_digest=digest_of(token))
    target = target_of(request)
    site = origin.rstrip("/")
    context = {
        "claim": read_claim(request),
        "request": request,
        "alliance": alliance_of(request),
        "who": asker or _who(target),
        "day": write_date(timezone.localtime(request.expires_at).date()),
        "link": f"{site}{reverse('alliances:answer', args=[token])}",
        "withdrawal": f"{site}{reverse('alliances:withdraw', args=[token])}",
        "site": f"{site}/",
        "personal_data": f"{site}/donnees-personnelles/",
    }
    message = render_to_string(f"alliances/mail/{TARGETS[type(target)]}.txt", context)
    send_mail(_subject(request), message, None, [request.email])
    return True


def _who(target: Target) -> str:
    if isinstance(target, Relation) and target.declared_by is not None:
        return target.declared_by.name
    return _("Une personne")


def _subject(request: Request) -> str:
    alliance = alliance_of(request)
    target = target_of(request)
    if isinstance(target, Relation):
        names = {"one": target.from_organisation.name, "other": target.to_organisation.name}
        return _("%(one)s et %(other)s : est-ce exact ?") % names
    name = {
        "alliance": alliance.name if alliance else "",
        "organisation": request.organisation.name,
        "of_organisation": of_name(request.organisation.name),
    }
    if isinstance(target, InvolvedPerson):
        return _("Votre nom sur la page de « %(alliance)s » : votre accord") % name
    if isinstance(target, Participation):
        return _("%(organisation)s et « %(alliance)s » : est-ce exact ?") % name
    return _("La charte de « %(alliance)s » : l’accord %(of_organisation)s") % name


def _demand_question(tie: Participation | Relation, organisation: Organisation) -> None:
    if organisation.pk not in answering(tie):
        raise NotTheOtherParty(tie.pk)
    if tie.state == TieState.CONFIRMED:
        raise ValidationError({"email": _("%(name)s a déjà confirmé.") % {"name": organisation.name}})


def _demand_other(actor: User | None, address: str) -> None:
    if actor is None:
        return
    own = {actor.email.lower(), *EmailAddress.objects.filter(user=actor).values_list("email", flat=True)}
    if address in {each.lower() for each in own}:
        raise ValidationError(
            {"email": _("C’est votre propre adresse : on ne confirme pas soi-même ce que l’on déclare.")}
        )


def _demand_moderation(target: Target, organisation: Organisation, address: str, now: datetime) -> None:
    mailed = Request.objects.filter(sent_at__gt=now - ONE_DAY).exclude(email="")
    if _from_the_same(mailed, target, organisation).count() >= MOST_A_DAY:
        raise ValidationError(
            {"email": _("Déjà %(most)d messages envoyés en un jour : reprenez demain.") % {"most": MOST_A_DAY}}
        )
    if mailed.filter(email=address).count() >= MOST_TO_ONE_ADDRESS:
        raise ValidationError(
            {
                "email": _(
                    "Cette adresse a déjà reçu plusieurs questions aujourd’hui : laissez-lui le temps de répondre."
                )
            }
        )


def _from_the_same(mailed: QuerySet[Request], target: Target, organisation: Organisation) -> QuerySet[Request]:
    """Keep what the same alliance asked, or for a relation the same other end."""
    if isinstance(target, Relation):
        ends = {target.from_organisation_id, target.to_organisation_id} - {organisation.pk}
        return mailed.filter(Q(relation__from_organisation__in=ends) | Q(relation__to_organisation__in=ends))
    alliance = target.participation.alliance_id if isinstance(target, InvolvedPerson) else target.alliance_id
    return mailed.filter(
        Q(participation__alliance=alliance)
        | Q(person__participation__alliance=alliance)
        | Q(charter__alliance=alliance)
    )
