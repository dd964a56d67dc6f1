"""The report of a run: its tables, plots, page, and the results in the README."""
