"""Use cases: the only writers of alliances, participations, relations and what hangs on them."""
