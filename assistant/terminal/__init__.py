"""Show answers on a terminal, one by one (`answer_text`) or in a conversation (`converse`)."""

from assistant.terminal.chat import converse, typed_lines
from assistant.terminal.showing import answer_text

__all__ = ["answer_text", "converse", "typed_lines"]
