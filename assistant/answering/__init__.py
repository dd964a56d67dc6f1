"""Make an answer of what was found: choose, quote, explain, compose, and check every word."""
