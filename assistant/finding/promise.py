"""What a corpus' own questions have shown: from which confidence on so few of its answers are wrong."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Self

from assistant.answers import TrackRecord
from assistant.finding.confidence import OTHER_LANGUAGE, SAME_LANGUAGE
from assistant.finding.ranking import Ranking
from assistant.finding.reader import SHA256
from assistant.version import own_version
from index import Index


@dataclass(frozen=True, slots=True)
class Promise:
    """Of the answers with a confidence of `threshold` or more at most a share `error` is wrong, with this `certainty`.

    It was measured on so many `questions`, of which so many were `answered` at that confidence, `wrong` of them
    wrongly; `day` is ISO 8601. It `holds` as long as confidences come from the same documents, weights and curves.
    """

    threshold: float
    error: float
    certainty: float
    questions: int
    answered: int
    wrong: int
    day: str
    holds: bool = True

    @classmethod
    def beside(cls, index: Index, ranking: Ranking) -> Self | None:
        """Return the promise that lies beside an index, or None if there is none that this version can read."""
        try:
            note = json.loads(index.note)
            return cls(**note["promise"], holds=note["made_with"] == _made_with(index, ranking))
        except (ValueError, TypeError, KeyError):
            return None

    def keep_beside(self, index: Index, ranking: Ranking) -> None:
        """Lay the promise beside an index in place of the one before; raises StoreBusyError if others use that."""
        promise = {name: value for name, value in asdict(self).items() if name != "holds"}
        index.leave_note(json.dumps({"promise": promise, "made_with": _made_with(index, ranking)}))

    @property
    def record(self) -> TrackRecord:
        """How often the answers that it lets through are right."""
        return TrackRecord(1 - self.error, self.answered, self.certainty)

    @property
    def words(self) -> str:
        """What is promised and what it was measured on, or that it does not hold any more, in a sentence."""
        if not self.holds:
            return (
                f"The promise of {self.day} does not hold any more: the documents, or what answers from them, have "
                f"changed since. Measure again with: python -m evals calibrate QUESTIONS.jsonl --error {self.error:g}"
            )
        return (
            f"Of the {self.answered} answers with a confidence of {self.threshold:.2f} or more, to {self.questions} "
            f"questions about these documents ({self.answered / self.questions:.0%}), {self.wrong} were wrong: with "
            f"{self.certainty:.0%} certainty at most {self.error:.0%} of such answers are (measured {self.day})."
        )


def _made_with(index: Index, ranking: Ranking) -> str:
    """Return a digest of what confidences come from: the documents, the embedding, weights, curves, this version."""
    # The reader refuses weights of another digest.
    made_of = (index.manifest.digest, ranking, SAME_LANGUAGE, OTHER_LANGUAGE, SHA256, own_version())
    return hashlib.sha256("\0".join(map(str, made_of)).encode()).hexdigest()
