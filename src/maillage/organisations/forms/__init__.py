"""Forms: short sections, each with its reasons."""
