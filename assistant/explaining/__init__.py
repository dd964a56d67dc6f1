"""Explain a quotation from the text around it: who speaks, who "he" is, and which day "yesterday" was."""
