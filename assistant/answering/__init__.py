"""Make an answer of what was found, and check every word of it.

`Found` -> sentences chosen -> `Quotation`s -> citations, statements, notes -> checked -> `Answer` (`quoted`), or why
there is none and what is told instead (`answered`, `declined`). Answers to several questions are put `together`.
Talk, questions about the documents themselves and counting what these list need no search (`told`). What is asked of
the answer before is told of its quotes (`pointed`).
The law of the product stands in `checking`.
"""

from assistant.answering.checking import explained, holds, proven
from assistant.answering.markdown import escape, markdown
from assistant.answering.pointing import pointed
from assistant.answering.quoting import Quotation, adjoining, cite, emphasis
from assistant.answering.reading_quotes import quote_lines
from assistant.answering.replies import answered, declined
from assistant.answering.several import together
from assistant.answering.talking import told

__all__ = [
    "Quotation",
    "adjoining",
    "answered",
    "cite",
    "declined",
    "emphasis",
    "escape",
    "explained",
    "holds",
    "markdown",
    "pointed",
    "proven",
    "quote_lines",
    "together",
    "told",
]
