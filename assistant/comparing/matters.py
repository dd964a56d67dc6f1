"""What a question asks for that documents may tell differently, and what a sentence tells of it."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from assistant.asking import Question
from assistant.words.dates import Moment, Period, periods
from assistant.words.doers import deed_of, doers
from assistant.words.kinds import Kind
from assistant.words.languages import english, words_of
from assistant.words.meanings import meaning_of, meanings
from assistant.words.numbers import Amount, amounts, counted
from assistant.words.people import PERSON, POST_OF, Post, holders, post_named, posts
from index import Span

NAME = rf"(?:{PERSON}|[A-Z][\w’-]+)"
OFFICE = r"(?:post|position|title|office|job|role|rank)"
WHO_IS = re.compile(rf"\b[Ww]ho\s+(?:is|was)\s+(?P<name>{NAME})\s*\??$")
POST_ASKED = re.compile(
    rf"\b{OFFICE}\b.*?\b(?:of|has|have|hold|holds|does|is|did|was)\s+(?P<of>{NAME})"
    rf"|(?P<whose>{NAME})['’]s?\s+(?:[a-z]+\s)?{OFFICE}\b"
)
AGE_ASKED = re.compile(rf"\b[Hh]ow old (?:is|was) (?:the )?(?:[a-z]+ ){{0,3}}(?P<name>{NAME})")
AGE = r"\d{1,3}"
# Of two reports of one person's age, one may be of before a birthday.
BIRTHDAY = 0.5


class Told(ABC):
    """What a sentence tells of a matter."""

    @abstractmethod
    def differs(self, other: Self) -> bool:
        """Tell whether both cannot be right, or one leaves open what the other settles."""

    @abstractmethod
    def equals(self, other: Self) -> bool:
        """Tell whether both say the same, but for words and precision."""

    @abstractmethod
    def comparable(self, other: Self) -> bool:
        """Tell whether both can be tellings of one thing."""


@dataclass(frozen=True, slots=True)
class Time(Told):
    """When something starts and ends, of which `asked` are the sides that matter; a side not told is ()."""

    period: Period
    asked: tuple[str, ...]

    def _sides(self, other: Time) -> list[tuple[tuple[Moment, ...], tuple[Moment, ...]]]:
        pairs = [(getattr(self.period, side), getattr(other.period, side)) for side in self.asked]
        return [(mine, yours) for mine, yours in pairs if mine and yours]

    def differs(self, other: Time) -> bool:
        """Tell whether a side is told as other days; a day within a stretch is no difference."""
        if self.period.is_point != other.period.is_point and len(self.asked) > 1:
            point, stretch = (self, other) if self.period.is_point else (other, self)
            return bool(stretch.period.starts) and not _within(point.period.starts[0], stretch.period)
        return any(not _same_days(mine, yours) for mine, yours in self._sides(other))

    def equals(self, other: Time) -> bool:
        """Tell whether every side that both tell is the same."""
        sides = self._sides(other)
        return bool(sides) and all(_same_days(mine, yours) for mine, yours in sides)

    def comparable(self, other: Time) -> bool:
        """Tell whether both tell a side that is asked for, near each other and in the same detail."""
        sides = self._sides(other)
        return bool(sides) and all(
            _in_one_detail(one, another) and one.is_near(another)
            for mine, yours in sides
            for one in mine
            for another in yours
        )


@dataclass(frozen=True, slots=True)
class Quantity(Told):
    """How many or how much there is of something."""

    amount: Amount

    def differs(self, other: Quantity) -> bool:
        """Tell whether the quantities cannot be the same."""
        return not self.amount.may_be(other.amount)

    def equals(self, other: Quantity) -> bool:
        """Tell whether both name the same number, give or take its rounding."""
        return self.amount.is_same(other.amount)

    def comparable(self, other: Quantity) -> bool:
        """Tell whether both have one unit and are of one order of magnitude."""
        mine, yours = sorted((self.amount.named, other.amount.named))
        return self.amount.unit == other.amount.unit and 0 < yours <= MAGNITUDE * mine


@dataclass(frozen=True, slots=True)
class PostsHeld(Told):
    """The posts of a person; `titles` are compared if the question asks for the post itself."""

    held: frozenset[Post]
    titles: bool

    def differs(self, other: PostsHeld) -> bool:
        """Tell whether one person cannot hold them all, or, where titles are asked for, none is in common."""
        if any(mine.head == yours.head and mine.ranks == yours.ranks for mine in self.held for yours in other.held):
            return False
        disjoint = not {post.head for post in self.held} & {post.head for post in other.held}
        return (self.titles and disjoint) or any(mine.excludes(yours) for mine in self.held for yours in other.held)

    def equals(self, other: PostsHeld) -> bool:
        """Tell whether they are the same posts."""
        return self.held == other.held

    def comparable(self, other: PostsHeld) -> bool:  # noqa: ARG002 (all posts of one person compare)
        """Tell that posts of one person always compare."""
        return True


@dataclass(frozen=True, slots=True)
class Named(Told):
    """The person who did it or holds the post."""

    name: str

    @property
    def words(self) -> frozenset[str]:
        """The words of the name in lower case, less titles."""
        words = [word.lower().rstrip(".") for word in self.name.split()]
        titles = words_of("en", "comparing.titles") | POST_OF.keys()
        return frozenset(words) - titles or frozenset(words)

    def differs(self, other: Named) -> bool:
        """Tell whether the names share no word."""
        return not self.equals(other)

    def equals(self, other: Named) -> bool:
        """Tell whether the names share a word: a family name alone is the whole name."""
        return bool(self.words & other.words)

    def comparable(self, other: Named) -> bool:  # noqa: ARG002 (all names compare)
        """Tell that names always compare."""
        return True


# Counts of one thing that are further apart are counts of two things.
MAGNITUDE = 3

STARTS: tuple[str, ...] = ("starts",)
ENDS: tuple[str, ...] = ("ends",)

Reader = Callable[[str], list[tuple[Span, Told]]]


@dataclass(frozen=True, slots=True)
class Matter:
    """What is asked for: its name for a reader, how to read it from a sentence, and the question's terms it uses up."""

    subject: str
    read: Reader
    spent: frozenset[str]
    is_time: bool = False


