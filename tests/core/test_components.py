"""Components of the interface: what they say, what they refuse, what screen readers get."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client, RequestFactory
from django.urls import reverse

from maillage.core.components.marks import ICONS
from maillage.core.components.paging import page_links, shown_numbers
from maillage.core.components.typography import counted, french_date, french_number, typo
from maillage.core.components.worlds import WORLDS
from maillage.core.showcase import SampleForm

FRONTEND = Path(__file__).resolve().parent.parent.parent / "frontend" / "src"
NARROW, NO_BREAK = "\u202f", "\u00a0"


def render(source: str, **context: object) -> str:
    context.setdefault("request", RequestFactory().get("/liste/"))
    return Template("{% load components %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1234.5, f"1{NARROW}234,5"),
        (34969, f"34{NARROW}969"),
        (0, "0"),
        (None, ""),
        ("", ""),
        (-12, "\u221212"),
        (100, "100"),
        (1.005, "1"),
        (0.5, "0,5"),
        ("douze", "douze"),
    ],
)
def test_number_is_written_the_french_way(value: object, written: str) -> None:
    assert french_number(value) == written


def test_number_keeps_asked_decimals() -> None:
    assert french_number(3, 1) == "3,0"


@pytest.mark.parametrize(("number", "word"), [(0, "alliance"), (1, "alliance"), (2, "alliances"), (1200, "alliances")])
def test_counted_agrees_as_in_french(number: int, word: str) -> None:
    assert counted(number, "alliance,alliances").endswith(f"{NO_BREAK}{word}")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Qui agit ici ?", f"Qui agit ici{NARROW}?"),
        ("Attention!", f"Attention{NARROW}!"),
        ("Source : INSEE", f"Source{NO_BREAK}: INSEE"),
        ("l'eau d'ici", "l’eau d’ici"),
        ("« oui »", f"«{NO_BREAK}oui{NO_BREAK}»"),
        ("1 234 habitants", f"1{NARROW}234 habitants"),
        ("12 %", f"12{NARROW}%"),
        ("à 10:30", "à 10:30"),
        ("https://example.org/?a=1;b", "https://example.org/?a=1;b"),
        ("contact@example.org", "contact@example.org"),
        ("a & b ; c", f"a &amp; b{NARROW}; c"),
        ("<b>non</b>", "&lt;b&gt;non&lt;/b&gt;"),
    ],
)
def test_typo_sets_spaces_and_apostrophes(text: str, written: str) -> None:
    assert typo(text) == written


def test_typo_is_stable() -> None:
    once = typo("« Qui ? » : l'eau, 12 000 € !")
    assert typo(once) == once


def test_date_of_an_instant_is_that_of_paris() -> None:
    assert french_date(datetime(2025, 12, 31, 23, 30, tzinfo=UTC)) == "1er janvier 2026"
    assert french_date(date(2019, 6, 26), "month") == "juin 2019"
    assert french_date(None) == ""


@pytest.mark.parametrize("code", WORLDS)
def test_world_is_a_shape_and_a_name(code: str) -> None:
    html = render("{% world code %}{% world code short=True %}", code=code)
    assert WORLDS[code].drawing in html
    assert str(WORLDS[code].label) in html
    assert str(WORLDS[code].short) in html


@pytest.mark.parametrize(
    "source",
    [
        '{% world "prive" %}',
        '{% world_icon "" %}',
        '{% icon "licorne" %}',
        '{% status "maybe" "?" %}',
        '{% button "Oui" variant="primary" %}',
        '{% button "Oui" value="1" %}',
        '{% link_button "Oui" "/" variant="stock" %}',
        '{% notice "success!" %}{% endnotice %}',
        '{% card "t" level=7 %}{% endcard %}',
        '{% empty_state "t" action="Faire" %}{% endempty_state %}',
        '{% breadcrumbs "Explorer" current="Ici" %}',
        "{% pagination 3 %}",
        '{% search_box variant="huge" %}',
        '{% map_island "/api/v1/map" variant="big" %}',
    ],
)
def test_unknown_option_is_refused(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        render(source)


@pytest.mark.parametrize(
    "source",
    [
        "{% card text %}{{ text }}{% endcard %}",
        '{% status "ok" text %}',
        "{% doubt text text %}",
        "{% button text %}",
        "{% fact text %}{{ text }}{% endfact %}",
        "{% notice title=text %}{{ text }}{% endnotice %}",
        '{% breadcrumbs text "/" current=text %}',
        "{% search_box q=text %}",
        '{% map_island "/a" label=text query=text %}',
        "{% say %}{{ text }}{% endsay %}",
    ],
)
def test_text_is_escaped(source: str) -> None:
    html = render(source, text='"><script>alert(1)</script>')
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_missing_fact_is_said() -> None:
    assert "à renseigner" in render('{% fact "Site" %}  {% endfact %}')
    assert "à renseigner" not in render('{% fact "Population" %}0{% endfact %}')


def test_danger_is_announced_at_once() -> None:
    assert 'role="alert"' in render('{% notice "danger" %}x{% endnotice %}')
    assert 'role="status"' in render("{% notice %}x{% endnotice %}")


@pytest.mark.parametrize(
    ("number", "last", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (5, 200, [1, 2, 3, 4, 5, 6, 0, 199, 200]),
        (100, 200, [1, 2, 0, 99, 100, 101, 0, 199, 200]),
        (200, 200, [1, 2, 0, 199, 200]),
    ],
)
def test_pagination_shows_ends_and_neighbours(number: int, last: int, shown: list[int]) -> None:
    assert shown_numbers(number, last) == shown


def test_pagination_keeps_the_query() -> None:
    request = RequestFactory().get("/recherche/?q=l%27eau&world=public&world=economique&page=2")
    links = page_links(request, 2, 3, "page")
    assert links["next"] == "?q=l%27eau&world=public&world=economique&page=3"
    assert links["previous"] == "?q=l%27eau&world=public&world=economique"


def test_pagination_of_one_page_is_nothing() -> None:
    assert render("{% pagination page %}", page=Paginator([1], 20).page(1)).strip() == ""
    html = render("{% pagination page %}", page=Paginator(range(100), 20).page(2))
    assert html.count('aria-current="page"') == 1


def test_field_is_tied_to_its_explanation_and_error() -> None:
    form = SampleForm({"name": "", "siret": "1"})
    html = render('{% field form.name hint="200 caractères" %}', form=form)
    ids = re.search(r'aria-describedby="([^"]+)"', html)[1].split()
    assert ids == ["id_name-why", "id_name-hint", "id_name-error"]
    assert all(f'id="{each}"' in html for each in ids)
    assert 'aria-invalid="true"' in html


def test_optional_field_says_so_and_required_does_not() -> None:
    html = render("{% field form.siret %}", form=SampleForm())
    assert "facultatif" in html
    assert "facultatif" not in render("{% field form.name %}{% field form.agreed %}", form=SampleForm())


def test_group_of_choices_is_a_fieldset_that_keeps_the_answer() -> None:
    html = render("{% field form.world %}", form=SampleForm({"world": "economique"}))
    assert "<legend>" in html
    assert re.search(r'value="economique"[^>]* checked', html)


def test_error_summary_leads_to_each_field() -> None:
    form = SampleForm({"world": "public"})
    html = render("{% error_summary form %}{% form_fields form %}", form=form)
    targets = re.findall(r'href="#([^"]+)"', html)
    assert targets == ["id_name", "id_kind", "id_agreed"]
    assert all(f'id="{target}"' in html for target in targets)
    assert render("{% error_summary form %}", form=SampleForm()).strip() == ""


def test_facet_opens_when_something_is_chosen() -> None:
    choices = [{"value": "public", "count": 1234, "selected": True}]
    html = render('{% facet "Monde" "world" choices %}', choices=choices)
    assert '<details class="facet" open>' in html
    assert "Acteurs publics" in html
    assert f"1{NARROW}234" in html
    assert '<details class="facet">' in render('{% facet "Monde" "world" choices %}', choices=[])


def test_scripts_draw_the_same_worlds_as_pages() -> None:
    source = (FRONTEND / "worlds.ts").read_text()
    found = re.findall(r'"([a-z-]+)": \{ label: "([^"]+)", drawing: \'([^\']+)\' \}', source)
    assert found == [(world.code, world.label, world.drawing) for world in WORLDS.values()]


def test_component_page_shows_everything(client: Client) -> None:
    answer = client.get(reverse("core:components"))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.count("<h1") == 1
    assert all(str(world.label) in html for world in WORLDS.values())
    assert all(f">{name}<" in html for name in ICONS)


@pytest.mark.parametrize("page", ["x", "-1", "99999", "0"])
def test_component_page_with_any_page_number(client: Client, page: str) -> None:
    assert client.get(reverse("core:components"), {"page": page}).status_code == 200


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_chosen_appearance_is_written_by_the_server(client: Client, theme: str) -> None:
    answer = client.post(reverse("core:appearance"), {"theme": theme, "next": "/composants/?page=2"})
    assert answer.status_code == 302
    assert answer["Location"] == "/composants/?page=2"
    assert f'<html lang="fr" data-bs-theme="{theme}">' in client.get(reverse("core:components")).content.decode()


def test_automatic_appearance_leaves_the_system_to_decide(client: Client) -> None:
    client.post(reverse("core:appearance"), {"theme": "auto"})
    assert '<html lang="fr">' in client.get(reverse("core:components")).content.decode()


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_appearance_never_leads_away(client: Client, target: str) -> None:
    answer = client.post(reverse("core:appearance"), {"theme": "dark", "next": target})
    assert answer["Location"] == "/"


def test_appearance_with_an_unknown_choice_explains(client: Client) -> None:
    answer = client.post(reverse("core:appearance"), {"theme": "rose"})
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()


@pytest.mark.parametrize("name", ["500.html", "503.html", "errors/507.html"])
def test_failure_pages_need_no_context(name: str) -> None:
    from django.template.loader import render_to_string

    html = render_to_string(name)
    assert html.count("<h1") == 1
    assert "Rien n’est perdu" in html or "conservé" in html


def test_unknown_address_says_what_to_do(client: Client) -> None:
    answer = client.get("/cette-page-n-existe-pas/")
    assert answer.status_code == 404
    assert "Cherchez" in answer.content.decode()
