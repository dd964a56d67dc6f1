"""The hand-written rules of the assistant, by where they live, each with what stands in for it while it is off."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from inspect import isgeneratorfunction
from typing import Any

from assistant.words.languages import entry
from evals.errors import EvalsError

PROGRAM = "assistant"
NEVER = re.compile(r"(?!)")
# Functions that remember a file, which no rule changes.
KEPT = ("the_reader", "_file")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, the module or class (from the package down) that holds it, and what stands in for its parts."""

    name: str
    where: str
    neutral: Mapping[str, Any]


def always(value: Any) -> Callable[..., Any]:
    """Return a function that returns the value, whatever it is given."""
    return lambda *_, **__: value


def given(place: int) -> Callable[..., Any]:
    """Return a function that returns what it is given at this place, from 0."""
    return lambda *arguments, **_: arguments[place]


def lacking(name: str) -> Callable[[str, str], Any]:
    """Return what reads the files of languages, but finds nothing in them under this name, or under what it holds."""
    return lambda language, asked: {} if f"{asked}.".startswith(f"{name}.") else entry(language, asked)


def _entry(name: str, key: str) -> Rule:
    """Return a rule that stands in the files of languages."""
    return _rule(name, "words.languages", entry=lacking(key))


def _rule(name: str, where: str, **neutral: Any) -> Rule:
    return Rule(name, where, neutral)


