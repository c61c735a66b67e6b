"""What alliances do after the answer: letters that leave, questions that come to their end."""

from datetime import date, timedelta
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from maillage.alliances.domain.answering import settle_requests
from maillage.alliances.domain.asking import send_request
from maillage.alliances.domain.import_trial import try_rows
from maillage.alliances.domain.import_writing import write_rows
from maillage.alliances.domain.importing import forget_trials
from maillage.alliances.domain.measuring import MEASURE, measure_network
from maillage.alliances.domain.path import drop_images
from maillage.alliances.domain.reminders import remind_commitments, send_reminder
from maillage.alliances.domain.undoing import take_back
from maillage.alliances.domain.withdrawing import send_withdrawal
from maillage.core import clock

IMAGES_KEPT = timedelta(days=30)
PATIENCE = RetryStrategy(max_attempts=6, linear_wait=120)


@app.task(name="alliances.send_request", retry=PATIENCE)
def send(request_id: int, origin: str, asker: str) -> None:
    """Mail a question; tried again for some minutes when the mail server is away."""
    send_request(request_id=request_id, origin=origin, asker=asker, now=clock.now())


@app.periodic(cron="37 4 * * *")
@app.task(name="alliances.settle_requests", queueing_lock="alliances.settle_requests")
def settle(timestamp: int) -> None:
    """Let unanswered questions fall silent and erase the addresses that are of no more use."""
    settle_requests(actor=None, now=clock.now())


@app.task(name=MEASURE)
def measure(user_id: int | None, scope: dict[str, Any], on: str) -> None:
    """Measure and draw a network too large for a request."""
    measure_network(user_id=user_id, scope=scope, on=on)


@app.task(name="alliances.send_reminder", retry=PATIENCE)
def send_one_reminder(user_id: int, commitments: list[int], on: str) -> None:
    """Mail an animator the commitments that are late or soon due."""
    send_reminder(user_id=user_id, commitments=commitments, on=date.fromisoformat(on))


@app.periodic(cron="23 6 * * *")
@app.task(name="alliances.follow_path", queueing_lock="alliances.follow_path")
def follow_path(timestamp: int) -> None:
    """Remind of the commitments due, and erase the images that no milestone has shown for a month."""
    remind_commitments(actor=None, on=clock.today())
    drop_images(before=clock.now() - IMAGES_KEPT)


@app.task(name="alliances.send_withdrawal", retry=PATIENCE)
def tell_withdrawal(user_id: int, agreement_id: int, origin: str) -> None:
    """Tell an animator that an organisation took back its yes to the charter."""
    send_withdrawal(user_id=user_id, agreement_id=agreement_id, origin=origin)


@app.task(name="alliances.try_import", retry=PATIENCE)
def try_import(import_id: int) -> None:
    """Read files, and tell what each of their rows would do."""
    try_rows(import_id=import_id)


@app.task(name="alliances.apply_import", retry=PATIENCE)
def apply_import(import_id: int) -> None:
    """Write the rows of an import."""
    write_rows(import_id=import_id)


@app.task(name="alliances.undo_import", retry=PATIENCE)
def undo_import(import_id: int) -> None:
    """Take back what an import wrote."""
    take_back(import_id=import_id)


@app.periodic(cron="52 4 * * *")
@app.task(name="alliances.forget_trials", queueing_lock="alliances.forget_trials")
def forget_old_trials(timestamp: int) -> None:
    """Erase the imports that were only tried, a month after."""
    forget_trials(actor=None)
