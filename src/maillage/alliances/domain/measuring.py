"""Have a network measured after the answer: by a job, for what the reader who asks may see."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser

from maillage.accounts.models import User
from maillage.alliances.network.graph import Network
from maillage.alliances.network.results import STEPS, findings_of, progress_of, tell_progress
from maillage.alliances.network.scope import Scope
from maillage.alliances.selectors.network import stamp_of
from maillage.alliances.selectors.network_drawing import positions_of, write_json
from maillage.alliances.selectors.network_kept import keep_told
from maillage.alliances.selectors.network_page import asked_of, read_state
from maillage.alliances.selectors.network_sheet import write_sheet
from maillage.jobs import scheduling

MEASURE = "alliances.measure_network"


def start_measuring(*, actor: Any, network: Network, scope: Scope) -> None:
    """Have a network measured for its reader, once however many ask and one network after another."""
    if progress_of(network.digest).started:
        return
    tell_progress(network.digest, 0)
    scheduling.defer(
        MEASURE,
        lock=MEASURE,
        once=f"{MEASURE}:{network.digest}",
        user_id=actor.pk if actor.is_authenticated else None,
        scope=asdict(scope),
        on=network.on.isoformat(),
    )


def measure_network(*, user_id: int | None, scope: dict[str, Any], on: str) -> None:
    """Measure and draw the network of a scope on a day, as this account (or nobody) sees it now."""
    user = User.objects.filter(pk=user_id, is_active=True).first() if user_id else AnonymousUser()
    if user is None:
        return
    named: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in scope.items()}
    asked = asked_of(Scope(**named), date.fromisoformat(on))
    stamp = stamp_of(user, asked.scope)
    state = read_state(user, asked)
    network = state.network
    positions_of(state.facts)
    tell_progress(network.digest, 1)
    findings_of(network, lambda done: tell_progress(network.digest, min(done + 1, STEPS - 1)))
    for tell in (write_sheet, write_json):
        keep_told(user, state, stamp, tell)
