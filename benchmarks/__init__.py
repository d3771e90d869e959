"""Measurements: quality and speed, beside peers in the same run. Data come by path; none is kept here."""
