"""The demonstration network: real organisations told by published documents, and one invented territory."""
