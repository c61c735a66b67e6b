"""The closed lists of this app; their French labels are what the site shows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.audiences import Audience

AUDIENCES = (Audience.PUBLIC, Audience.MEMBERS, Audience.PARTNERS)


class Stage(models.TextChoices):
    """The stages of deployment of an experiment (catalogue 2.8, S2:1102-1108), and before and after them."""

    EMERGENCE = "emergence", _("émergence")
    PROTOTYPE = "prototype", _("prototype")
    EXTENDED = "extended", _("prototype élargi")
    SPREADING = "spreading", _("essaimage")
    CLOSED = "closed", _("terminée")


class Governance(models.TextChoices):
    UNKNOWN = "unknown", _("à renseigner")
    COLLEGIAL = "collegial", _("collégiale")
    LEAD = "lead", _("portée par un chef de file")
    STEERING = "steering", _("comité de pilotage")
    ENTITY = "entity", _("structure commune dédiée")


class Role(models.TextChoices):
    """What an organisation is in an alliance (catalogue 2.8, S2:1570-1573 and S2:1662-1670)."""

    FOUNDER = "founder", _("fondateur")
    MEMBER = "member", _("membre participant")
    LEAD = "lead", _("chef de file")
    FUNDER = "funder", _("financeur")
    FACILITATOR = "facilitator", _("animateur")
    TRUSTED_THIRD_PARTY = "trusted_third_party", _("tiers de confiance")
    EVALUATOR = "evaluator", _("évaluateur")
    BENEFICIARY = "beneficiary", _("bénéficiaire")
    PRESCRIBER = "prescriber", _("prescripteur")


class Mobilised(models.TextChoices):
    """Who is really mobilised: the distinction the field asks for."""

    UNKNOWN = "unknown", _("à renseigner")
    ORGANISATION = "organisation", _("l’organisation elle-même")
    PERSON = "person", _("une personne de l’organisation")


class Duration(models.TextChoices):
    """How an involvement lasts (catalogue 2.8, S2:1686-1687)."""

    UNKNOWN = "unknown", _("à renseigner")
    LONG_TERM = "long_term", _("dans la durée")
    OCCASIONAL = "occasional", _("ponctuelle")


class Intensity(models.IntegerChoices):
    """How much an organisation is involved, each step in words."""

    INFORMED = 1, _("se tient informée")
    CONSULTED = 2, _("donne son avis")
    CONTRIBUTES = 3, _("contribue aux actions")
    CARRIES = 4, _("porte l’alliance au quotidien")


class ResourceKind(models.TextChoices):
    TIME = "time", _("du temps")
    MONEY = "money", _("de l’argent")
    IN_KIND = "in_kind", _("des biens")
    SKILLS = "skills", _("des compétences")
    PLACE = "place", _("un lieu")


class Direction(models.TextChoices):
    GIVES = "gives", _("apporte")
    EXPECTS = "expects", _("attend")


class TieState(models.TextChoices):
    """What the parties say of a tie; only declared, silent and confirmed ties count, contested ones are shown apart."""

    DECLARED = "declared", _("déclaré par une seule partie")
    CONFIRMED = "confirmed", _("confirmé")
    CONTESTED = "contested", _("contesté")
    SILENT = "silent", _("sans réponse")


COUNTED = (TieState.DECLARED, TieState.CONFIRMED, TieState.SILENT)


class Answer(models.TextChoices):
    CONFIRM = "confirm", _("je confirme")
    CONTEST = "contest", _("je conteste")


class RelationKind(models.TextChoices):
    """What one organisation is to another, read from the first to the second."""

    MEMBER_OF = "member_of", _("est membre de")
    PART_OF = "part_of", _("fait partie de")
    STEERS = "steers", _("siège au comité de pilotage de")
    PARTNER_OF = "partner_of", _("est partenaire de")
    SUPPORTS = "supports", _("soutient")
    FUNDS = "funds", _("finance")
    CREATED = "created", _("a créé")
    RUNS = "runs", _("porte ou anime")
    HOSTS = "hosts", _("accueille")
    TRAINS = "trains", _("forme")
    REPRESENTS = "represents", _("représente")
    INSPIRED_BY = "inspired_by", _("s’inspire de")


class MilestoneKind(models.TextChoices):
    STEP = "step", _("étape")
    SUCCESS = "success", _("réussite")
    DIFFICULTY = "difficulty", _("difficulté")
    DECISION = "decision", _("décision")


class CommitmentForm(models.TextChoices):
    SIMPLE = "simple", _("engagement")
    FIFTY_FIFTY = "fifty_fifty", _("fifty-fifty")


class CommitmentState(models.TextChoices):
    OPEN = "open", _("en cours")
    KEPT = "kept", _("tenu")
    RENEGOTIATED = "renegotiated", _("renégocié")
    ABANDONED = "abandoned", _("abandonné")


class IntroductionState(models.TextChoices):
    """What became of an advice to meet."""

    PROPOSED = "proposed", _("rencontre proposée")
    MET = "met", _("rencontre tenue")
    NO_FOLLOW_UP = "no_follow_up", _("sans suite")
    ALLIED = "allied", _("une alliance est née")
    IRRELEVANT = "irrelevant", _("pas pertinent")
