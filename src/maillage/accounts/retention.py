"""The register of processing (article 30 of the GDPR), declared beside the code that does it.

The durations here are the ones the code applies; the page of personal data is made from this register.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

INACTIVE_AFTER = timedelta(days=730)
ERASED_AFTER_WARNING = timedelta(days=30)
ATTEMPTS_KEPT = timedelta(days=1)
LETTERS_KEPT = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """A line of the register, in words for the persons concerned."""

    name: Any
    purpose: Any
    legal_basis: Any
    persons: Any
    data: Any
    recipients: Any
    retention: Any


_register: dict[str, Processing] = {}


def register_processing(processing: Processing) -> None:
    """Declare a processing of personal data; called from `AppConfig.ready()`."""
    _register[processing.name] = processing


def processings() -> list[Processing]:
    """Return the register in the order of declaration."""
    return list(_register.values())


def register_own() -> None:
    """Declare what this app does."""
    register_processing(
        Processing(
            name="Comptes",
            purpose=_("Vous reconnaître, vous laisser modifier ce que vos rôles permettent, protéger votre compte."),
            legal_basis=_("Exécution du contrat : les conditions d’utilisation que vous acceptez en créant un compte."),
            persons=_("Les personnes qui ont un compte."),
            data=(
                _(
                    "Adresse e-mail, nom affiché s’il est donné, empreinte du mot de passe, secret du second facteur, "
                    "date de dernière connexion, rôles datés."
                )
            ),
            recipients=_("Vous seul ; l’équipe d’administration du site pour le support."),
            retention=(
                _(
                    "Jusqu’à la suppression du compte. Après %(years)s ans sans connexion, un message prévient ; "
                    "%(days)s jours plus tard, le compte est effacé."
                )
                % {"years": INACTIVE_AFTER.days // 365, "days": ERASED_AFTER_WARNING.days}
            ),
        )
    )
    register_processing(
        Processing(
            name=_("Codes et messages du compte"),
            purpose=_("Envoyer les codes de connexion, les confirmations et les alertes de sécurité."),
            legal_basis=_("Exécution du contrat."),
            persons=_("Les personnes qui ont ou demandent un compte."),
            data=_("Adresse e-mail, code à usage unique."),
            recipients=_("Le serveur d’envoi des messages."),
            retention=_("Un code vaut 15 minutes et ne sert qu’une fois ; le site ne garde pas de copie des messages."),
        )
    )
    register_processing(
        Processing(
            name=_("Historique des modifications"),
            purpose=_("Savoir qui a écrit quoi et quand, corriger une erreur, répondre d’une information publiée."),
            legal_basis=_("Intérêt légitime : la fiabilité d’un annuaire public."),
            persons=_("Les personnes qui modifient une fiche."),
            data=_("Numéro interne du compte, date, modification. Ni nom ni adresse e-mail."),
            recipients=_("L’animation du territoire et l’administration du site."),
            retention=(
                _(
                    "Aussi longtemps que la fiche. Quand le compte est effacé, le numéro ne désigne plus personne et "
                    "s’affiche « personne effacée »."
                )
            ),
        )
    )
    register_processing(
        Processing(
            name=_("Sécurité"),
            purpose=_("Limiter les essais répétés de connexion et les envois abusifs."),
            legal_basis=_("Intérêt légitime : la sécurité du site."),
            persons=_("Les visiteurs."),
            data=_("Une empreinte de l’adresse IP ou de l’adresse e-mail, l’heure des essais."),
            recipients="Personne.",
            retention=_("De quelques secondes à une heure pour limiter ; effacée du serveur dans les deux jours."),
        )
    )
