"""The lines of the register of processing that no single app holds."""

from maillage.accounts.retention import Processing

PORTAL_PROCESSINGS = [
    Processing(
        name="Annuaire des organisations",
        purpose="Dire qui agit sur un territoire, et comment joindre les organisations.",
        legal_basis=(
            "Intérêt légitime pour les rôles publics, élus ou professionnels, avec droit d’opposition ; consentement, "
            "retirable à tout moment, pour les bénévoles."
        ),
        persons="Les personnes dont le rôle dans une organisation est public.",
        data="Nom, rôle et dates du rôle, contact professionnel. Aucune opinion, aucune donnée sensible.",
        recipients="Tout le monde pour ce qui est public, les membres pour le reste.",
        retention="Tant que la fiche est confirmée ; retirée à la demande de la personne.",
    ),
    Processing(
        name="Messages reçus",
        purpose="Vous répondre.",
        legal_basis="Intérêt légitime : répondre à qui écrit.",
        persons="Les personnes qui écrivent par la page Contact.",
        data="Nom s’il est donné, adresse e-mail, message.",
        recipients="L’équipe d’administration du site.",
        retention="Le temps de répondre, un an au plus.",
    ),
]
