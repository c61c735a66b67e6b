"""Reads: each function serves one screen with a bounded number of queries."""
