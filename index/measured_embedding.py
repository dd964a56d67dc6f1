"""An embedding on whose scale of cosines nothing is known beforehand: it is measured when it is first needed."""

from __future__ import annotations

import threading

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from index.errors import EmbeddingError

# Questions and what answers them; lines have nothing to do with each other. They show on which scale a model's cosines
# lie. For the local model they give .75 and .88, where XQuAD gave .75 and .90.
QUESTIONS_AND_ANSWERS = (
    ("Who resigned on Monday?", "The minister of transport stepped down on Monday."),
    ("What did the heavy rain do?", "Floods hit the southern valleys after a downpour."),
    ("By how much did interest rates rise?", "The bank raised its rate by half a percentage point."),
    ("Into how many languages was her novel translated?", "There are translations of the novel in twelve languages."),
    ("When was the match decided?", "Two goals in the last minute decided the game."),
    ("What does the vaccine protect against?", "Children who were given the vaccine are safe from measles."),
    ("Which towns does the new railway link?", "The port and the capital are connected by a new line."),
    ("Who repaired the telescope?", "Engineers fixed the broken mirror of the telescope in orbit."),
)
# Of the cosines of a question and another's answer, so many lie below their mean and so many standard deviations: 97 %.
DEVIATIONS = 2


class MeasuredEmbedding(BaseEmbedding):
    """A LlamaIndex embedding that measures on which scale its cosines lie."""

    _scale: tuple[float, float] | None = PrivateAttr(default=None)
    _lock: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    @property
    def cosine_floor(self) -> float:
        """The cosine of texts that have nothing in common; measured when it is first asked for."""
        return self._measured()[0]

    @property
    def cosine_ceiling(self) -> float:
        """The cosine of a question and a text that answers it."""
        return self._measured()[1]

    def _measured(self) -> tuple[float, float]:
        with self._lock:
            if self._scale is None:
                self._scale = scale_of(self)
            return self._scale


def scale_of(embedding: BaseEmbedding) -> tuple[float, float]:
    """Return two cosines: below the first texts have nothing in common, at the second one answers the other.

    Raises EmbeddingError if the embedding cannot tell them apart.
    """
    questions = np.asarray([embedding.get_query_embedding(question) for question, _ in QUESTIONS_AND_ANSWERS])
    answers = np.asarray(embedding.get_text_embedding_batch([answer for _, answer in QUESTIONS_AND_ANSWERS]))
    cosines = questions @ answers.T
    own = np.eye(len(cosines), dtype=bool)
    floor = float(cosines[~own].mean() + DEVIATIONS * cosines[~own].std())
    ceiling = float(cosines[own].max())
    if ceiling <= floor:
        raise EmbeddingError(
            f"The embedding {embedding.model_name} does not tell an answer from another text. Choose another with "
            "ASSISTANT_EMBEDDING."
        )
    return floor, ceiling