def matter_of(asked: Question) -> Matter | None:
    """Return what a question asks for, or None if documents cannot be compared on it."""
    kind, question = asked.kind, asked.respelled
    if kind in (Kind.DATE, Kind.DAY, Kind.YEAR) or (
        kind is Kind.OTHER and english("comparing.ending").search(question) and "when" in question.lower()
    ):
        return _time(question)
    if kind in (Kind.NUMBER, Kind.DURATION):
        return _quantity(question, kind)
    return _post(question) or _person(question)


def _time(question: str) -> Matter:
    ends, begins = english("comparing.ending").search(question), english("comparing.beginning").search(question)
    if ends:
        subject, asked, spent = "end date", ENDS, ends[0]
    elif begins:
        subject, asked, spent = "start date", STARTS, begins[0]
    else:
        subject, asked, spent = "date", STARTS + ENDS, ""

    def read(sentence: str) -> list[tuple[Span, Told]]:
        told = [(span, _closing(period, sentence) if ends else period) for span, period in periods(sentence)]
        return [(span, Time(period, asked)) for span, period in told if any(getattr(period, side) for side in asked)]

    return Matter(
        subject,
        read,
        meanings(f"{spent} date day year month time take place held happen occur"),
        is_time=True,
    )


def _closing(period: Period, sentence: str) -> Period:
    """Return what a period says of an end: a single date says nothing, unless the sentence speaks of an end."""
    return period if not period.is_point or english("comparing.ending").search(sentence) else Period(period.starts, ())


def _quantity(question: str, kind: Kind) -> Matter | None:
    asked = english("comparing.how_many").search(question)
    aged = AGE_ASKED.search(question)
    if aged:
        return Matter(f"age of {aged['name']}", _reader_of_age(aged["name"]), meanings("old age"))
    if kind is Kind.DURATION:
        return Matter("duration", _reader_of_unit("day"), meanings("long last take years months weeks days hours time"))
    if asked:
        phrase = counted(asked["phrase"])
        stems = [term for word in phrase.split() for term in meanings(word)]
        spent = meanings("number total many")
        return Matter(f"number of {phrase}", _reader_of_count(stems[-1]), spent) if stems else None
    if english("comparing.share_asked").search(question):
        return Matter("share", _reader_of_unit("%"), meanings("percentage percent share proportion rate per cent"))
    if english("comparing.money_asked").search(question):
        paid = english("comparing.paid").search(question) is not None
        spent = meanings("much money amount sum price cost" + (" pay buy spend" if paid else ""))
        return Matter("amount", _money_paid if paid else _money, spent)
    return None


