"""The register of processing (article 30 of the GDPR), declared beside the code that does it.

The durations here are the ones the code applies; the page of personal data is made from this register.
"""

from dataclasses import dataclass
from datetime import timedelta

INACTIVE_AFTER = timedelta(days=730)
ERASED_AFTER_WARNING = timedelta(days=30)
LETTERS_KEPT = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """A line of the register, in words for the persons concerned."""

    name: str
    purpose: str
    legal_basis: str
    persons: str
    data: str
    recipients: str
    retention: str


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
            purpose="Vous reconnaître, vous laisser modifier ce que vos rôles permettent, protéger votre compte.",
            legal_basis="Exécution du contrat : les conditions d’utilisation que vous acceptez en créant un compte.",
            persons="Les personnes qui ont un compte.",
            data=(
                "Adresse e-mail, nom affiché s’il est donné, empreinte du mot de passe, secret du second facteur, "
                "date de dernière connexion, rôles datés."
            ),
            recipients="Vous seul ; l’équipe d’administration du site pour le support.",
            retention=(
                f"Jusqu’à la suppression du compte. Après {INACTIVE_AFTER.days // 365} ans sans connexion, un message "
                f"prévient ; {ERASED_AFTER_WARNING.days} jours plus tard, le compte est effacé."
            ),
        )
    )
    register_processing(
        Processing(
            name="Codes et messages du compte",
            purpose="Envoyer les codes de connexion, les confirmations et les alertes de sécurité.",
            legal_basis="Exécution du contrat.",
            persons="Les personnes qui ont ou demandent un compte.",
            data="Adresse e-mail, code à usage unique.",
            recipients="Le serveur d’envoi des messages.",
            retention="Un code vaut 15 minutes et ne sert qu’une fois ; le site ne garde pas de copie des messages.",
        )
    )
    register_processing(
        Processing(
            name="Historique des modifications",
            purpose="Savoir qui a écrit quoi et quand, corriger une erreur, répondre d’une information publiée.",
            legal_basis="Intérêt légitime : la fiabilité d’un annuaire public.",
            persons="Les personnes qui modifient une fiche.",
            data="Numéro interne du compte, date, modification. Ni nom ni adresse e-mail.",
            recipients="L’animation du territoire et l’administration du site.",
            retention=(
                "Aussi longtemps que la fiche. Quand le compte est effacé, le numéro ne désigne plus personne et "
                "s’affiche « personne effacée »."
            ),
        )
    )
    register_processing(
        Processing(
            name="Sécurité",
            purpose="Limiter les essais répétés de connexion et les envois abusifs.",
            legal_basis="Intérêt légitime : la sécurité du site.",
            persons="Les visiteurs.",
            data="Adresse IP, en mémoire seulement.",
            recipients="Personne.",
            retention="De quelques secondes à une heure, jamais écrite sur disque par l’application.",
        )
    )
