"""Official identifiers: SIREN, SIRET, RNA, cleaned and checked, with messages that say what to do."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum import luhn
from stdnum.exceptions import ValidationError as NumberError
from stdnum.fr import siret as siret_number

SIREN_LENGTH = 9
SIRET_LENGTH = 14
LA_POSTE = "356000000"
RNA = re.compile(r"^W\d[0-9A-Z]\d{7}$")
LEGAL_CATEGORY = re.compile(r"^\d{4}$")
SEPARATORS = re.compile(r"[\s.\-\u00a0\u202f_]+")
LOCAL_LAW_DEPARTMENTS = ("57", "67", "68")


def compact(number: str) -> str:
    """Return the number without the spaces, dots and hyphens people write in it, in capitals."""
    return SEPARATORS.sub("", number).upper()


def clean_siren(number: str) -> str:
    """Return the nine digits of a SIREN, "" for an empty input. Raises ValidationError."""
    digits = compact(number)
    if not digits:
        return ""
    _demand_digits(digits, SIREN_LENGTH, "SIREN")
    if not luhn.is_valid(digits):
        raise ValidationError(
            _("Ce SIREN ne passe pas le contrôle de sa clé : vérifiez chaque chiffre."), code="siren_checksum"
        )
    return digits


def clean_siret(number: str) -> str:
    """Return the fourteen digits of a SIRET, "" for an empty input.

    La Poste's establishments follow another rule than the Luhn key: the sum of their digits is a multiple of
    five; its head office alone follows both. Raises ValidationError.
    """
    digits = compact(number)
    if not digits:
        return ""
    _demand_digits(digits, SIRET_LENGTH, "SIRET")
    try:
        return str(siret_number.validate(digits))
    except NumberError as error:
        if digits.startswith(LA_POSTE):
            raise ValidationError(
                _(
                    "Ce SIRET de La Poste ne passe pas son contrôle (la somme de ses chiffres doit être un multiple "
                    "de 5) : vérifiez chaque chiffre."
                ),
                code="siret_la_poste",
            ) from error
        raise ValidationError(
            _("Ce SIRET ne passe pas le contrôle de sa clé : vérifiez chaque chiffre."), code="siret_checksum"
        ) from error


def clean_rna(number: str) -> str:
    """Return an RNA number: W and nine characters (a letter may come third: W2A…, W9R…). Raises ValidationError."""
    cleaned = compact(number)
    if cleaned and not RNA.match(cleaned):
        raise ValidationError(
            _(
                "Un numéro RNA commence par W, suivi de neuf caractères, par exemple W751234567. Celui-ci est gardé "
                "tel quel dans le champ : corrigez-le ou videz le champ."
            ),
            code="rna_form",
        )
    return cleaned


def clean_legal_category(code: str) -> str:
    """Return an INSEE "catégorie juridique" of four digits, "" for an empty input. Raises ValidationError."""
    cleaned = compact(code)
    if cleaned and not LEGAL_CATEGORY.match(cleaned):
        raise ValidationError(
            _("Une catégorie juridique de l’INSEE a quatre chiffres, par exemple 9220 pour une association déclarée."),
            code="legal_category_form",
        )
    return cleaned


def demand_consistency(*, siren: str, siret: str) -> str:
    """Return the SIREN that goes with the SIRET: its nine first digits. Raises ValidationError if they differ."""
    if not siret:
        return siren
    if siren and siren != siret[:SIREN_LENGTH]:
        raise ValidationError(
            _("Ce SIRET n’appartient pas à ce SIREN : un SIRET commence par les neuf chiffres du SIREN."),
            code="siret_siren",
        )
    return siret[:SIREN_LENGTH]


def demand_register(*, department: str | None, rna: str, register_number: str, court: str) -> None:
    """Check which register an association can be in, from the département of its seat (None: unknown).

    In Bas-Rhin, Haut-Rhin and Moselle local law applies: no RNA, but a register kept by a court.
    Raises ValidationError.
    """
    local_law = department in LOCAL_LAW_DEPARTMENTS
    if rna and local_law:
        raise ValidationError(
            {
                "rna": _(
                    "Dans le Bas-Rhin, le Haut-Rhin et la Moselle, les associations n’ont pas de numéro RNA : "
                    "indiquez le numéro au registre local et le tribunal."
                )
            }
        )
    if bool(register_number) != bool(court):
        field = "local_register_court" if register_number else "local_register_number"
        raise ValidationError(
            {field: _("Le registre local se compose d’un numéro et d’un tribunal : il en manque un.")}
        )
    if register_number and department and not local_law:
        raise ValidationError(
            {
                "local_register_number": _(
                    "Le registre local n’existe que dans le Bas-Rhin, le Haut-Rhin et la Moselle : ailleurs, "
                    "indiquez le numéro RNA."
                )
            }
        )


def format_siren(siren: str) -> str:
    """Write a SIREN as people read it: "200 046 977"."""
    return f"{siren[:3]}\u202f{siren[3:6]}\u202f{siren[6:9]}"


def format_siret(siret: str) -> str:
    """Write a SIRET as people read it: "356 000 000 00048"."""
    return f"{format_siren(siret[:9])}\u202f{siret[9:]}"


def _demand_digits(digits: str, length: int, name: str) -> None:
    if not digits.isascii() or not digits.isdigit():
        raise ValidationError(
            _("Un %(name)s ne contient que des chiffres (%(length)d)."),
            code="digits",
            params={"name": name, "length": length},
        )
    if len(digits) != length:
        raise ValidationError(
            _("Un %(name)s a %(length)d chiffres ; celui-ci en a %(count)d."),
            code="length",
            params={"name": name, "length": length, "count": len(digits)},
        )
