"""The lines of the register of processing that no single app holds."""

from django.utils.translation import gettext_lazy as _

from maillage.accounts.retention import Processing

PORTAL_PROCESSINGS = [
    Processing(
        name=_("Annuaire des organisations"),
        purpose=_("Dire qui agit sur un territoire, et comment joindre les organisations."),
        legal_basis=(
            _(
                "Intérêt légitime pour les rôles publics, élus ou professionnels, avec droit d’opposition ; consentement, "
                "retirable à tout moment, pour les bénévoles."
            )
        ),
        persons=_("Les personnes dont le rôle dans une organisation est public."),
        data=_("Nom, rôle et dates du rôle, contact professionnel. Aucune opinion, aucune donnée sensible."),
        recipients=_("Tout le monde pour ce qui est public, les membres pour le reste."),
        retention=_("Tant que la fiche est confirmée ; retirée à la demande de la personne."),
    ),
    Processing(
        name=_("Messages reçus"),
        purpose=_("Vous répondre."),
        legal_basis=_("Intérêt légitime : répondre à qui écrit."),
        persons=_("Les personnes qui écrivent par la page Contact."),
        data=_("Nom s’il est donné, adresse e-mail, message."),
        recipients=_("L’équipe d’administration du site."),
        retention=_("Le temps de répondre, un an au plus."),
    ),
]
