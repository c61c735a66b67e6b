"""Networks that come in from a file: what its rows say, each problem beside its row, without asking the database."""
