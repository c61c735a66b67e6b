"""Jobs that write the index."""

from procrastinate.contrib.django import app

from maillage.search import indexing


@app.task(name=indexing.REFRESH)
def refresh(kind: str, ids: list[int]) -> None:
    """Bring the documents of some rows up to date."""
    indexing.refresh(kind, ids)
