"""A framework as a file: YAML read into a checked document, each fault told with its file, line and field."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from django.utils.translation import gettext as _

from maillage.themes.enums import FrameworkStatus

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CODE = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
LONGEST = {"slug": 60, "version": 20, "title": 200, "source": 500, "source_url": 200, "licence": 200, "language": 5}
LONGEST_CONCEPT = {"code": 60, "label": 200}
LONGEST_TEXT = 5000
REQUIRED = ("slug", "version", "title", "source", "licence", "status", "concepts")
OPTIONAL = ("description", "source_url", "language")
CONCEPT_FIELDS = ("code", "label", "definition", "marks", "narrower")
DEEPEST = 4


class InvalidFramework(ValueError):
    """The file does not describe a framework; the message says where and why, in French."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptDocument:
    code: str
    label: str
    definition: str = ""
    marks: dict[str, Any] = field(default_factory=dict)
    narrower: tuple["ConceptDocument", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkDocument:
    """What a file says, whole and checked; two documents of equal digest say the same."""

    slug: str
    version: str
    title: str
    source: str
    licence: str
    status: str
    concepts: tuple[ConceptDocument, ...]
    description: str = ""
    source_url: str = ""
    language: str = "fr"

    @property
    def digest(self) -> str:
        """Fingerprint of the content, whatever the layout of the file."""
        canonical = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one reads: for the messages."""

    file: str
    line: int

    def fault(self, message: str, name: str = "") -> InvalidFramework:
        where = f"{self.file}, ligne {self.line}"
        return InvalidFramework(f"{where}, champ « {name} » : {message}" if name else f"{where} : {message}")


Fields = dict[str, tuple[yaml.Node, _Place]]


def read_framework(path: Path) -> FrameworkDocument:
    """Return the framework described by a YAML file. Raises InvalidFramework."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFramework(f"{path.name} : fichier illisible ({error.__class__.__name__}).") from error
    return parse_framework(text, name=path.name)


def parse_framework(text: str, *, name: str) -> FrameworkDocument:
    """Return the framework described by a YAML text; `name` is what messages call it. Raises InvalidFramework."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _Place(name, line).fault(f"ce n’est pas du YAML valide ({error.problem}).") from error
    except yaml.YAMLError as error:
        raise _Place(name, 1).fault(_("ce n’est pas du YAML valide.")) from error
    place = _Place(name, 1)
    if root is None:
        raise place.fault(_("le fichier est vide."))
    fields = _fields(root, place, REQUIRED + OPTIONAL, REQUIRED)
    words = {key: _text(fields, key, LONGEST[key]) for key in LONGEST if key in fields}
    if not SLUG.fullmatch(words["slug"]):
        raise fields["slug"][1].fault(_("minuscules sans accent, chiffres et traits d’union seulement."), "slug")
    status = _text(fields, "status", 8)
    if status not in FrameworkStatus.values:
        raise fields["status"][1].fault(f"« {status} » : écrivez official ou draft.", "status")
    if (url := words.get("source_url", "")) and urlsplit(url).scheme not in {"http", "https"}:
        raise fields["source_url"][1].fault(_("une adresse commence par https://."), "source_url")
    codes: dict[str, int] = {}
    concepts = tuple(_concepts(fields["concepts"], codes, depth=1))
    if not concepts:
        raise fields["concepts"][1].fault(_("il faut au moins un concept."), "concepts")
    description = _text(fields, "description", LONGEST_TEXT) if "description" in fields else ""
    return FrameworkDocument(**words, status=status, description=description, concepts=concepts)


def _concepts(source: tuple[yaml.Node, _Place], codes: dict[str, int], depth: int) -> Iterator[ConceptDocument]:
    node, place = source
    if not isinstance(node, yaml.SequenceNode):
        raise place.fault(_("une liste est attendue, une entrée par tiret."), "concepts")
    if depth > DEEPEST:
        raise place.fault(f"pas plus de {DEEPEST} niveaux.", "narrower")
    for item in node.value:
        here = _Place(place.file, item.start_mark.line + 1)
        fields = _fields(item, here, CONCEPT_FIELDS, ("code", "label"))
        code = _text(fields, "code", LONGEST_CONCEPT["code"])
        if not CODE.fullmatch(code):
            raise fields["code"][1].fault(
                _("lettres sans accent, chiffres, points et traits d’union seulement."), "code"
            )
        if code in codes:
            raise fields["code"][1].fault(f"« {code} » est déjà pris à la ligne {codes[code]}.", "code")
        codes[code] = fields["code"][1].line
        yield ConceptDocument(
            code=code,
            label=_text(fields, "label", LONGEST_CONCEPT["label"]),
            definition=_text(fields, "definition", LONGEST_TEXT) if "definition" in fields else "",
            marks=_marks(fields),
            narrower=tuple(_concepts(fields["narrower"], codes, depth + 1)) if "narrower" in fields else (),
        )


def _fields(node: yaml.Node, place: _Place, known: tuple[str, ...], required: tuple[str, ...]) -> Fields:
    if not isinstance(node, yaml.MappingNode):
        raise place.fault(_("des champs sont attendus, de la forme « nom: valeur »."))
    fields: Fields = {}
    for key, value in node.value:
        here = _Place(place.file, key.start_mark.line + 1)
        if key.value not in known:
            raise here.fault(f"champ inconnu ; les champs possibles sont {', '.join(known)}.", str(key.value))
        if key.value in fields:
            raise here.fault(_("champ écrit deux fois."), key.value)
        fields[key.value] = (value, here)
    for name in required:
        if name not in fields:
            raise place.fault("champ absent.", name)
    return fields


def _text(fields: Fields, name: str, longest: int) -> str:
    node, place = fields[name]
    if not isinstance(node, yaml.ScalarNode):
        raise place.fault(_("un texte est attendu."), name)
    text = str(node.value).strip()
    if not text or node.tag == "tag:yaml.org,2002:null":
        raise place.fault("champ vide.", name)
    if len(text) > longest:
        raise place.fault(f"{len(text)} caractères, le plus long possible est {longest}.", name)
    return text


def _marks(fields: Fields) -> dict[str, Any]:
    if "marks" not in fields:
        return {}
    node, place = fields["marks"]
    marks = yaml.safe_load(yaml.serialize(node))
    if not isinstance(marks, dict):
        raise place.fault(_("des champs sont attendus."), "marks")
    try:
        json.dumps(marks, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise place.fault(
            _("textes, nombres et listes seulement (une date s’écrit entre guillemets)."), "marks"
        ) from error
    return marks
