"""Jobs of the territories."""

from datetime import timedelta

from procrastinate.contrib.django import app

from maillage.core import clock
from maillage.territories.domain.closure import follow_dates

LATE = timedelta(days=8)


@app.periodic(cron="7 0 * * *")
@app.task(name="territories.follow_dates", queueing_lock="territories.follow_dates")
def follow(timestamp: int) -> None:
    """Count again what territories cover: a composition may begin or end on that day, or began while nothing ran."""
    today = clock.today()
    follow_dates(since=today - LATE, today=today)