OF_ANSWERS = (
    _rule("kind asked for", "asking.forms", ORDER=()),
    _rule("all of something: asked for", "asking.intents", asks_for_all=always(False)),
    _rule("all of something: chosen", "answering.listing", choose_all=lambda _, ranked: list(ranked[:3])),
    _rule("mentions", "asking.intents", topic_of=always("")),
    _rule("mentions: absence", "finding.surveys", _is_absent=always(True)),
    _rule("latest first", "asking.intents", asks_for_latest=always(False)),
    _rule("follow-ups", "asking.leaning", leans=always(False)),
    _rule("follow-ups: fragments", "asking.leaning", is_fragment=always(False)),
    _rule("follow-ups: pronouns", "asking.pronouns", free_pronouns=always([])),
    _rule("follow-ups: bound pronouns", "asking.pronouns", _is_bound=always(False)),
    _entry("follow-ups: which of several", "grammar.which"),
    _rule("follow-ups: demonstratives", "asking.pronouns", _demonstratives=lambda _: []),
    _rule("follow-ups: ellipsis", "asking.ellipsis", completed=always("")),
    _rule("follow-ups: joint taken off", "asking.ellipsis", joined=given(0)),
    _rule("follow-ups: ellipsis, why", "asking.ellipsis", ASKS_AGAIN=NEVER),
    _entry("follow-ups: ellipsis, what about", "grammar.about"),
    _rule("follow-ups: ellipsis, times", "asking.ellipsis", _at_time=always("")),
    _rule("follow-ups: ellipsis, names", "asking.ellipsis", _of_name=always("")),
    _rule("follow-ups: referents", "asking.referents", resolved=always("")),
    _rule("follow-ups: person asked for", "asking.referents", _person_asked_for=always("")),
    _rule("follow-ups: person by emphasis", "asking.referents", BOLD=NEVER),
    _rule("follow-ups: a closing verb", "asking.mentions", _without_verb=given(3)),
    _rule("follow-ups: brackets", "asking.followup", _with_context=given(0)),
    _rule("names", "words.names.NameIndex", resolve=lambda *_: {}),
    _rule("names: spellings", "words.names.NameIndex", _likely=lambda *_: {}),
    _rule("names: slips", "words.names.NameIndex", _slip=always("")),
    _rule("names: slips in ordinary words", "words.names.NameIndex", _is_ordinary_slip=always(False)),
    _rule("names: Chinese runs", "words.names.NameIndex", _of_chinese=lambda *_: {}),
    _rule("names: prefixes and endings", "words.names", _forms=lambda word, _: [(word, 0.0)]),
    _rule("the sentence before counts", "finding.ranking", BEFORE=0.0),
    _rule("share of names", "finding.confidence", share_of_names=always(1.0)),
    _rule("disagreements", "comparing.disagreement", find_disagreements=always(())),
    _rule("asked speaker first", "answering.asked_speaker", spoken_first=lambda _, ranked, __: list(ranked)),
    _rule("whole speech", "answering.whole_speech", with_speaker=given(1)),
    _rule("second quote", "answering.quoting", MARGIN=-1.0, MARGIN_OF_OTHER_DOCUMENT=-1.0),
    _rule("quote of another document", "answering.quoting", MARGIN_OF_OTHER_DOCUMENT=-1.0),
    _rule("same words once", "answering.quoting", same_words=always(False)),
    _rule("together: all", "answering.quoting", _with_context=lambda sentence: sentence.span),
    _rule("together: side by side", "answering.quoting",
          _touch=lambda one, other, _: one.start < other.end and other.start < one.end),
    _rule("together: opening pronoun", "answering.quoting", _opens_with_pronoun=always(False)),
    _entry("together: empty it", "quoting.empty_it"),
    _entry("together: these claims", "quoting.points_back"),
    _rule("together: headings", "answering.quoting", _is_prose=always(True)),
    _rule("emphasis", "answering.quoting", emphasis=always(())),
    _rule("notes", "answering.notes", notes_on=lambda *_: []),
    _rule("notes: speaker", "answering.notes", _on_speaker=always(())),
    _entry("notes: opinion", "quoting.verdict"),
    _rule("notes: days", "answering.notes", _on_time=always(())),
    _rule("known", "answering.known", known_about=always(None)),
    _rule("known: capitals of the documents", "answering.known", _spelled_with_capital=always("")),
    _rule("known: names side by side", "answering.known", _side_by_side=given(0)),
    _rule("known: what is missing", "answering.known", _missing=always(())),
    _rule("reason: names of no document", "answering.known", unknown_names=always([])),
    _rule("reason: words of no document", "answering.known", unknown_words=always([])),
    _rule("shown as a guess", "answering.replies", SURE=0.0),
)  # fmt: skip
OF_COMPARISONS = (
    _rule("dates", "comparing.matters", _time=always(None)),
    _rule("quantities", "comparing.matters", _quantity=always(None)),
    _rule("ages", "comparing.matters", AGE_ASKED=NEVER),
    _entry("shares", "comparing.share_asked"),
    _entry("money", "comparing.money_asked"),
    _rule("posts", "comparing.matters", _post=always(None)),
    _rule("names", "comparing.matters", _person=always(None)),
    _rule("names: of deeds", "words.doers", deed_of=always(())),
    _entry("names: of posts", "comparing.who_holds"),
    _rule("the date of the event", "comparing.clauses", dates_event=always(True)),
    _entry("date: asides", "comparing.aside"),
    _entry("date: verbs of timing", "comparing.timing"),
    _entry("date: takes place", "comparing.takes_place"),
    _rule("unreal", "comparing.qualifiers", is_unreal=always(False)),
    _rule("set apart", "comparing.qualifiers", set_apart=always(False)),
    _entry("set apart: words", "comparing.setting_apart"),
    _rule("set apart: before", "comparing.qualifiers", _before=always((frozenset(), frozenset()))),
    _rule("set apart: wholes", "comparing.qualifiers", _wholes=always(frozenset())),
    _rule("set apart: phrases", "comparing.qualifiers", _phrases=always(())),
    _rule("set apart: up to the told", "comparing.qualifiers", _with_the_told=given(0)),
    _rule("narrowed", "comparing.qualifiers", narrowed=always(False)),
    _rule("other tense", "comparing.qualifiers", other_tense=always(False)),
    _rule("part of a count", "comparing.disagreement", _narrowed=always(False)),
    _rule("at another time", "comparing.disagreement", _at_another_time=always(False)),
    _rule("so far", "comparing.disagreement", SO_FAR=NEVER),
    _entry("descriptions of the asked", "comparing.description"),
    _entry("pronouns lean back", "comparing.pronoun"),
    _rule("words of one meaning", "words.meanings", _meaning=given(0)),
    _rule("phrasal verbs", "words.meanings", _phrasal=lambda: ()),
    _rule("derived words", "words.meanings", holds_meaning=lambda term, text: term in text),
)  # fmt: skip
OF_PROOFS = (
    _rule("quotations", "proving.facts", missing_quotations=lambda *_: []),
    _rule("figures", "proving.facts", missing_figures=lambda *_: []),
    _rule("figures: what they count", "proving.figures", _following=lambda *_: []),
    _rule("figures: ordinals", "proving.figures", ordinals=always(frozenset())),
    _rule("figures: measures", "proving.figures", measures=always(frozenset())),
    _entry("figures: fractions", "proving.fraction"),
    _rule("dates", "proving.facts", missing_dates=lambda *_: []),
    _rule("dates: days of the week", "proving.facts", DAY_OF_WEEK=NEVER),
    _rule("dates: of the sentence before", "proving.trial", _missing_dates=lambda *_: []),
    _rule("names", "proving.trial", _missing_names=lambda *_: []),
    _rule("names: acronyms", "proving.facts", _acronyms=always(frozenset())),
    _rule("names: standing first", "proving.trial", _opens_with=always(True)),
    _rule("polarity", "proving.polarity", contradictions=lambda *_: []),
    _rule("polarity: opposites", "proving.polarity", _opposites=lambda *_: []),
    _entry("polarity: reach", "proving.reach_end"),
    _rule("roles: turned around", "proving.roles", turned_around=always("")),
    _rule("roles: exchanged", "proving.roles", exchanged=always("")),
    _rule("roles: exchanged deeds", "proving.roles", exchanged_deed=always("")),
    _rule("roles: deeds and speakers", "proving.deeds", deeds=always(())),
    _rule("roles: abbreviations", "proving.roles", _abbreviates=always(False)),
    _entry("deeds: asides", "proving.aside"),
    _entry("deeds: according to", "proving.according"),
    _entry("deeds: who", "proving.who"),
    _rule("verbs: passive", "proving.verbs", is_passive=always(False)),
    _rule("verbs: perhaps", "proving.verbs", may_be_verb=always(True)),
    _entry("verbs: followed by", "proving.followed"),
    _rule("certainty", "proving.certainty", overstatement=always("")),
    _entry("certainty: superlatives", "proving.superlative"),
    _entry("certainty: sweeping", "proving.sweeping"),
    _entry("certainty: ended", "proving.ended"),
    _entry("certainty: possible", "proving.possible_in_source"),
    _entry("certainty: wished", "proving.wished"),
    _entry("certainty: intended", "proving.intended_in_source"),
    _rule("added words", "proving.sources.Source", strange_run=always(())),
    _rule("added parts", "proving.trial", LEAST_OF_PART=0.0),
    _rule("own coverage", "proving.trial", OWN_COVERAGE=0.0),
    _rule("statement of the source", "proving.sources.Source", statement=lambda source, _: source.text),
    _rule("two sentences", "proving.support", _halves=always(())),
    _entry("words of one meaning", "proving.same"),
    _entry("fillers", "proving.fillers"),
    _rule("foreign: all", "proving.foreign", is_known=always(False)),
    _rule("foreign: figures", "proving.foreign", foreign_figures=lambda *_: []),
    _rule("foreign: numerals in words", "proving.foreign", _counts=lambda _: {}),
    _rule("foreign: months", "proving.foreign", _named_months=lambda *_: iter(())),
    _rule("foreign: names", "proving.foreign", foreign_names=lambda *_: ([], [])),
    _rule("foreign: negation", "proving.foreign", denies=always(False)),
    _rule("foreign: anchors", "proving.foreign", foreign_anchors=always(True)),
)  # fmt: skip


