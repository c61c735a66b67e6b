"""What screens, the index and other apps read of territories."""

from maillage.territories.selectors.ancestry import ancestor_codes, names_of

__all__ = ["ancestor_codes", "names_of"]
