"""The network at a date: built from rows, measured, grouped, laid out, compared. Pure computing, no request."""
