"""Turn a question into an engine query. Every query goes through `allowed`: nothing is read without an audience."""

import math
from collections.abc import Iterable, Mapping, Sequence

from tantivy import FieldType, Occur, Query, Schema

from maillage.search import acronyms, analysis
from maillage.search.reading import Reading, Slot
from maillage.search.schema import HEAD, NO_PLACE, WITH_PLACE, facet_field

TITLE = 4.0
CODE = 200.0
PHRASE = 3.0
SAME_NAME = 400.0
NAME_STARTS = 60.0
NEARBY = 0.2

Box = tuple[float, float, float, float]
Near = Mapping[str, int]
EXACT: Near = {}


class Matcher:
    """Builds queries for one schema."""

    def __init__(self, schema: Schema, facets: Sequence[str]) -> None:
        self.schema = schema
        self.facets = tuple(facets)

    def term(self, field: str, value: str) -> Query:
        """Match documents that hold a value in a field."""
        return Query.term_query(self.schema, field, value)

    def one_of(self, field: str, values: Iterable[str]) -> Query:
        """Match documents that hold one of the values, without weighing them; none for no value."""
        chosen = sorted(set(values))
        if not chosen:
            return Query.empty_query()
        if len(chosen) == 1:
            return Query.const_score_query(self.term(field, chosen[0]), 0.0)
        return Query.const_score_query(Query.term_set_query(self.schema, field, chosen), 0.0)

    def allowed(self, audiences: frozenset[str], *parts: Query) -> Query:
        """SECURITY: the only way to a query that is run: whatever `parts` ask, the audience is a must."""
        must = [(Occur.Must, self.one_of("audience", audiences))]
        return Query.boolean_query([*((Occur.Must, part) for part in parts), *must])

    def filters(self, filters: Mapping[str, tuple[str, ...]], *, without: str = "") -> list[Query]:
        """Return one condition for each facet with chosen values; facets that do not exist are ignored."""
        return [
            self.one_of(facet_field(facet), values)
            for facet, values in filters.items()
            if values and facet in self.facets and facet != without
        ]

    def box(self, box: Box) -> Query:
        """Match places inside west, south, east, north; a west beyond the east crosses the antimeridian."""
        west, south, east, north = box
        if not all(map(math.isfinite, box)):
            return Query.empty_query()
        south, north = sorted((south, north))
        latitudes = self._between("latitude", south, north)
        if west > east:
            sides = [(Occur.Should, self._between("longitude", west, 180.0))]
            sides += [(Occur.Should, self._between("longitude", -180.0, east))]
            longitudes = Query.boolean_query(sides)
        else:
            longitudes = self._between("longitude", west, east)
        both = Query.boolean_query([(Occur.Must, latitudes), (Occur.Must, longitudes)])
        return Query.const_score_query(both, 0.0)

    def placed(self, box: Box | None) -> Query:
        """Match documents with a known place, inside the box when there is one."""
        return self.one_of("placed", [WITH_PLACE]) if box is None else self.box(box)

    def unplaced(self) -> Query:
        """Match documents without a known place."""
        return self.one_of("placed", [NO_PLACE])

    def _between(self, field: str, low: float, high: float) -> Query:
        return Query.range_query(self.schema, field, FieldType.Float, low, high)

    def sample(self, share: int) -> Query:
        """Match a fixed part of the documents: `share` sixteenths."""
        return self.one_of("sample", map(str, range(share)))

    def text(self, reading: Reading, near: Near = EXACT, *, lifted: bool = False) -> list[Query]:
        """Return what an answer must hold and, if `lifted`, what puts it before others.

        `near` gives the words that may be wrong, and by how many errors.
        """
        if not reading.slots:
            return []
        wanted = [(Occur.Must, self.slot(slot, near)) for slot in reading.required]
        if reading.codes:
            whole = Query.const_score_query(self.one_of("code", reading.codes), CODE)
            either = [(Occur.Should, whole)]
            if wanted:
                either.append((Occur.Should, Query.boolean_query(wanted)))
            wanted = [(Occur.Must, Query.boolean_query(either))]
        lifts = self._lifts(reading) if lifted or not wanted else []
        return [Query.boolean_query([*wanted, *((Occur.Should, lift) for lift in lifts)])]

    def slot(self, slot: Slot, near: Near = EXACT) -> Query:
        """Return the query of one slot: any of its ways, the best one counting. The body holds the names too."""
        if slot.every:
            together = Query.boolean_query([(Occur.Must, self.term("body", stem)) for stem in slot.stems])
            ways = [together, *(self.term("body", analysis.stem(word)) for word in slot.words)]
        else:
            ways = self._forms("body", slot)
            if not ways:
                ways = [self.term("names", word) for word in slot.words]
        if slot.codes:
            ways.append(Query.const_score_query(self.one_of("code", slot.codes), CODE))
        if edits := near.get(slot.text):
            ways += self._near(slot.text, edits)
        return ways[0] if len(ways) == 1 else Query.disjunction_max_query(ways)

    def _forms(self, field: str, slot: Slot) -> list[Query]:
        """Return the ways of a slot in a field: its stems, the first one weighing most, and its phrases."""
        forms = [
            Query.boost_query(self.term(field, stem), 1 / (1 + place)) if place else self.term(field, stem)
            for place, stem in enumerate(slot.stems)
        ]
        return forms + [self._phrase(field, placed) for placed in slot.phrases]

    def _phrase(self, field: str, placed: tuple[tuple[int, str], ...]) -> Query:
        if len(placed) == 1:
            return self.term(field, placed[0][1])
        first = placed[0][0]
        moved: list[str | tuple[int, str]] = [(position - first, stem) for position, stem in placed]
        return Query.phrase_query(self.schema, field, moved)

    def _near(self, word: str, edits: int) -> list[Query]:
        everywhere = Query.fuzzy_term_query(self.schema, "words", word, distance=edits)
        names = Query.fuzzy_term_query(self.schema, "names", word, distance=edits)
        return [Query.const_score_query(everywhere, NEARBY), Query.const_score_query(names, 2 * NEARBY)]

    def prefix(self, start: str) -> Query:
        """Match names with a word that starts so. Short starts are indexed, since half the names hold them."""
        if len(start) <= HEAD:
            return Query.const_score_query(self.term("head", start), 1.0)
        query = Query.fuzzy_term_query(self.schema, "names", start, distance=0, prefix=True)
        return Query.const_score_query(query, 1.0)

    def begun(self, key: str, near: int) -> list[Query]:
        """Return what lifts a name while it is typed: the very name, then a name whose first word starts (nearly) so."""
        if not key:
            return []
        lifts = [Query.const_score_query(self.one_of("key_name", {key}), SAME_NAME)]
        first, _, more = key.partition(" ")
        starts = self.one_of("start", {first})
        if not more:
            starts = Query.fuzzy_term_query(self.schema, "start", first, distance=near, prefix=True)
        return [*lifts, Query.const_score_query(starts, NAME_STARTS)]

    def _lifts(self, reading: Reading) -> list[Query]:
        """Return what lifts an answer: its name holding the words, holding them together, starting so, being that."""
        lifts = [self.term("names", slot.words[0]) for slot in reading.slots if slot.optional]
        lifts += [Query.boost_query(form, TITLE) for slot in reading.required for form in self._forms("title", slot)]
        if not reading.key:
            return lifts
        key = reading.key.split()
        keys = dict.fromkeys([reading.key, *self._spelled(key)])
        lifts.append(Query.const_score_query(self.one_of("key_name", keys), SAME_NAME))
        starts = Query.const_score_query(self.one_of("start", {each.partition(" ")[0] for each in keys}), NAME_STARTS)
        if len(key) > 1:
            together = Query.boost_query(Query.phrase_query(self.schema, "names", list(key)), PHRASE)
            starts = Query.boolean_query([(Occur.Must, together), (Occur.Should, starts)])
        lifts.append(starts)
        return lifts

    @staticmethod
    def _spelled(key: list[str]) -> list[str]:
        return [" ".join((acronyms.abbreviations(word) or (word,))[0] for word in key)]