@contextmanager
def without(rule: Rule) -> Iterator[None]:
    """Put what stands in for a rule into every module that uses it, and the rule back at the end.

    Raises EvalsError if the program has no such rule.
    """
    with replaced(rule.where, rule.neutral):
        _forget()
        yield
    _forget()


@contextmanager
def watching(rules: Iterable[Rule]) -> Iterator[set[str]]:
    """Yield a set to which the names of rules are added as they do something: return what is not neutral.

    What is no function and no pattern does something at once.
    """
    _forget()
    busy: set[str] = set()
    with ExitStack() as stack:
        for rule in rules:
            for part, neutral in rule.neutral.items():
                original = getattr(_found(rule.where), part)
                if isinstance(original, re.Pattern):
                    seen: Any = _WatchedPattern(original, rule.name, busy)
                elif callable(neutral):
                    seen = _watched(original, neutral, rule.name, busy)
                else:
                    busy.add(rule.name)
                    continue
                stack.enter_context(replaced(rule.where, {part: seen}))
        yield busy
    _forget()


def _watched(
    original: Callable[..., Any], neutral: Callable[..., Any], name: str, busy: set[str]
) -> Callable[..., Any]:
    """Return the function, which adds a name when it does not return what the neutral one does, or only changes."""

    def watched(*arguments: Any, **choices: Any) -> Any:
        value = original(*arguments, **choices)
        value = list(value) if isinstance(value, Iterator) else value
        if value is None or not _same(value, neutral(*arguments, **choices)):
            busy.add(name)
        return iter(value) if isinstance(value, list) and isgeneratorfunction(original) else value

    return watched


