"""Read a presentation slide by slide: titles, lists, tables, and what the speaker notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.conversion.writing import escaped, table

# What a slide says of being shown, if it is hidden.
HIDING = ("0", "false")


def slides(path: Path) -> list[str]:
    """Return the Markdown of each slide, "" of one that is hidden."""
    from pptx import Presentation

    every = Presentation(str(path)).slides
    return ["" if slide.element.get("show") in HIDING else "\n\n".join(_parts(slide)) for slide in every]


def _parts(slide: Any) -> Iterator[str]:
    title = slide.shapes.title
    if title is not None and title.text_frame.text.strip():
        yield f"## {escaped(' '.join(title.text_frame.text.split()))}"
    for shape in _shapes(slide.shapes):
        if shape.has_text_frame and (title is None or shape.shape_id != title.shape_id):
            yield from _text(shape.text_frame)
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield table([[cell.text for cell in row.cells] for row in shape.table.rows])
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield from (escaped(line) for line in slide.notes_slide.notes_text_frame.text.splitlines() if line.strip())


def _shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _text(frame: Any) -> Iterator[str]:
    """Yield the paragraphs of a frame; several are a list."""
    said = [(each.level, escaped(" ".join(each.text.split()))) for each in frame.paragraphs if each.text.strip()]
    if len(said) > 1:
        yield "\n".join(f"{'  ' * level}- {words}" for level, words in said)
    else:
        yield from (words for _, words in said)
