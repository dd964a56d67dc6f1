"""Score what reads words on labelled sets: names across spellings, follow-ups, languages."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.asking import leans
from assistant.words.names import NameIndex
from evals.errors import EvalsError
from evals.metrics.intervals import Estimate, wilson
from evals.report.tables import Table, interval
from index.language import detect_language

SETS = Path(__file__).parent / "sets"
NAMES = "names_known.txt"


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled text: in which language it is, and what is to be read in it ("" for nothing)."""

    language: str
    text: str
    expected: str
    split: str = "test"
    written: str = ""


Read = Callable[[Row], str]
"""Return what is read in the text of a row, "" for nothing."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of `n` texts with something to read were read right, and how many of those read at all (`given`)."""

    n: int
    given: int
    right: int

    @property
    def precision(self) -> float:
        """The share of what was read that is right; 1.0 if nothing was."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """The share of what is to be read that was read right; 1.0 if there is nothing."""
        return self.right / self.n if self.n else 1.0


# What a set may not fall below: precision and recall on its test half. Names lose what their language's spelling hides,
# Chinese signs most; measured .97 and .82 (n = 130), Chinese .86 and .32 (n = 19). The others are read without a miss.
FLOORS: Mapping[str, tuple[float, float]] = {
    "names": (0.95, 0.8),
    "names, Chinese": (0.8, 0.3),
    "leaning": (1.0, 1.0),
    "languages": (1.0, 1.0),
}


def read_rows(name: str) -> list[Row]:
    """Return the rows of a set; raises EvalsError naming the line that is none."""
    file = SETS / f"{name}.jsonl"
    rows = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            rows.append(Row(**json.loads(line)))
        except (TypeError, ValueError) as error:
            raise EvalsError(f"{file}:{number}: is no labelled text ({error}). Correct the row.") from None
    return rows


def readers() -> dict[str, Read]:
    """Return how each set is read; the names are those that a corpus of world news holds."""
    known = NameIndex.of(f"Officials met {name} on Tuesday." for name in (SETS / NAMES).read_text("utf-8").splitlines())
    return {
        "names": lambda row: " ".join(known.resolve(row.text, row.language).values()),
        "leaning": lambda row: "leans" if leans(row.text, row.language) else "alone",
        "languages": lambda row: detect_language(row.text),
    }


def scored(split: str) -> dict[str, Share]:
    """Return what was read right of each set's half; a name that is spelled as it is known is left out."""
    shares: dict[str, Share] = {}
    for name, read in readers().items():
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in read_rows(name):
            if row.split == split and row.written.split("'")[0] != (row.expected or None):
                groups[f"{name}, Chinese" if (name, row.language) == ("names", "zh") else name].append(row)
        shares |= {group: _share(rows, read) for group, rows in groups.items()}
    return shares


def _share(rows: Sequence[Row], read: Read) -> Share:
    found = [(row.expected, read(row)) for row in rows]
    return Share(
        n=sum(bool(expected) for expected, _ in found),
        given=sum(bool(value) for _, value in found),
        right=sum(bool(expected) and expected == value for expected, value in found),
    )


def fallen(shares: Mapping[str, Share]) -> list[str]:
    """Return the sets that are read worse than their floor."""
    return [
        name for name, share in shares.items() if share.precision < FLOORS[name][0] or share.recall < FLOORS[name][1]
    ]


def words_table(shares: Mapping[str, Share], split: str) -> Table:
    """Return one row a set."""
    rows = tuple(
        (name, _cell(share.right, share.given), _cell(share.right, share.n), "{:.2f}, {:.2f}".format(*FLOORS[name]))
        for name, share in shares.items()
    )
    note = "Value [95 % interval, Wilson] (n). Floors are those of precision and recall on the test half."
    return Table(f"Words, {split}", ("set", "precision", "recall", "floors"), rows, note)


def _cell(hits: int, n: int) -> str:
    return f"{interval(Estimate(hits / n, *wilson(hits / n, n), n))} ({n})" if n else "-"
