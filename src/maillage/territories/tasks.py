"""Jobs of the territories."""

from procrastinate.contrib.django import app

from maillage.core import clock
from maillage.territories.domain.closure import rebuild_closure


@app.periodic(cron="7 0 * * *")
@app.task(name="territories.follow_dates", queueing_lock="territories.follow_dates")
def follow_dates(timestamp: int) -> None:
    """Count again what territories cover: a composition may begin or end on that day."""
    rebuild_closure(on=clock.today())
