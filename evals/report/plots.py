"""Draw the plots of the report as SVG; colours and type come from the page's style sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from evals.metrics.confidence import Bin, Point
from evals.metrics.intervals import Estimate

# All plots are drawn this wide and scale with the page, so that their type stays readable on a phone.
WIDTH = 440
ROW = 34
LABELS = 128
VALUES = 92
QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps the values `low` to `high` to pixels `first` to `last`; y scales have first > last."""

    low: float
    high: float
    first: float
    last: float

    def __call__(self, value: float) -> float:
        """Return the pixel of a value; beyond the ends it stays at the end."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.first + share * (self.last - self.first), 2)


def interval_plot(rows: Mapping[str, Sequence[Estimate | None]], series: Sequence[str]) -> str:
    """Return one row a label with a dot and its interval for each series, on an axis from 0 to 1."""
    x = Scale(0, 1, LABELS, WIDTH - VALUES)
    height = ROW * len(rows) + 34
    parts = [_legend(series, LABELS), _grid(x, 24, height - 22)]
    for number, (label, estimates) in enumerate(rows.items()):
        middle = 24 + ROW * (number + 0.5)
        parts.append(_text(LABELS - 10, middle, label, "label end"))
        for place, found in enumerate(estimates):
            y = middle + (place - (len(estimates) - 1) / 2) * 13
            parts.append(_whisker(x, y, found, f"series{place}") if found else "")
    return _svg("Share that passed, by kind, with 95 % intervals", height, parts)


def _whisker(x: Scale, y: float, found: Estimate, series: str) -> str:
    title = f"{found.value:.2f} [{found.low:.2f}, {found.high:.2f}], n = {found.n}"
    value = f"{100 * found.value:.0f} % of {found.n}"
    return (
        f'<g class="{series}"><title>{title}</title><line x1="{x(found.low)}" x2="{x(found.high)}" y1="{y}" y2="{y}"/>'
        f'<circle cx="{x(found.value)}" cy="{y}" r="4.5"/></g>' + _text(WIDTH - VALUES + 12, y, value, "value")
    )


def risk_coverage_plot(curves: Mapping[str, Sequence[Point]], chosen: Mapping[str, Point]) -> str:
    """Return the curves of the share wrong over the share answered; a ring marks where the assistant stands."""
    x, y = Scale(0, 1, 54, WIDTH - 16), Scale(0, 1, 236, 30)
    parts = [_legend(list(curves), 54), _frame(x, y, "share of the questions answered", "share of those wrong")]
    for number, (name, points) in enumerate(curves.items()):
        path = " ".join(f"{x(point.coverage)},{y(point.risk)}" for point in points)
        parts.append(f'<g class="series{number}"><title>{escape(name)}</title><polyline points="{path}"/>')
        if name in chosen:
            stands = chosen[name]
            parts.append(f'<circle class="ring" cx="{x(stands.coverage)}" cy="{y(stands.risk)}" r="6"/>')
        parts.append("</g>")
    return _svg("Risk over coverage", 276, parts)


def reliability_plot(bins: Sequence[Bin]) -> str:
    """Return the share right over the confidence in bins; a dot's area is the number of questions in it."""
    x, y = Scale(0, 1, 54, WIDTH - 16), Scale(0, 1, 220, 14)
    largest = max((found.n for found in bins), default=1)
    diagonal = f'<line class="ideal" x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(1)}"/>'
    parts = [_frame(x, y, "confidence", "share right"), diagonal]
    for found in bins:
        title = f"{found.n} questions, confidence {found.confidence:.2f}, right {found.right:.2f}"
        centre = f'cx="{x(found.confidence)}" cy="{y(found.right)}"'
        gap = f'<line class="gap" x1="{x(found.confidence)}" x2="{x(found.confidence)}" y1="{y(found.right)}"'
        radius = round(3 + 11 * (found.n / largest) ** 0.5, 1)
        parts.append(f'<g class="series0"><title>{title}</title>{gap} y2="{y(found.confidence)}"/>')
        parts.append(f'<circle class="bubble" {centre} r="{radius}"/></g>')
        parts.append(_text(x(found.confidence), y(found.right), str(found.n), "count"))
    return _svg("Reliability of the confidence", 260, parts)


