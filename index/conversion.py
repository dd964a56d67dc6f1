"""Convert one file to Markdown, as a program of its own: python conversion.py FILE prints what came of it as JSON.

It imports nothing of ours, so that it starts quickly, and is run by `formats` in a process of its own: a file that
hangs or fills the memory costs itself alone.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Sequence
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import Any

MEMORY_BYTES = 3 * 2**30
# "Page 2 of 6", which is not a part of the sentence that it is glued to.
PAGE_OF = re.compile(r"(?:^|(?<=\s))Page \d+ of \d+\s*", re.MULTILINE)
EDGE_LINES = 2
PAGE_KEY = 40
FRONT_MATTER = re.compile(r"\A---\n.*?\n\n(?:## title: .*\n)?", re.DOTALL)
# What programs write where nobody has stated a title or an author.
PLACEHOLDERS = frozenset({"(anonymous)", "anonymous", "(unspecified)", "unspecified", "untitled", "unknown", "none"})
# Authors of templates, whose date a new file keeps.
TEMPLATES = frozenset({"python-docx", "openpyxl"})


MIDNIGHT = re.compile(r"(?<=\d{4}-\d\d-\d\d)[ T]00:00:00\b")
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![\d.])", re.IGNORECASE)
RTF_MARK = b"{\\rtf"
# Of random bytes read as text a third are no characters; of a French page read in another encoding, a twenty-fifth.
MOST_BROKEN = 0.1


def main() -> None:
    """Convert the file that the command line names."""
    _limit_memory()
    path = Path(sys.argv[1])
    try:
        found = convert(path)
    except Exception as error:
        parts = dict.fromkeys(" ".join(str(error).split()).split(": "))
        found = {"problem": ": ".join(parts)[:200] or type(error).__name__}
    sys.stdout.buffer.write(json.dumps(found).encode())


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits.
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def convert(path: Path) -> dict[str, Any]:
    """Return the Markdown of a file as `text`, and what it states of itself: title, author, date (YYYY-MM-DD) or ""."""
    suffix = path.suffix.lower()
    if suffix == ".rtf" and not path.read_bytes().startswith(RTF_MARK):
        raise ValueError("it is no RTF")
    made = (_web_page if suffix in (".html", ".htm", ".xhtml") else _word if suffix == ".docx" else _extracted)(path)
    if _broken(made["text"]) > MOST_BROKEN * len(made["text"]):
        raise ValueError("its bytes are no text")
    return made


def _broken(text: str) -> int:
    """Return how many characters stand for bytes that are none, or control a machine."""
    return sum(sign == "\ufffd" or (sign < " " and sign not in "\t\n\r\f") for sign in text)


def _web_page(path: Path) -> dict[str, Any]:
    """Return the main text of a web page; trafilatura leaves out menus, banners and footers, and finds its date."""
    import kreuzberg
    import trafilatura

    data = _visible(path.read_bytes())
    # A year in the footer is no date of the page.
    metadata = trafilatura.extract_metadata(data, extensive=False)
    # Of short pages either may lose a table.
    text = max((_main_text(data, favor_recall=favor) for favor in (True, False)), key=len)
    if not text:
        # A page without an article is taken whole, less what kreuzberg puts in front.
        text = FRONT_MATTER.sub("", kreuzberg.extract_bytes_sync(data, "text/html", config=_settings()).content)
    stated = metadata.as_dict() if metadata else {}
    return _result(text or "", stated.get("title"), stated.get("author"), stated.get("date"))


def _visible(data: bytes) -> bytes:
    """Return a web page in UTF-8 without the elements that say of themselves that nobody sees them.

    What only a style sheet hides is still there, for none is read.
    """
    import trafilatura

    tree = trafilatura.load_html(data)
    if tree is None:
        return data
    for element in list(tree.iter("*")):
        hidden = element.tag == "template" or "hidden" in element.attrib or element.get("aria-hidden") == "true"
        if (hidden or HIDDEN_STYLE.search(element.get("style", ""))) and element.getparent() is not None:
            element.drop_tree()
    page = io.BytesIO()
    tree.getroottree().write(page, method="html", encoding="utf-8")
    return page.getvalue()


def _main_text(data: bytes, *, favor_recall: bool) -> str:
    import trafilatura

    found: str | None = trafilatura.extract(
        data, output_format="markdown", include_tables=True, include_links=False, include_comments=False,
        favor_recall=favor_recall,
    )  # fmt: skip
    return found or ""


def _word(path: Path) -> dict[str, Any]:
    """Return a Word document: mammoth keeps its lists and headings, and the metadata is kreuzberg's."""
    import kreuzberg
    import mammoth  # type: ignore[import-untyped]  # It has no types.

    with path.open("rb") as file:
        html = mammoth.convert_to_html(file, style_map="p[style-name='Title'] => h1:fresh").value
    made = kreuzberg.extract_bytes_sync(f"<html><body>{html}</body></html>".encode(), "text/html", config=_settings())
    return _result(made.content, *_stated(_extract(path).metadata))


