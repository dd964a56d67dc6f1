"""Metrics as pure functions: of rankings, citations, confidences, and their intervals."""
