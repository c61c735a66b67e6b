"""Pages of alliances and of the network."""
