"""The lines of the register of processing that alliances add."""

from django.utils.translation import gettext_lazy as _

from maillage.accounts.retention import Processing

ALLIANCE_PROCESSINGS = [
    Processing(
        name=_("Demandes de confirmation"),
        purpose=_("Demander à une organisation si ce qu’on déclare d’elle est exact, sans qu’elle ait de compte."),
        legal_basis=_("Intérêt légitime : ne rien publier d’une organisation sans lui demander."),
        persons=_("Les personnes à qui une alliance ou une organisation envoie une question."),
        data=_("Adresse e-mail, dates d’envoi et de réponse, réponse. Du lien, seule une empreinte est gardée."),
        recipients=_("La personne elle-même ; l’adresse n’est montrée à personne."),
        retention=_("L’adresse est effacée 30 jours après la réponse, ou 30 jours après la fin du lien (30 jours)."),
    ),
    Processing(
        name=_("Personnes mobilisées dans une alliance"),
        purpose=_("Dire par qui une organisation agit, et ce qui se perd quand cette personne s’en va."),
        legal_basis=_("Consentement, donné par un message à la personne, retirable à tout moment par le lien reçu."),
        persons=_("Les personnes invitées à être nommées dans une alliance."),
        data=_("Nom, fonction, dates, jour de l’accord."),
        recipients=_("Ceux à qui l’alliance est ouverte ; avant l’accord, ceux qui la décrivent."),
        retention=_("Jusqu’au retrait de l’accord ; sans réponse, 30 jours après la fin du lien."),
    ),
    Processing(
        name=_("Images du chemin des alliances"),
        purpose=_("Illustrer ce qui a compté dans une alliance."),
        legal_basis=_("Consentement des personnes que l’on reconnaît, demandé par qui publie l’image."),
        persons=_("Les personnes reconnaissables sur une image."),
        data=_(
            "L’image et sa description ; le lieu, la date et l’appareil notés dans le fichier sont retirés à l’envoi."
        ),
        recipients=_("Ceux à qui l’alliance est ouverte."),
        retention=_("Tant que le jalon la montre ; elle est effacée 30 jours au plus après avoir été retirée."),
    ),
]
