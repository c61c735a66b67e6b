"""The files in which a network leaves; each module writes one from an `Outgoing`, and asks nothing of the database."""
