"""A question while it is read against a table: what is left of its words, and what the others told."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from os.path import commonprefix

from assistant.asking import Question
from assistant.finding import the_reader
from assistant.tables.table import Places, Table
from assistant.tables.values import is_open
from assistant.words.languages import entry, languages, pattern, words_of
from index.lexical import terms as terms_of
from index.time_limit import check_time

WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|m²")
# Words that begin alike are of one family, whatever their endings: "supplies" and "Supplier", "booked" and "Book"; but
# not "plant" and "Planned".
FEWEST_ALIKE, LONGEST_ENDING, LEAST_ALIKE = 4, 3, 0.6
# A column is named by words if from each of so many rows it answers "What is the ...?" with these log odds. Of 59 words
# and phrases asked of five dev tables, 16 name a column so, all of them rightly; with -7 it is 19, two of them wrongly.
ROWS_READ, LEAST_ODDS = 4, -6.0


@dataclass(slots=True)
class Reading:
    """A question in a language while it is read against one table; `left` are the words that are not read yet.

    `named` are columns in the order in which they were named. Rows are kept that hold a value that was named, for each
    column of these (`by_value`), and that meet each of the `others`. `conditions` are columns of which it is asked that
    there is some or that they say yes, `compared` those whose values were. `matched` counts what the table holds of the
    question, `things` the words that stand for rows whatever they are ("items"); `has_amounts` tells that values are
    compared with amounts.
    """

    asked: Question
    language: str
    table: Table
    terms: Callable[[str], list[str]]
    left: str
    matched: int = 0
    things: int = 0
    has_amounts: bool = False
    named: list[int] = field(default_factory=list)
    by_value: dict[int, list[frozenset[int]]] = field(default_factory=dict)
    others: list[frozenset[int]] = field(default_factory=list)
    conditions: list[int] = field(default_factory=list)
    compared: list[int] = field(default_factory=list)

    def find(self, form: str) -> re.Match[str] | None:
        """Return what a form of the language finds in what is left, or None."""
        return pattern(self.language, form, re.IGNORECASE).search(self.left)

    def take(self, form: str) -> re.Match[str] | None:
        """Return what a form of the language finds in what is left, and take it out."""
        found = self.find(form)
        if found:
            self.cut(found.start(), found.end())
        return found

    def cut(self, start: int, end: int) -> None:
        """Take words out of what is left."""
        self.left = f"{self.left[:start]} , {self.left[end:]}"

    def opens(self, form: str) -> bool:
        """Tell whether the question opens with a form of the language."""
        return pattern(self.language, form, re.IGNORECASE).match(self.asked.respelled) is not None

    def says(self, word: str, name: str) -> bool:
        """Tell whether the file of the language has a word under a name."""
        return word.lower() in words_of(self.language, name)

    def is_filler(self, word: str) -> bool:
        """Tell whether a word says nothing here: one that no head has."""
        heads = {each.lower() for head in self.table.head for each in WORD.findall(head)}
        return self.says(word, "tables.generic") and word.lower() not in heads

    def keep(self, rows: Iterable[int], *named: int, matched: int = 1) -> None:
        """Keep these rows only; the columns that they were chosen by are not asked for."""
        self.others.append(frozenset(rows))
        self.named = [place for place in self.named if place not in named]
        self.compared += named
        self.matched += matched

    def keep_with(self, places: Places, matched: int = 1) -> None:
        """Keep the rows with a value that was named, in whichever column it stands."""
        self.by_value.setdefault(min(places), []).append(frozenset().union(*places.values()))
        self.matched += matched

    def name(self, column: int, word: str, *, denied: bool = False) -> None:
        """Take a column as named by a word; where that is a condition ("in stock"), its rows are kept."""
        # The very word of a head says more than what it measures.
        self.matched += 2 if word.lower() in self.table.head[column].lower() else 1
        if self._is_condition(column, word):
            self.conditions.append(column)
            self.others.append(self._saying("no" if denied or word.lower().startswith("un") else "yes", column))
        elif column not in self.named:
            self.named.append(column)

    def of_kind(self, *kinds: str) -> list[int]:
        """Return the columns of these kinds: those that were named, in that order."""
        return [place for place in self.named if self.table.columns[place].kind in kinds]

    def column(self, word: str) -> int | None:
        """Return the column that a word names: by its head, by one of the family, or by what it measures."""
        wanted = self.terms(word)
        heads = [[each.lower() for each in WORD.findall(head)] for head in self.table.head]
        for alike in (functools.partial(_is_same, wanted), _is_family):
            for place, head in enumerate(heads):
                if any(alike(word.lower(), each) for each in head):
                    return place
        return self.by_measure(word)

    def by_measure(self, word: str) -> int | None:
        """Return the column that measures what a word does ("cost"), if it is one of a measure."""
        for measure in measures(self.language):
            if self.says(word, f"tables.measures.{measure}.words"):
                return self.measuring(measure)
        return None

    def measuring(self, measure: str) -> int | None:
        """Return the first column of values whose head has a word of a measure in any language, else whose cells do."""
        names = [f"tables.measures.{measure}.{part}" for part in ("words", "heads")]
        words = frozenset().union(*(words_of(each, name) for each in languages() for name in names))
        possible = [n for n, each in enumerate(self.table.columns) if each.kind != "text" or measure == "contact"]
        by_head = [place for place in possible if _measures(self.table.head[place], words)]
        by_cell = (place for place in possible if _measures(self.table.rows[0].cells[place], words))
        return by_head[0] if by_head else next(by_cell, None)

    def as_read(self, words: str) -> int | None:
        """Return the column from which each of the first rows answers what these words are; None if it is not sure."""
        if words in self.table.heard:
            return self.table.heard[words]
        check_time()
        whole = [row for row in self.table.rows if all(row.cells)]
        rows = (whole or self.table.rows)[:ROWS_READ]
        told = [[f"{head}: {cell}, " for head, cell in zip(self.table.head, row.cells, strict=True)] for row in rows]
        found = set()
        for parts, read in zip(
            told, the_reader().read(f"What is the {words}?", ["".join(each) for each in told]), strict=True
        ):
            ends = [sum(map(len, parts[: place + 1])) for place in range(len(parts))]
            place = next((place for place, end in enumerate(ends) if read.span.start < end), None)
            found.add(place if read.odds >= LEAST_ODDS else None)
        self.table.heard[words] = found.pop() if len(found) == 1 else None
        return self.table.heard[words]

    def _is_condition(self, column: int, word: str) -> bool:
        """Tell whether a column says yes or no, or a word asks whether there is some of it, which some have none of."""
        values = self.table.columns[column]
        cells = [row.cells[column] for row in self.table.rows if not is_open(row.cells[column])]
        if cells and all(says("yes", cell) or says("no", cell) for cell in cells):
            return True
        if self.has_amounts:
            return False
        within = pattern(self.language, rf"\b{{tables.some}}\s+{re.escape(word)}\b", re.IGNORECASE)
        is_asked = within.search(self.asked.respelled) or self.says(word, "tables.present")
        return bool(is_asked) and values.kind == "number" and any(number == 0 for number in values.numbers)

    def _saying(self, what: str, column: int) -> frozenset[int]:
        numbers = self.table.columns[column].numbers
        return frozenset(
            place
            for place, (row, number) in enumerate(zip(self.table.rows, numbers, strict=True))
            if says(what, row.cells[column]) or (number is not None and (number > 0) == (what == "yes"))
        )


def measures(language: str) -> list[str]:
    """Return what is measured, by the names that the file of a language has for it."""
    return list(entry(language, "tables.measures"))


def says(what: str, cell: str) -> bool:
    """Tell whether a cell says "yes", or "no", in any language."""
    return any(cell.lower() in words_of(language, f"tables.{what}") for language in languages())


def _is_same(wanted: Sequence[str], word: str, other: str) -> bool:
    known = (terms_of(other, language) for language in languages()) if wanted else ()
    return word == other or any(each == list(wanted) for each in known)


def _is_family(word: str, other: str) -> bool:
    """Tell whether two words are alike but for their endings, or the "un" in front of one."""
    plain = word.removeprefix("un") if len(word) > FEWEST_ALIKE + 1 else word
    alike = len(commonprefix((plain, other)))  # noqa: RUF071 (of words)
    longest = max(len(plain), len(other))
    is_ending = alike == min(len(plain), len(other)) or alike > LEAST_ALIKE * longest
    return alike >= FEWEST_ALIKE and longest - alike <= LONGEST_ENDING and is_ending


def _measures(text: str, words: frozenset[str]) -> bool:
    """Tell whether a text holds one of the words, or ends in one: "Einkaufspreis"."""
    said = {each.lower() for each in (*WORD.findall(text), *re.findall(r"[€$£₽°]\w?", text))}
    return bool(words & said) or any(
        each.endswith(word) for each in said for word in words if len(word) >= FEWEST_ALIKE
    )
