"""Upkeep of the queue itself."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

SILENCE = 30.0


@app.periodic(cron="* * * * *")
@app.task(name="jobs.rescue_stalled", queueing_lock="jobs.rescue_stalled", pass_context=True)
async def rescue_stalled(context: JobContext, timestamp: int) -> None:
    """Give back to the queue the jobs of a worker that was killed: without this they stay "doing" for ever."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE):
        await manager.retry_job(job)
