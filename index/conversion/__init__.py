"""From a file of another format to Markdown: one module for each kind of file, chosen by `converting`.

It is run as a program of its own (`__main__`), and imports nothing of ours but itself, so that it starts quickly.
"""

from index.conversion.converting import convert

__all__ = ["convert"]