def latency_plot(stages: Mapping[str, Sequence[float]]) -> str:
    """Return one row a stage: the middle half of its milliseconds as a box, its median, and 5 to 95 % as a line."""
    quantiles = {stage: np.percentile(times, [5, 25, 50, 75, 95]).tolist() for stage, times in stages.items() if times}
    x = Scale(0, _round_up(max((found[-1] for found in quantiles.values()), default=1.0)), LABELS, WIDTH - VALUES)
    height = ROW * len(quantiles) + 34
    parts = [_grid(x, 4, height - 22, ticks=[x.high * share for share in QUARTERS])]
    for number, (stage, found) in enumerate(quantiles.items()):
        parts.append(_box(x, 4 + ROW * (number + 0.5), stage, found))
    return _svg("Milliseconds by stage", height, parts)


def _box(x: Scale, y: float, stage: str, quantiles: Sequence[float]) -> str:
    low, first, median, third, high = quantiles
    title = f"{stage}: median {median:.1f} ms, 5 to 95 %: {low:.1f} to {high:.1f} ms"
    width = max(round(x(third) - x(first), 2), 1)
    return (
        _text(LABELS - 10, y, stage, "label end")
        + f'<g class="series0"><title>{escape(title)}</title><line x1="{x(low)}" x2="{x(high)}" y1="{y}" y2="{y}"/>'
        f'<rect x="{x(first)}" y="{y - 7}" width="{width}" height="14" rx="3"/>'
        f'<line class="median" x1="{x(median)}" x2="{x(median)}" y1="{y - 9}" y2="{y + 9}"/></g>'
        + _text(WIDTH - VALUES + 12, y, f"{median:.1f} ms", "value")
    )


def _round_up(value: float) -> float:
    """Return the next of 1, 2, 4, 8 times a power of ten, so that quarters of it read well."""
    power = 10.0 ** np.floor(np.log10(max(value, 1e-9)))
    return float(next(step * power for step in (1, 2, 4, 8, 10, 20) if step * power >= value))


def _grid(x: Scale, top: float, bottom: float, ticks: Sequence[float] = QUARTERS) -> str:
    lines = [f'<line class="grid" x1="{x(tick)}" x2="{x(tick)}" y1="{top}" y2="{bottom}"/>' for tick in ticks]
    return "".join(lines + [_text(x(tick), bottom + 12, f"{tick:g}", "tick middle") for tick in ticks])


def _frame(x: Scale, y: Scale, x_title: str, y_title: str) -> str:
    rows = [f'<line class="grid" x1="{x.first}" x2="{x.last}" y1="{y(tick)}" y2="{y(tick)}"/>' for tick in QUARTERS]
    labels = [_text(x.first - 8, y(tick), f"{tick:g}", "tick end") for tick in QUARTERS]
    titles = _text((x.first + x.last) / 2, y.first + 32, x_title, "tick middle")
    turned = (
        f'<g transform="translate(9 {(y.first + y.last) / 2}) rotate(-90)">{_text(0, 0, y_title, "tick middle")}</g>'
    )
    return _grid(x, y.last, y.first) + "".join(rows + labels) + titles + turned


def _legend(series: Sequence[str], left: float) -> str:
    """Return the names of two series or more, each with its mark."""
    if len(series) < 2:
        return ""
    marks = [
        f'<g class="series{number}"><circle cx="{left + 6 + 70 * number}" cy="9" r="4.5"/></g>'
        + _text(left + 16 + 70 * number, 9, name, "tick")
        for number, name in enumerate(series)
    ]
    return "".join(marks)


def _text(x: float, y: float, text: str, classes: str) -> str:
    return f'<text x="{x}" y="{y}" class="{classes}">{escape(text)}</text>'


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    body = "".join(parts)
    return f'<svg viewBox="0 0 {WIDTH} {height:g}" role="img" aria-label="{escape(title)}">{body}</svg>'
