"""One question of the report page: answer, citations in context, gold, verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from itertools import pairwise

from evals.cases import Case
from evals.metrics.citations import facts_shown
from evals.metrics.matching import Place, overlap
from evals.outcomes import Outcome
from index import Document

# Characters of the document shown on either side of a citation.
AROUND = 180
ELLIPSIS = "…"
RANKS = {"passages.mrr": "first gold passage", "sentences.mrr": "first gold sentence"}
# Test questions are not for reading while tuning, so they are hidden until asked for.
FIRST_SHOWN = "dev"


def entry(case: Case, outcome: Outcome, documents: Mapping[str, Document], change: str = "") -> str:
    """Return the question as an HTML details element; `change` is "fixed" or "broken" against a baseline, or ""."""
    tags = " ".join(filter(None, [outcome.verdict, change]))
    split = f'data-split="{outcome.split}"' + (" hidden" if outcome.split != FIRST_SHOWN else "")
    badge = f'<span class="badge {change}">{change}</span>' if change else ""
    return (
        f'<details class="entry" data-kind="{escape(outcome.kind)}" data-tags="{tags}" {split}><summary>'
        f'<span class="badge {outcome.verdict}">{outcome.verdict}</span>'
        f'<span class="question" dir="auto">{escape(outcome.question)}</span>'
        f'<span class="meta">{badge}<meter class="meter" min="0" max="1" value="{outcome.confidence}" '
        f'title="confidence {outcome.confidence:.2f}"></meter><span class="id">{escape(outcome.id)}</span></span>'
        f'</summary><div class="body"><div>{_answer(case, outcome, documents)}</div>'
        f"<div>{_gold(case, outcome, documents)}{_numbers(outcome)}</div></div></details>"
    )


def _answer(case: Case, outcome: Outcome, documents: Mapping[str, Document]) -> str:
    history = "".join(
        f'<p class="turn"><b>{escape(question)}</b><br>{escape(answer)}</p>' for question, answer in case.history
    )
    understood = (
        f'<p class="note">understood as: {escape(outcome.interpreted_as)}</p>'
        if outcome.interpreted_as.strip() != outcome.question.strip()
        else ""
    )
    said = f'<p class="error">{escape(outcome.error)}</p>' if outcome.error else _said(outcome)
    places = [_cited(case, outcome, number, documents) for number in range(len(outcome.citations))]
    key = '<p class="key"><mark>cited</mark> &nbsp; <span class="proof">gold evidence</span></p>' if places else ""
    return f"<h4>Answer</h4>{history}{understood}{said}{key}{''.join(places)}"


def _said(outcome: Outcome) -> str:
    reason = f'<p class="note">{escape(outcome.reason)}</p>' if outcome.reason else ""
    return f'<p class="answer">{as_html(outcome.text)}</p>{reason}'


def as_html(markdown: str) -> str:
    """Return an answer's text as HTML: markers raised, bold bold, all else exactly its characters."""
    escaped = escape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown))
    bold = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escaped)
    return re.sub(r"\[(\d+)\]", r"<sup>[\1]</sup>", bold)


def _cited(case: Case, outcome: Outcome, number: int, documents: Mapping[str, Document]) -> str:
    shown = outcome.citations[number]
    document = documents.get(shown.document)
    if document is None or not shown.verbatim:
        lie = f"[{number + 1}] not in {escape(shown.document)}: {escape(shown.quote)}"
        return f'<figure class="place lie">{lie}</figure>'
    return _figure(f"<b>[{number + 1}]</b> {_caption(document, shown)}", in_context(document, shown, case, outcome))


def _figure(caption: str, content: str) -> str:
    return f'<figure class="place"><figcaption>{caption}</figcaption>{content}</figure>'


def _gold(case: Case, outcome: Outcome, documents: Mapping[str, Document]) -> str:
    if not case.answerable:
        return "<h4>Gold</h4><p>The corpus does not answer this.</p>"
    shown = facts_shown(case, outcome.citations, outcome.text)
    facts = "".join(
        f'<li class="{"shown" if found else "absent"}">{escape(" / ".join(alternatives))}</li>'
        for alternatives, found in zip(case.facts, shown, strict=True)
    )
    missed = [gold for gold in case.evidence if not any(overlap(gold, cited) for cited in outcome.citations)]
    places = "".join(
        _figure(_caption(documents[gold.document], gold), in_context(documents[gold.document], gold, case, outcome))
        for gold in missed
        if gold.document in documents
    )
    heading = f"<h4>Gold evidence not cited ({len(missed)} of {len(case.evidence)})</h4>" if missed else ""
    return f'<h4>Facts to show</h4><ul class="facts">{facts}</ul>{heading}{places}'


def _caption(document: Document, place: Place) -> str:
    published = f", {document.published.isoformat()}" if document.published else ""
    return f"{escape(document.title)}{published} · characters {place.start} to {place.end}"


def in_context(document: Document, place: Place, case: Case, outcome: Outcome) -> str:
    """Return the text around a place as HTML, with what was cited marked and gold evidence underlined."""
    text = document.text
    start, end = _window(text, place)
    marks = [(shown, "mark") for shown in outcome.citations] + [(gold, "proof") for gold in case.evidence]
    within = [(m, name) for m, name in marks if m.document == document.name and m.start < end and m.end > start]
    edges = {start, end} | {edge for m, _ in within for edge in (m.start, m.end) if start < edge < end}
    pieces = [
        _piece(text[left:right], {name for m, name in within if m.start <= left and right <= m.end})
        for left, right in pairwise(sorted(edges))
    ]
    before, after = ELLIPSIS if start > 0 else "", ELLIPSIS if end < len(text) else ""
    return before + "".join(pieces) + after


def _window(text: str, place: Place) -> tuple[int, int]:
    """Return where the text around a place begins and ends, at blanks where there are some."""
    start, end = max(0, place.start - AROUND), min(len(text), place.end + AROUND)
    first = re.search(r"\s", text[start : place.start]) if start > 0 else None
    last = text[place.end : end].rstrip().rfind(" ") if end < len(text) else -1
    return start + first.end() if first else start, place.end + last if last > 0 else end


def _piece(text: str, names: Iterable[str]) -> str:
    html = escape(text)
    if "proof" in names:
        html = f'<span class="proof">{html}</span>'
    return f"<mark>{html}</mark>" if "mark" in names else html


def _numbers(outcome: Outcome) -> str:
    rows = {"confidence": f"{outcome.confidence:.2f}"}
    for key, title in RANKS.items():
        if key in outcome.scores:
            rows[title] = f"rank {round(1 / outcome.scores[key])}" if outcome.scores[key] else "not found"
    rows |= {stage: f"{milliseconds:.1f} ms" for stage, milliseconds in outcome.timings.items()}
    cells = "".join(f"<dt>{escape(title)}</dt><dd>{value}</dd>" for title, value in rows.items())
    return f'<h4>Numbers</h4><dl class="numbers">{cells}</dl>'
