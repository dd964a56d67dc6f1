"""Prove what a language model has written: cut it into sentences, and try each against the passages that it cites."""
