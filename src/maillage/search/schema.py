"""The fields of the index, and a document as its fields."""

import datetime as dt
import json
import math
import zlib
from collections.abc import Sequence
from typing import Any

from tantivy import Document, Schema, SchemaBuilder

from maillage.search import analysis
from maillage.search.documents import SearchDocument

VERSION = 4
SAMPLES = 16
CELL_ZOOMS = range(3, 14)
CELLS_PER_TILE = 4
HEAD = 3
LONGEST_TITLE = 300
LONGEST_BODY = 20_000
NO_PLACE = "no"
WITH_PLACE = "yes"

_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_LETTERS, 1)}
_SHELF_LETTERS = 9
_SHELF_BASE = len(_LETTERS) + 1
_HEAVIEST = 8191


def facet_field(facet: str) -> str:
    """Return the field of a facet."""
    return f"facet_{facet}"


def cell_field(zoom: int) -> str:
    """Return the field that holds the map cell of a zoom."""
    return f"cell_{zoom}"


def cells_of(latitude: float, longitude: float) -> list[int]:
    """Return, for each of CELL_ZOOMS, the number of the cell, a quarter of a map tile wide, that holds a point."""
    deepest = CELL_ZOOMS[-1]
    across = CELLS_PER_TILE << deepest
    bounded = math.radians(max(-85.0, min(85.0, latitude)))
    x = max(0, min(across - 1, int((longitude + 180.0) / 360.0 * across)))
    y = max(0, min(across - 1, int((1.0 - math.asinh(math.tan(bounded)) / math.pi) / 2.0 * across)))
    return [(y >> (deepest - zoom)) * (CELLS_PER_TILE << zoom) + (x >> (deepest - zoom)) for zoom in CELL_ZOOMS]


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_CELL_FIELDS = [cell_field(zoom) for zoom in CELL_ZOOMS]


def build_schema(facets: Sequence[str]) -> Schema:
    """Return the schema of an index with these facets. Analyzers are not stored in it: see `engine.open_index`."""
    builder = SchemaBuilder()
    for name in ("key", "owner", "audience", "code", "key_name", "start", "head", "placed", "sample", "tag"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name=analysis.FRENCH)
    builder.add_text_field("body", tokenizer_name=analysis.FRENCH)
    builder.add_text_field("names", tokenizer_name=analysis.PLAIN)
    builder.add_text_field("words", tokenizer_name=analysis.PLAIN, index_option="basic")
    builder.add_text_field("order", fast=True, tokenizer_name="raw", index_option="basic")
    for facet in facets:
        builder.add_text_field(facet_field(facet), fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("shelf", fast=True)
    builder.add_float_field("weight", fast=True)
    builder.add_date_field("date", fast=True)
    builder.add_float_field("latitude", fast=True)
    builder.add_float_field("longitude", fast=True)
    for name in _CELL_FIELDS:
        builder.add_unsigned_field(name, fast=True)
    builder.add_bytes_field("card", stored=True)
    builder.add_bytes_field("text", stored=True)
    return builder.build()


def owner(kind: str, row: int) -> str:
    """Return the mark of a row on all its documents."""
    return f"{kind}:{row}"


def shelf_of(weight: float, folded: str) -> int:
    """Return a number that sorts heavy documents first, then by the first letters of the name."""
    rank = _HEAVIEST - max(0, min(_HEAVIEST, round(weight * 100)))
    for character in folded[:_SHELF_LETTERS].ljust(_SHELF_LETTERS):
        rank = rank * _SHELF_BASE + _RANK.get(character, 0)
    return rank


def place_of(document: SearchDocument) -> tuple[float, float] | None:
    """Return the latitude and longitude, or nothing when one is absent or impossible."""
    latitude, longitude = document.latitude, document.longitude
    if latitude is None or longitude is None or not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    return float(latitude), float(longitude)


def to_document(document: SearchDocument, facets: Sequence[str], schema: Schema) -> Document:
    """Return the document as the engine wants it. Texts are cleaned and cut; a document without audience is refused."""
    if not document.audiences:
        raise ValueError(f"{document.key}: a document needs an audience")
    title = analysis.clean(document.title)[:LONGEST_TITLE]
    aliases = [analysis.clean(alias)[:LONGEST_TITLE] for alias in document.aliases if alias]
    subtitle = analysis.clean(document.subtitle)[:LONGEST_TITLE]
    body = analysis.clean(document.body)[:LONGEST_BODY]
    names = [title, *aliases]
    keys = [key for key in dict.fromkeys(map(analysis.name_key, names)) if key]
    folded = keys[0] if keys else ""
    heads = {word[:size] for word in " ".join(keys).split() for size in range(1, HEAD + 1)}
    place = place_of(document)
    fields: dict[str, Any] = {
        "key": document.key,
        "audience": list(document.audiences),
        "tag": list(document.tags),
        "code": [analysis.code_key(code) for code in document.codes if code],
        "key_name": keys,
        "start": list({key.partition(" ")[0] for key in keys}),
        "head": list(heads),
        "sample": str(zlib.crc32(document.key.encode()) % SAMPLES),
        "placed": NO_PLACE if place is None else WITH_PLACE,
        "title": names,
        "body": [text for text in (*names, subtitle, body) if text],
        "names": names,
        "words": [text for text in (*names, subtitle, body) if text],
        "order": folded,
        "shelf": shelf_of(document.weight, folded),
        "weight": float(document.weight),
        "card": _card(document, title, subtitle),
        "text": body.encode(),
    }
    if document.row is not None:
        fields["owner"] = owner(document.kind, document.row)
    for facet in facets:
        values = document.facets.get(facet, ()) or ((document.kind,) if facet == "kind" else ())
        if values:
            fields[facet_field(facet)] = list(dict.fromkeys(values))
    if document.date is not None:
        fields["date"] = dt.datetime(document.date.year, document.date.month, document.date.day, tzinfo=dt.UTC)
    if place is not None:
        fields["latitude"], fields["longitude"] = place
        fields.update(zip(_CELL_FIELDS, cells_of(*place), strict=True))
    return Document.from_dict(fields, schema)


def _card(document: SearchDocument, title: str, subtitle: str) -> bytes:
    """Return what a list shows of a document, kept beside the index so that a page of answers reads no database."""
    place = place_of(document)
    card = {
        "key": document.key,
        "kind": document.kind,
        "title": title,
        "url": document.url,
        "subtitle": subtitle,
        "marks": dict(document.marks),
        "place": place,
        "date": document.date.isoformat() if document.date else None,
        "aliases": list(document.aliases),
    }
    shown = {name: value for name, value in card.items() if value}
    return _json(shown).encode()
