"""Use cases: the only writers of this app."""
