"""The report of a run: one HTML file that needs no network."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template

from evals.cases import SPLITS, Case
from evals.comparison import Comparison
from evals.comparison import as_text as comparison_text
from evals.metrics.confidence import Point, reliability, risk_coverage
from evals.metrics.intervals import Estimate
from evals.outcomes import Outcome, Verdict
from evals.report import plots, tables
from evals.report.entries import FIRST_SHOWN, entry
from evals.report.summary import estimate_of, latencies
from evals.results import Result
from index import Document

PAGE = Path(__file__).parent / "page"
CARDS = {
    "passed": "passed",
    "facts": "facts shown",
    "cited": "evidence cited",
    "citation_precision": "citation precision",
    "abstention_recall": "abstention recall",
    "abstention_precision": "abstention precision",
    "verbatim": "citations verbatim",
}
ABOUT = {
    "Passed, by kind": "Right, or rightly declined; with 95 % intervals.",
    "Risk over coverage": "Answering only the surest questions, how many of those are wrong? The ring: as it stands.",
    "Reliability of the confidence": "On the dashed line, confidence is the share right. Numbers count questions.",
    "Time": "Milliseconds a question: median, middle half, 5 to 95 %.",
}
WHOLE_ROW = "all"

Splits = Mapping[str, Sequence[Outcome]]


def render_report(
    result: Result,
    cases: Sequence[Case],
    documents: Sequence[Document],
    *,
    title: str,
    comparison: Comparison | None = None,
) -> str:
    """Return the page; `cases` and `documents` are those of the run, `comparison` is that with a baseline."""
    style, script = ((PAGE / name).read_text(encoding="utf-8") for name in ("style.css", "script.js"))
    splits = by_split(result.outcomes)
    changes = changes_of(comparison)
    gold, corpus = {case.id: case for case in cases}, {document.name: document for document in documents}
    entries = [entry(gold[o.id], o, corpus, changes.get(o.id, "")) for o in result.outcomes]
    page = Template((PAGE / "page.html").read_text(encoding="utf-8"))
    return page.substitute(
        title=escape(title),
        style=style,
        style_hash=_digest(style),
        script=script,
        script_hash=_digest(script),
        made_with=_made_with(result),
        cards=_cards(splits),
        comparison=_comparison(comparison),
        plots=_plots(splits),
        tables=_tables(splits),
        kinds=_kinds(result.outcomes),
        splits=_split_chips(splits),
        verdicts=_verdict_chips(result.outcomes, changes),
        entries="\n".join(entries),
    )


def by_split(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """Return the outcomes of each split that has any, dev first."""
    found = {split: [outcome for outcome in outcomes if outcome.split == split] for split in SPLITS}
    return {split: members for split, members in found.items() if members}


def changes_of(comparison: Comparison | None) -> dict[str, str]:
    """Return "fixed" or "broken" by id, for the questions whose verdict has changed sides."""
    if comparison is None:
        return {}
    fixed = {now.id: "fixed" for _, now in comparison.fixed}
    return fixed | {now.id: "broken" for _, now in comparison.broken}


def _made_with(result: Result) -> str:
    settings = result.settings
    digests = {name: str(settings[name])[:12] for name in ("corpus", "questions", "commit") if settings.get(name)}
    return " · ".join(
        [
            f"{len(result.outcomes)} questions",
            f"{settings.get('documents', '?')} documents",
            *(f"{name} <code>{escape(digest)}</code>" for name, digest in digests.items()),
        ]
    )


def _cards(splits: Splits) -> str:
    cards = [
        _card(name, {split: _percent(estimate_of(members, key)) for split, members in splits.items()})
        for key, name in CARDS.items()
    ]
    return "".join([*cards, _card("median time to answer", {split: _median(m) for split, m in splits.items()})])


def _median(outcomes: Sequence[Outcome]) -> str:
    """Return the median of the first stage, which is the whole answer."""
    median = next((f"{stage.median:.0f}" for stage in latencies(outcomes)), "-")
    return f'<span class="figure">{median}</span> <span class="unit">ms</span>'


def _card(name: str, values: Mapping[str, str]) -> str:
    rows = "".join(f"<dt>{escape(split)}</dt><dd>{value}</dd>" for split, value in values.items())
    return f'<div class="card"><h3>{name}</h3><dl>{rows}</dl></div>'


def _percent(found: Estimate | None) -> str:
    if found is None:
        return '<span class="figure">-</span>'
    return (
        f'<span class="figure">{100 * found.value:.0f}</span> <span class="unit">%</span>'
        f'<span class="range">{100 * found.low:.0f} to {100 * found.high:.0f}, n = {found.n}</span>'
    )


def _comparison(comparison: Comparison | None) -> str:
    if comparison is None:
        return ""
    fallen = " fallen" if comparison.falls else ""
    head = f"<h2>Against the baseline: {len(comparison.fixed)} fixed, {len(comparison.broken)} broken</h2>"
    return f'<section class="notice{fallen}">{head}<pre>{escape(comparison_text(comparison))}</pre></section>'


def _plots(splits: Splits) -> str:
    alive = [outcome for members in splits.values() for outcome in members if not outcome.error]
    bins = reliability([o.confidence for o in alive], [o.scores["right_if_shown"] for o in alive])
    stages = list(dict.fromkeys(stage for outcome in alive for stage in outcome.timings))
    times = {stage: [o.timings[stage] for o in alive if stage in o.timings] for stage in stages}
    drawn = {
        "Passed, by kind": plots.interval_plot(_passed_by_kind(splits), list(splits)),
        "Time": plots.latency_plot(times),
        "Risk over coverage": plots.risk_coverage_plot(*_curves(splits)),
        "Reliability of the confidence": plots.reliability_plot(bins),
    }
    return "".join(
        f'<div class="plot"><h2>{title}</h2><p>{ABOUT[title]}</p>{svg}</div>' for title, svg in drawn.items()
    )


def _passed_by_kind(splits: Splits) -> dict[str, list[Estimate | None]]:
    kinds = dict.fromkeys(outcome.kind for members in splits.values() for outcome in members)
    return {
        kind.replace("_", " "): [
            estimate_of([outcome for outcome in members if outcome.kind == kind], "passed")
            for members in splits.values()
        ]
        for kind in kinds
    }


def _curves(splits: Splits) -> tuple[dict[str, list[Point]], dict[str, Point]]:
    """Return for each split the risk-coverage curve, and the point at which the assistant abstains."""
    curves, chosen = {}, {}
    for split, members in splits.items():
        alive = [outcome for outcome in members if not outcome.error]
        curves[split] = risk_coverage([o.confidence for o in alive], [o.scores["right_if_shown"] for o in alive])
        answered = [outcome for outcome in alive if not outcome.abstained]
        if answered:
            wrong = sum(not outcome.passed for outcome in answered)
            lowest = min(outcome.confidence for outcome in answered)
            chosen[split] = Point(lowest, len(answered) / len(alive), wrong / len(answered))
    return curves, chosen


def _tables(splits: Splits) -> str:
    found = [tables.by_kind(members, f"By kind, {split}") for split, members in splits.items()]
    found.append(tables.summary(dict(splits), "Every measure"))
    found += [tables.retrieval(members, f"Retrieval, {split}") for split, members in splits.items()]
    return "".join(map(table_html, found))


def table_html(table: tables.Table) -> str:
    """Return a table as HTML; its row "all" stands out."""
    head = "".join(f"<th>{escape(cell)}</th>" for cell in table.headers)
    rows = "".join(_row_html(row) for row in table.rows)
    grid = f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    return f'<div class="table"><h2>{escape(table.title)}</h2>{grid}<p>{escape(table.note)}</p></div>'


def _row_html(row: Sequence[str]) -> str:
    whole = ' class="whole"' if row[0] == WHOLE_ROW else ""
    return f"<tr{whole}>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"


def _kinds(outcomes: Sequence[Outcome]) -> str:
    counts = Counter(outcome.kind for outcome in outcomes)
    return "".join(
        f'<option value="{escape(kind)}">{escape(kind.replace("_", " "))} ({count})</option>'
        for kind, count in counts.items()
    )


def _split_chips(splits: Splits) -> str:
    shown = FIRST_SHOWN if FIRST_SHOWN in splits else next(iter(splits), "")
    return "".join(_chip("split", split, len(members), checked=split == shown) for split, members in splits.items())


def _verdict_chips(outcomes: Sequence[Outcome], changes: Mapping[str, str]) -> str:
    counts = Counter(outcome.verdict for outcome in outcomes)
    chips = [_chip("verdict", verdict, counts[verdict]) for verdict in Verdict if counts[verdict]]
    changed = Counter(changes.values())
    return "".join([*chips, *(_chip("verdict", change, count) for change, count in changed.items())])


def _chip(name: str, value: str, count: int, *, checked: bool = False) -> str:
    box = f'<input type="checkbox" name="{name}" value="{value}"{" checked" if checked else ""}>'
    return f'<label class="chip">{box}<span>{value} <b>{count}</b></span></label>'


def _digest(text: str) -> str:
    """Return the hash by which the page's policy allows this style or script, and no other."""
    return b64encode(hashlib.sha256(text.encode()).digest()).decode()
