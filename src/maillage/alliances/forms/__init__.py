"""Forms of alliances, each short."""