def _extracted(path: Path) -> dict[str, Any]:
    made = _extract(path)
    pages = [page["content"] for page in made.pages or ()] if path.suffix.lower() == ".pdf" else []
    text = _with_pages(made.content, pages) if pages else made.content
    # A spreadsheet keeps a day as the midnight with which it begins.
    text = MIDNIGHT.sub("", text) if path.suffix.lower() == ".xlsx" else text
    return _result(text, *_stated(made.metadata))


def _extract(path: Path) -> Any:
    import kreuzberg

    return kreuzberg.extract_file_sync(str(path), config=_settings())


def _settings() -> Any:
    from kreuzberg import ExtractionConfig, PageConfig

    return ExtractionConfig(
        output_format="markdown",
        pages=PageConfig(extract_pages=True),
        disable_ocr=True,  # type: ignore[call-arg]  # Its types forget this one.
        use_cache=False,
    )


def _with_pages(text: str, pages: Sequence[str]) -> str:
    """Return the Markdown of a paged file with a comment before each page, without the lines that all pages have.

    If a page is not found in the Markdown, the pages are taken as they are, for a citation must name the right one.
    """
    lines = [page.strip().splitlines() for page in pages]
    repeated = _repeated(lines)
    kept = ["\n".join(line for line in page if _masked(line) not in repeated) for page in lines]
    whole = "\n".join(line for line in text.splitlines() if _masked(line) not in repeated)
    parts = _parts(whole, kept) or kept
    cleaned = [PAGE_OF.sub("", part).strip() for part in parts]
    return "\n\n".join(f"<!-- page {n} -->\n\n{part}" for n, part in enumerate(cleaned, start=1) if part)


def _parts(text: str, pages: Sequence[str]) -> list[str]:
    """Return the part of the Markdown that each page became, found by the letters with which it begins; [] if not."""
    places = [place for place, sign in enumerate(text) if sign.isalnum()]
    letters = "".join(text[place] for place in places)
    cuts, found = [0], 0
    for page in pages[1:]:
        key = "".join(filter(str.isalnum, page))[:PAGE_KEY]
        if key:
            found = letters.find(key, found)
            if found < 0:
                return []
        line = text.rfind("\n", 0, places[found]) + 1
        # What opens the line of the page's first word is its mark: "# ", "- ".
        cuts.append(places[found] if any(map(str.isalnum, text[line : places[found]])) else line)
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _repeated(pages: Sequence[Sequence[str]]) -> set[str]:
    """Return the lines at the head or foot of a page that stand on most pages, their numbers masked."""
    if len(pages) < 2:
        return set()
    edges = [{_masked(line) for line in (*page[:EDGE_LINES], *page[-EDGE_LINES:]) if line.strip()} for page in pages]
    return {line for line in set().union(*edges) if sum(line in edge for edge in edges) > len(pages) / 2}


def _masked(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.strip("# ").split()))


def _stated(metadata: Any) -> tuple[Any, Any, Any]:
    """Return title, author and date of what kreuzberg finds in a file; the sender and subject of a message."""
    held = dict(metadata or {})
    title = held.get("title") or held.get("subject")
    author = parseaddr(held["from_email"])[0] if held.get("from_email") else ", ".join(held.get("authors") or ())
    if author in TEMPLATES:
        return title, "", ""
    return title, author, held.get("created_at")


def _result(text: str, title: Any, author: Any, date: Any) -> dict[str, Any]:
    title, author = ("" if str(value).casefold() in PLACEHOLDERS else value for value in (title, author))
    return {"text": text.strip(), "title": title or "", "author": author or "", "date": _day(str(date or ""))}


def _day(written: str) -> str:
    if re.match(r"\d{4}-\d\d-\d\d", written):
        return written[:10]
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except ValueError:
        return ""


if __name__ == "__main__":
    main()
