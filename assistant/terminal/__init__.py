"""Show answers on a terminal."""

from assistant.terminal.showing import answer_text

__all__ = ["answer_text"]
