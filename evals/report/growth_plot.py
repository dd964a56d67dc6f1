"""Draw how costs grow with a corpus, on logarithmic axes, as an SVG file that stands by itself in light and dark."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from evals.report.plots import Scale
from evals.report.tables import Table

# The rows that are drawn, and what they are called beside their line.
DRAWN = {
    "add a document, s": "add a document",
    "open warm, s": "open",
    "answer beyond embedding and reading, p50, ms": "answer, median",
    "memory at its highest, MiB": "memory",
    "disk a passage, kB": "disk a passage",
}
WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 56, 190, 16, 44
LEAST_BETWEEN_LABELS = 17
# Of each line, where it is light and where it is dark.
COLOURS = (
    ("#b3261e", "#f28b82"),
    ("#1a73e8", "#8ab4f8"),
    ("#188038", "#81c995"),
    ("#8430ce", "#d7aefb"),
    ("#b06000", "#fdd663"),
)
STYLE = (
    "svg { font: 13px system-ui, sans-serif; fill: #333; --line: #d5d5d5; color-scheme: light dark }"
    ".grid { stroke: var(--line) } .ideal { stroke: #999; stroke-dasharray: 4 4 }"
    "polyline { fill: none; stroke-width: 2 }"
    + "".join(f".s{number} {{ stroke: {light} }}" for number, (light, _) in enumerate(COLOURS))
    + "@media (prefers-color-scheme: dark) { svg { fill: #ddd; --line: #444 }"
    + "".join(f".s{number} {{ stroke: {dark} }}" for number, (_, dark) in enumerate(COLOURS))
    + "}"
)


def growth_plot(table: Table) -> str:
    """Return the costs of a table of growth as multiples of those at its smallest size, each with its exponent.

    Of fewer than two sizes there is nothing to draw: "".
    """
    sizes = [int(header.replace(",", "")) for header in table.headers[1:-1]]
    if len(sizes) < 2:
        return ""
    lines = {DRAWN[row[0]]: _multiples(sizes, row[1:-1]) for row in table.rows if row[0] in DRAWN}
    exponents = {DRAWN[row[0]]: row[-1] for row in table.rows if row[0] in DRAWN}
    most = math.ceil(math.log10(max(sizes) / min(sizes)))
    x = Scale(math.log10(min(sizes)), math.log10(max(sizes)), LEFT, WIDTH - RIGHT)
    y = Scale(-1, most, HEIGHT - BOTTOM, TOP)
    parts = [*_grid(sizes, x, y, most), *_lines(lines, x, y), *_labels(lines, exponents, y)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="What size costs"><style>{STYLE}</style>{"".join(parts)}</svg>\n'
    )


def _multiples(sizes: Sequence[int], cells: Sequence[str]) -> dict[int, float]:
    costs = {size: float(cell.replace(",", "")) for size, cell in zip(sizes, cells, strict=True) if cell}
    first = next(iter(costs.values()))
    return {size: cost / first for size, cost in costs.items()}


def _grid(sizes: Sequence[int], x: Scale, y: Scale, most: int) -> list[str]:
    parts = [
        f'<line class="grid" x1="{x.first}" x2="{x.last}" y1="{y(power)}" y2="{y(power)}"/>'
        + _text(x.first - 8, y(power) + 4, f"× {10.0**power:g}", "end")
        for power in range(-1, most + 1)
    ]
    parts += [_text(x(math.log10(size)), y.first + 20, f"{size:,}", "middle") for size in sizes]
    ideal = f'<line class="ideal" x1="{x(x.low)}" y1="{y(0)}" x2="{x(x.high)}" y2="{y(x.high - x.low)}"/>'
    return [*parts, _text((x.first + x.last) / 2, y.first + 38, "passages", "middle"), ideal]


def _lines(lines: Mapping[str, Mapping[int, float]], x: Scale, y: Scale) -> list[str]:
    points = (
        " ".join(f"{x(math.log10(size))},{y(math.log10(multiple))}" for size, multiple in line.items())
        for line in lines.values()
    )
    return [f'<polyline class="s{number}" points="{each}"/>' for number, each in enumerate(points)]


def _labels(lines: Mapping[str, Mapping[int, float]], exponents: Mapping[str, str], y: Scale) -> list[str]:
    """Return the name of each line where it ends, none upon another, and of the one that grows as the corpus does."""
    ends = {name: y(math.log10([*line.values()][-1])) for name, line in lines.items()}
    parts, place = [_text(WIDTH - RIGHT + 26, y.last + 4, "as the corpus: 1")], y.last
    for name in sorted(ends, key=lambda name: ends[name]):
        place = max(ends[name], place + LEAST_BETWEEN_LABELS)
        mark = (
            f'<line class="s{[*lines].index(name)}" stroke-width="2" x1="{WIDTH - RIGHT + 6}" x2="{WIDTH - RIGHT + 20}"'
        )
        parts.append(f'{mark} y1="{place}" y2="{place}"/>')
        parts.append(_text(WIDTH - RIGHT + 26, place + 4, f"{name}: {exponents[name]}"))
    return parts


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
