"""Every word of the interface goes through gettext: templates are French text between translation tags."""

import ast
import re
from pathlib import Path

import pytest
from django.utils.translation import gettext

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "maillage"
TEMPLATES = sorted(file for ending in ("html", "txt") for file in SOURCE.rglob(f"templates/**/*.{ending}"))

OPAQUE = re.compile(
    r"{#.*?#}"
    r"|{%\s*comment\b.*?{%\s*endcomment\s*%}"
    r"|{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}"
    r"|<svg\b.*?</svg>"
    r"|<script\b.*?</script>"
    r"|<!--.*?-->"
    r"|<!doctype[^>]*>",
    re.DOTALL | re.IGNORECASE,
)
DJANGO = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
READ_ATTRIBUTE = re.compile(r"""(?<=\s)(?:aria-label|alt|title|placeholder|data-label|label)="([^"]*)\"""")
DESCRIPTION = re.compile(r"""<meta name="description" content="([^"]*)\"""")
HTML_TAG = re.compile(r"""</?[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
ESCAPED_TAG = re.compile(r"&lt;.*?&gt;")
ENTITY = re.compile(r"&#?\w+;")
ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]+\b")
WORD = re.compile(r"[^\W\d_]{2,}|\b[àÀ]\b")
BRAND = "Maillage"

SHOWN_ARGUMENTS = (
    r"{%\s*(?:button|link_button|card|fact|notice|empty_state|data_table|facet|breadcrumbs)\s+(\"[^\"]*\")",
    r"{%\s*(?:status|icon|figure|map_island)\s+\S+\s+(\"[^\"]*\")",
    r"\b(?:label|why|hint|title|action|current|placeholder|caption|meta|missing)=(\"[^\"]*\")",
    r"\|(?:counted|default|yesno):(\"[^\"]*\")",
)
NOTICE_KINDS = {"info", "success", "warning", "danger"}


def blank(text: str, *patterns: re.Pattern[str]) -> str:
    """Replace what a pattern matches by as many spaces: positions and lines stay."""
    for pattern in patterns:
        text = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)
    return text


def words_left(text: str) -> str | None:
    found = WORD.search(blank(text, ESCAPED_TAG, ENTITY, ACRONYM).replace(BRAND, " " * len(BRAND)))
    return found and text[found.start() :].strip()[:60]


def untranslated(name: str, source: str) -> list[str]:
    """Return "name:line: words" of every French text of the template outside a translation tag."""
    source = blank(source, OPAQUE)
    markup = blank(source, DJANGO)
    texts = [
        (found.start(1), found.group(1))
        for pattern in (READ_ATTRIBUTE, DESCRIPTION)
        for found in pattern.finditer(markup)
    ]
    text = blank(markup, HTML_TAG)
    texts += [(found.start(), found.group()) for found in re.finditer(r"[^\n]+", text)]
    for tag in DJANGO.finditer(source):
        for pattern in SHOWN_ARGUMENTS:
            texts += [
                (tag.start() + found.start(1), found.group(1))
                for found in re.finditer(pattern, tag.group())
                if found.group(1).strip('"') not in NOTICE_KINDS
            ]
    return [
        f"{name}:{source.count(chr(10), 0, start) + 1}: {words}"
        for start, text in sorted(texts)
        if (words := words_left(text))
    ]


def test_every_text_of_a_template_is_translated():
    left = [line for file in TEMPLATES for line in untranslated(str(file.relative_to(ROOT)), file.read_text())]
    assert left == []


@pytest.mark.parametrize(
    ("template", "lines"),
    [
        ("<p>Bonjour</p>", 1),
        ('<p>{% translate "Bonjour" %} {{ name }} – Maillage (INSEE)&nbsp;!</p>', 0),
        ("<p>\n{% if a > b %}Bonjour{% endif %}</p>", 1),
        ('<a aria-label="Retour" href="/retour/">←</a>', 1),
        ('<a aria-label="{% translate "Retour" %}" href="{% url "a:b" %}">←</a>', 0),
        ('{% button "Envoyer" %}', 1),
        ('{% button _("Envoyer") variant="line" %}', 0),
        ('{{ n|counted:"an,ans" }}', 1),
        ("{% blocktranslate %}Bonjour {{ name }}{% endblocktranslate %}", 0),
    ],
)
def test_words_outside_translation_are_found(template, lines):
    assert len(untranslated("page.html", template)) == lines


SENTENCES = [
    SOURCE / "core" / "dates.py",
    SOURCE / "organisations" / "selectors" / "sentences.py",
    SOURCE / "territories" / "wording.py",
    *sorted(SOURCE.glob("*/management/commands/*.py")),
]
TRANSLATING = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "pgettext"}
# French grammar, and the words that are read back: a translator has nothing to do there.
GRAMMAR = {"OF", "ARTICLES", "TYPED", "TYPED_DOUBTS", "METROPOLIS"}
FRENCH = re.compile(r"[^\W\d_]{2,}[ ,’][^\W\d_]+|[À-ÿœ«]|\A[A-Z][a-z]+\.")


def unwrapped(source: str) -> list[tuple[int, str]]:
    """Return (line, text) of every French text of a module outside gettext, docstrings and a command's `help`."""
    tree = ast.parse(source)
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        names = {target.id for target in targets if isinstance(target, ast.Name)}
        documented = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        called = isinstance(node, ast.Call) and getattr(node.func, "id", "") in TRANSLATING
        if documented or called or names & (GRAMMAR | {"help"}):
            skipped.update(ast.walk(node))
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node not in skipped
        and FRENCH.search(node.value)
    ]


@pytest.mark.parametrize("file", SENTENCES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_every_sentence_written_in_python_is_translated(file):
    assert unwrapped(file.read_text()) == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('say(f"Le site {name} arrive")', 1),
        ('say(_("Le site %(name)s arrive") % {"name": name})', 0),
        ('say("Arrêté.")', 1),
        ('"""Le site va bien."""', 0),
        ('start("--port", "web")', 0),
    ],
)
def test_sentences_outside_translation_are_found(source, lines):
    assert len(unwrapped(source)) == lines


def gettext_sources() -> set[str]:
    """Every string given to gettext by templates and code."""
    calls = {"_", "gettext", "gettext_lazy"}
    found = set()
    for file in TEMPLATES:
        for one, other in re.findall(r"""(?:{%\s*translate\s+|\b_\()(?:"([^"]*)"|'([^']*)')""", file.read_text()):
            found.add(one or other)
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in calls and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found - {""}


def test_no_french_text_is_taken_for_a_text_of_a_library():
    """A French source that is also an English one of Django or allauth would be shown translated a second time."""
    changed = {text: gettext(text) for text in gettext_sources() if gettext(text) != text}
    assert changed == {}
