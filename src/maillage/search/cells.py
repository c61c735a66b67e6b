"""What the map shows: cells counted inside the index, or single points when they are few."""

from typing import Any

from tantivy import Order, Query, Searcher

from maillage.search.cards import read_card
from maillage.search.query import Cell, Point
from maillage.search.schema import CELL_ZOOMS, cell_field, facet_field

FEW = 300
MOST_CELLS = 2000
DECIMALS = 5


def count_cells(searcher: Searcher, query: Query, zoom: int, by: str) -> tuple[Cell, ...]:
    """Return the cells of a zoom that hold answers, the fullest first, with their share by value of the facet `by`."""
    bounded = max(CELL_ZOOMS.start, min(CELL_ZOOMS.stop - 1, zoom))
    middle: dict[str, Any] = {
        "latitude": {"avg": {"field": "latitude"}},
        "longitude": {"avg": {"field": "longitude"}},
    }
    if by:
        middle["shares"] = {"terms": {"field": facet_field(by), "size": 12}}
    cells = {"terms": {"field": cell_field(bounded), "size": MOST_CELLS, "segment_size": 65_000}, "aggs": middle}
    answer = searcher.aggregate(query, {"cells": cells})
    return tuple(
        Cell(
            latitude=round(bucket["latitude"]["value"], DECIMALS),
            longitude=round(bucket["longitude"]["value"], DECIMALS),
            count=bucket["doc_count"],
            shares={each["key"]: each["doc_count"] for each in bucket["shares"]["buckets"]} if by else {},
        )
        for bucket in answer["cells"]["buckets"]
    )


def read_points(searcher: Searcher, query: Query) -> tuple[Point, ...]:
    """Return the answers as points, the heaviest first."""
    found = searcher.search(query, limit=FEW, count=False, order_by_field="shelf", order=Order.Asc)
    points = []
    for _, address in found.hits:
        card = read_card(searcher.doc(address))
        latitude, longitude = card["place"]
        points.append(
            Point(
                key=card["key"],
                kind=card["kind"],
                title=card.get("title", ""),
                url=card.get("url", ""),
                subtitle=card.get("subtitle", ""),
                latitude=latitude,
                longitude=longitude,
                marks=card.get("marks", {}),
            )
        )
    return tuple(points)
