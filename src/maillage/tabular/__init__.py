"""Reading and writing tables, CSV or XLSX, without a domain word; a bad row is told by its number, never lost."""