def _same(value: Any, other: Any) -> bool:
    if isinstance(value, list | tuple) and not isinstance(other, str):
        return list(value) == list(other)
    return bool(value == other)


@dataclass(frozen=True, slots=True)
class _WatchedPattern:
    """A pattern that adds a name when it is found."""

    original: re.Pattern[str]
    name: str
    busy: set[str]

    def __getattr__(self, attribute: str) -> Any:
        found = getattr(self.original, attribute)
        return self._method(found) if callable(found) else found

    def _method(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any, **choices: Any) -> Any:
            text = next(part for part in reversed(arguments) if isinstance(part, str))
            if self.original.search(text):
                self.busy.add(self.name)
            return method(*arguments, **choices)

        return watched


@contextmanager
def replaced(where: str, parts: Mapping[str, Any]) -> Iterator[Any]:
    """Replace parts of a module or class (from the package down) wherever the program has imported them; yield it."""
    changed: list[tuple[Any, str, Any]] = []
    home = _found(where)
    try:
        for name, value in parts.items():
            if not hasattr(home, name):
                raise EvalsError(f"{PROGRAM}.{where} has no {name}. Correct evals/rules.py.")
            original = getattr(home, name)
            holders = [home] if isinstance(home, type) else _holders(name, original)
            for holder in holders:
                changed.append((holder, name, original))
                setattr(holder, name, value)
        yield home
    finally:
        for holder, name, original in changed:
            setattr(holder, name, original)


def _found(where: str) -> Any:
    """Return the module, or the class of a module, of this name."""
    parts = where.split(".")
    last = parts.pop() if parts[-1][0].isupper() else ""
    try:
        module = import_module(".".join([PROGRAM, *parts]))
        return getattr(module, last) if last else module
    except (ImportError, AttributeError):
        raise EvalsError(f"{PROGRAM} has no {where}. Correct evals/rules.py.") from None


def _modules() -> list[Any]:
    return [module for name, module in sys.modules.items() if name.split(".")[0] == PROGRAM]


def _holders(name: str, original: Any) -> list[Any]:
    return [module for module in _modules() if vars(module).get(name) is original]


def _forget() -> None:
    """Empty the caches of the program's functions, which may hold what a rule has made."""
    for module in _modules():
        for value in vars(module).values():
            if hasattr(value, "cache_clear") and value.__name__ not in KEPT:
                value.cache_clear()