def _reader_of_unit(unit: str) -> Reader:
    return lambda sentence: [(span, Quantity(found)) for span, found in amounts(sentence) if found.unit == unit]


def _reader_of_age(name: str) -> Reader:
    person = re.escape(name.split()[-1])
    written = re.compile(
        rf"\b{person},\s(?:(?:now|aged)\s)?(?P<behind>{AGE})(?=[,.])"
        rf"|\b{person}\s(?:is|was|turned)\s(?:now\s)?(?P<told>{AGE})(?=\syears\sold|[,.])"
        rf"|\b(?P<before>{AGE})-year-old\s(?:[^.,;:]{{1,40}}\s)?{person}\b"
    )

    def read(sentence: str) -> list[tuple[Span, Told]]:
        found = [(match, match.lastgroup or "") for match in written.finditer(sentence)]
        return [(Span(*match.span(group)), Quantity(_age(int(match[group])))) for match, group in found]

    return read


def _age(years: int) -> Amount:
    return Amount(years - BIRTHDAY, years + BIRTHDAY, years, "", ())


def _money(sentence: str) -> list[tuple[Span, Told]]:
    return [(span, Quantity(found)) for span, found in amounts(sentence) if found.unit not in ("", "%", "day")]


def _money_paid(sentence: str) -> list[tuple[Span, Told]]:
    return _money(sentence) if english("comparing.paid").search(sentence) else []


def _reader_of_count(noun: str) -> Reader:
    def read(sentence: str) -> list[tuple[Span, Told]]:
        return [
            (span, Quantity(found))
            for span, found in amounts(sentence)
            if not found.unit and noun in meaning_of(found.phrase)
        ]

    return read


def _post(question: str) -> Matter | None:
    asked = POST_ASKED.search(question)
    who = WHO_IS.search(question)
    name = (asked["of"] or asked["whose"]) if asked else who["name"] if who else ""
    if not name:
        return None

    def read(sentence: str) -> list[tuple[Span, Told]]:
        found = posts(sentence, name)
        if not found:
            return []
        whole = Span(min(span.start for span, _ in found), max(span.end for span, _ in found))
        return [(whole, PostsHeld(frozenset(post for _, post in found), titles=bool(asked)))]

    return Matter(f"post of {name}", read, meanings("post position title office job role rank hold exactly"))


def _person(question: str) -> Matter | None:
    deed = deed_of(question)
    if deed:
        known = set(re.findall(r"[\w’'-]+", question))

        def read(sentence: str) -> list[tuple[Span, Told]]:
            return _names([(span, name) for span, name in doers(sentence, deed) if not known & set(name.split())])

        return Matter("name", read, meanings(" ".join(deed)))
    asked = english("comparing.who_holds").search(question)
    post = post_named(asked["post"]) if asked else None
    return Matter("name", lambda sentence: _names(holders(sentence, post)), frozenset()) if post else None


def _names(found: list[tuple[Span, str]]) -> list[tuple[Span, Told]]:
    return [(span, Named(name)) for span, name in found]


def _same_days(mine: tuple[Moment, ...], yours: tuple[Moment, ...]) -> bool:
    """Tell whether each day of either side may be one of the other: "March 1 or 2" is not "March 2"."""
    return all(any(one.may_be(another) for another in yours) for one in mine) and all(
        any(one.may_be(another) for one in mine) for another in yours
    )


def _in_one_detail(one: Moment, other: Moment) -> bool:
    """Tell whether both tell a month, or neither does, or their years alone can be set against each other."""
    return (one.month is None) == (other.month is None) or bool(one.years and other.years)


def _within(moment: Moment, period: Period) -> bool:
    if any(moment.may_be(end) for end in period.starts + period.ends):
        return True
    if not period.ends:
        return True
    first, last = _order(period.starts[0]), _order(period.ends[-1])
    return first <= _order(moment) <= last


def _order(moment: Moment) -> tuple[int, int, int]:
    return (moment.years[0] if moment.years else 0, moment.month or 0, moment.days[0])
