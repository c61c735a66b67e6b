"""What alliances do after the answer: letters that leave, questions that come to their end."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from maillage.alliances.domain.answering import settle_requests
from maillage.alliances.domain.asking import send_request
from maillage.core import clock

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
