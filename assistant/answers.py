"""What an answer is made of: the values that callers, the page and the evals read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeAlias, get_args, get_origin, get_type_hints

from typing_extensions import TypedDict

from index import Passage, Span

# Between two notes on one quotation.
NOTES_APART = " · "
# Of the dev answers between the threshold and this confidence three in ten are right: they are shown as a guess.
SURE = 0.5
# From this share on, "9 of 10" would say too little.
ALMOST_ALWAYS = 0.925
# A label that ends in one of these needs no colon.
CLOSED = (":", "?", "!", ".", "：", "？")


@dataclass(frozen=True, slots=True)
class Citation:
    """Marker [number] in an answer, and the span it points at: `document.text[start:end] == quote`.

    Numbers count from 1 in order of appearance. `document` is the file's name in the corpus, `published` the
    document's stated date, or None. Offsets are Python string offsets. `context` is what the quote stands under
    (headings, the opening of a list, the columns of a table), "" if nothing, and `page` its page, if it has one.
    """

    number: int
    document: str
    title: str
    published: date | None
    quote: str
    start: int
    end: int
    context: str = ""
    page: int | None = None

    @property
    def span(self) -> Span:
        """Where the quote stands in its document."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Statement:
    """A part of an answer's text: one of our fixed sentences, or words that the citations with these numbers prove.

    `text` is plain, not Markdown, with a line for each item, row or line of code; `context` is the label before it:
    what the quotation stands under in its document. `emphasis` are the spans of the text that answer most directly, in
    order. `notes` are fixed sentences and labels of ours that explain a quotation; they are shown behind it, never as a
    part of it. `is_code` tells that all of the text is code; `code` are the runs of whole lines that are, if some is.
    `cells` are those of a row of a table, each behind its head, if the quotation is one.
    """

    text: str
    citations: tuple[int, ...]
    emphasis: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()
    context: str = ""
    is_code: bool = False
    code: tuple[Span, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()

    @property
    def parts(self) -> list[tuple[Span, bool]]:
        """The runs of lines of the text, less the line ends between them, and whether each is code."""
        found: list[tuple[Span, bool]] = []
        start = 0
        for span in self.code:
            if start < span.start:
                found.append((Span(start, span.start - 1), False))
            found.append((span, True))
            start = span.end + 1
        return [*found, (Span(start, len(self.text)), self.is_code)] if start < len(self.text) else found

    @property
    def label(self) -> str:
        """The context as it stands in front of the text, "" if there is none."""
        return f"{self.context}:" if self.context and not self.context.endswith(CLOSED) else self.context

    @property
    def remarks(self) -> str:
        """The notes in one line of plain text, "" if there are none."""
        return NOTES_APART.join(self.notes)

    @property
    def plain(self) -> str:
        """The label, the text with its markers, and the notes, each on lines of its own, without any marks."""
        words = " ".join([self.text, *(f"[{number}]" for number in self.citations)])
        return "\n".join(filter(None, (self.label, words, f"({self.remarks})" if self.notes else "")))


@dataclass(frozen=True, slots=True)
class Version:
    """One side of a disagreement: what it says in a few words, and the citation that proves it."""

    value: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two or more versions of one thing that documents tell differently; `subject` names the thing."""

    subject: str
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Unproven:
    """A sentence that a language model wrote and that is withheld: never a part of an answer; `reason` is in words."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How often answers as sure as this one were right, a share of the `n` that were measured.

    With a `certainty` above 0 it was measured on the documents that are asked, and at least so many will be right.
    """

    right: float
    n: int
    certainty: float = 0.0

    @property
    def words(self) -> str:
        """The share in words: in how many of ten or twenty answers, never in all."""
        if self.certainty:
            return f"at most {1 - self.right:.0%} of such answers are wrong"
        of = 10 if self.right < ALMOST_ALWAYS else 20
        return f"right in about {min(max(round(of * self.right), 1), of - 1)} of {of} such answers"

    @property
    def basis(self) -> str:
        """What the share was measured on, in words."""
        if self.certainty:
            return f"Measured on {self.n} answers from these documents, with {self.certainty:.0%} certainty"
        return f"Measured on {self.n} answers from other documents"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose every statement is a citation, or an abstention that says why.

    `text` is Markdown in which [n] is the marker of `citations[n - 1]`, `plain` has no marks; `statements` are its
    parts, for those who lay it out themselves. `interpreted_as` is the standalone question that was answered.
    `short` are the words that answer by themselves, verbatim from the first citation's quote, "" if there are none.
    `confidence` (0 to 1) estimates the probability that the citations answer the question, `record` tells how often
    such answers were right, None where that was not measured. `timings` maps a stage to milliseconds. An abstention has
    a `reason`, and in `nearest` the passages that came closest, best first; it cites nothing but what the documents do
    tell of the names in the question.

    `written_by` is the name of the language model that wrote the statements, or "" if they are quotes; `withheld` are
    the sentences of its that are not proven, and `note` is a fixed sentence that says that some are, or why quotes are
    shown instead. `searches` are what was searched for beside the question, in the words of a language model.
    `provisional` tells that a model is being asked, and that this is what the quotes tell without it; another follows.
    """

    question: str
    interpreted_as: str
    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    abstained: bool
    reason: str
    confidence: float
    nearest: tuple[Passage, ...]
    disagreements: tuple[Disagreement, ...]
    documents_searched: int
    timings: Mapping[str, float]
    written_by: str = ""
    withheld: tuple[Unproven, ...] = ()
    note: str = ""
    record: TrackRecord | None = None
    short: str = ""
    searches: tuple[str, ...] = ()
    provisional: bool = False

    @property
    def headline(self) -> str:
        """The short answer, to be shown above the quotes; "" if it is all that is quoted."""
        return "" if self.statements and self.short == self.statements[0].text.strip() else self.short

    @property
    def plain(self) -> str:
        """The answer as text without Markdown: its statements, and why it abstains behind the first."""
        parts = [statement.plain for statement in self.statements]
        if self.abstained:
            parts.insert(1, self.reason)
        return "\n\n".join(filter(None, parts))

    def __str__(self) -> str:
        return self.plain

    def to_json(self) -> dict[str, Any]:
        """Return the answer as JSON values; dates are ISO 8601 strings."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def json_type(kind: Any, **more: Any) -> Any:
    """Return what `to_json` makes of a type: of a dataclass a TypedDict with its fields and `more`.

    It is made at run time, for programs that read our types; of these a type checker knows nothing.
    """
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        held = {each.name: json_type(hints[each.name]) for each in fields(kind)}
        return TypedDict(kind.__name__, {**held, **more})  # type: ignore[operator, union-attr]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        return list[json_type(arguments[0])]  # type: ignore[misc]
    if origin is UnionType:
        return json_type(arguments[0]) | None
    if origin is Mapping:
        return dict[str, json_type(arguments[1])]  # type: ignore[misc]
    return str if kind is date else kind


if TYPE_CHECKING:
    AnswerJson: TypeAlias = dict[str, Any]
else:
    AnswerJson = json_type(Answer, plain=str)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
