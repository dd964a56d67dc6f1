"""How sure an answer is: from the score of its best sentence to a probability."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve from the best sentence's score to the probability that it answers (Platt 1999).

    The probability is 1 / (1 + exp(-slope (score - middle))); below `threshold` the assistant abstains.
    """

    slope: float
    middle: float
    threshold: float = 0.3

    def probability(self, score: float) -> float:
        """Return the probability, 0 to 1, for any finite score."""
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, self.slope * (score - self.middle)))))


# Fitted on XQuAD articles 1-24 and SQuAD 2.0 dev, each question once with its paragraph in the corpus and once without.
SAME_LANGUAGE = Calibration(slope=4.0, middle=1.6)
# The words of a question in another language than the documents cannot be found in them: only vectors speak.
OTHER_LANGUAGE = Calibration(slope=4.0, middle=1.2)
