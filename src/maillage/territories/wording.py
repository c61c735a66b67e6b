"""French names of places in a sentence."""

from maillage.core.text import unaccent

# INSEE's "type de nom en clair": the preposition that binds a name which is stored without its article.
OF = {0: "de ", 1: "d’", 2: "du ", 3: "de la ", 4: "des ", 5: "de l’", 6: "des ", 7: "de las ", 8: "de los "}
ARTICLES = (("Le ", "du "), ("Les ", "des "), ("La ", "de la "), ("L'", "de l’"), ("L’", "de l’"), ("Aux ", "des "))
VOWELS = "aeiouyh"


def of_place(name: str, liaison: int | None = None) -> str:
    """Return the name after "de": "de Lens", "d’Arras", "du Havre", "du Pas-de-Calais", "de l’Ain"."""
    for article, preposition in ARTICLES:
        if name.startswith(article):
            return preposition + name[len(article) :]
    if liaison and liaison > 1:
        return OF[liaison] + name
    elided = liaison == 1 or (not liaison and unaccent(name[:1]).lower() in VOWELS)
    return ("d’" if elided else "de ") + name
