"""Choose for a file how it is converted to Markdown, and find what it states of itself."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from email.utils import parseaddr, parsedate_to_datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from index.conversion.message import message
from index.conversion.notebook import notebook
from index.conversion.pdf import pdf
from index.conversion.slides import slides
from index.conversion.web_page import web_page
from index.conversion.workbook import workbook

# What programs write where nobody has stated a title or an author.
PLACEHOLDERS = frozenset({"(anonymous)", "anonymous", "(unspecified)", "unspecified", "untitled", "unknown", "none"})
# Authors of templates, whose date a new file keeps.
TEMPLATES = frozenset({"python-docx", "openpyxl"})
# How mammoth and kreuzberg write the marks of footnotes: "[1]" would look like a citation.
NOTE_MARK = re.compile(r'<sup><a href="#(?:foot|end)note-(\d+)"[^>]*>\[\d+\]</a></sup>')
NOTE_BACK = re.compile(r'\s*<a href="#(?:foot|end)note-ref-\d+">.</a>')
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HIDDEN_RUNS = "//w:r[w:rPr/w:vanish[not(@w:val='0' or @w:val='false')]]"
IMAGE = re.compile(r"<img\b[^>]*>")
NOTE = re.compile(r"^\[\^(\w+)\](?:(:)\n[^\S\n]+|$)", re.MULTILINE)
# A text that begins with a rule would be taken for front matter.
RULES = re.compile(r"\A(?:\s*-{3,}[^\S\n]*\n)+")
RTF_MARK = b"{\\rtf"
# "J\\'f6rg"
RTF_SIGN = re.compile(r"\\'([0-9a-f]{2})", re.IGNORECASE)
# Of random bytes read as text a third are no characters; of a French page read in another encoding, a twenty-fifth.
MOST_BROKEN = 0.1


def convert(path: Path) -> dict[str, Any]:
    """Return the Markdown of a file as `text`, and what it states of itself: title, author, date (YYYY-MM-DD) or ""."""
    made = CONVERTERS.get(path.suffix.lower(), _extracted)(path)
    if _broken(made["text"]) > MOST_BROKEN * len(made["text"]):
        raise ValueError("its bytes are no text")
    return made


def _broken(text: str) -> int:
    """Return how many characters stand for bytes that are none, or control a machine."""
    return sum(sign == "\ufffd" or (sign < " " and sign not in "\t\n\r\f") for sign in text)


def _web_page(path: Path) -> dict[str, Any]:
    text, known = web_page(path, _of_html)
    stated = known.as_dict() if known else {}
    return _result(text, stated.get("title"), stated.get("author"), stated.get("date"))


def _of_html(html: str) -> str:
    import kreuzberg

    content: str = kreuzberg.extract_bytes_sync(html.encode(), "text/html", config=_settings()).content
    return content


def _word(path: Path) -> dict[str, Any]:
    """Return a Word document: mammoth keeps its lists and headings, and the metadata is kreuzberg's."""
    import mammoth  # type: ignore[import-untyped]  # It has no types.

    html = mammoth.convert_to_html(_without_hidden(path), style_map="p[style-name='Title'] => h1:fresh").value
    # mammoth puts the bytes of an image into its place.
    html = IMAGE.sub("", html)
    html = NOTE_BACK.sub("", NOTE_MARK.sub(r"[^\1]", html))
    return _result(_of_html(f"<html><body>{html}</body></html>"), *_stated(_extract(path).metadata))


def _without_hidden(path: Path) -> BytesIO:
    """Return a Word document without the words that it hides."""
    from lxml import etree  # type: ignore[import-untyped]  # It has no types.

    shown = BytesIO()
    with zipfile.ZipFile(path) as held, zipfile.ZipFile(shown, "w") as written:
        for part in held.infolist():
            content = held.read(part)
            if b":vanish" in content:
                tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
                for run in tree.xpath(HIDDEN_RUNS, namespaces={"w": WORD}):
                    run.getparent().remove(run)
                content = etree.tostring(tree)
            written.writestr(part, content)
    return shown


def _pdf(path: Path) -> dict[str, Any]:
    made = _extract(path)
    return _result(_paged(pdf(path, [page["content"] for page in made.pages or ()])), *_stated(made.metadata))


def _slides(path: Path) -> dict[str, Any]:
    return _result(_paged(slides(path)), *_stated(_extract(path).metadata))


def _paged(pages: Sequence[str]) -> str:
    """Return the Markdown of pages, a comment with its number before each that says something."""
    return "\n\n".join(f"<!-- page {n} -->\n\n{page}" for n, page in enumerate(pages, start=1) if page.strip())


def _workbook(path: Path) -> dict[str, Any]:
    return _result(workbook(path), *_stated(_extract(path).metadata))


def _message(path: Path) -> dict[str, Any]:
    return _result(message(path, _part), *_stated(_extract(path).metadata))


def _part(path: Path) -> str:
    """Return the Markdown of a part of a message, or "" if it cannot be read: what hangs on it is no reason to fail."""
    if path.suffix.lower() not in {*CONVERTERS, ".odt", ".epub"}:
        return ""
    try:
        text: str = convert(path)["text"]
    except Exception:  # Each converter has errors of its own.
        return ""
    return text


def _notebook(path: Path) -> dict[str, Any]:
    return _result(notebook(path), "", "", "")


def _rich_text(path: Path) -> dict[str, Any]:
    if not path.read_bytes().startswith(RTF_MARK):
        raise ValueError("it is no RTF")
    made = _extracted(path)
    # kreuzberg leaves the signs of what the file states of itself as they are written.
    known = {
        key: RTF_SIGN.sub(lambda sign: bytes.fromhex(sign[1]).decode("cp1252", "replace"), made[key])
        for key in ("title", "author")
    }
    return made | known


def _extracted(path: Path) -> dict[str, Any]:
    made = _extract(path)
    return _result(NOTE.sub(_note, made.content), *_stated(made.metadata))


def _note(found: re.Match[str]) -> str:
    """Return a footnote as a line of its own, and nothing for a mark that stands alone."""
    return f"[^{found[1]}]: " if found[2] else ""


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
    return {
        "text": _whole(RULES.sub("", text).strip()),
        "title": _whole(title or ""),
        "author": _whole(author or ""),
        "date": _day(str(date or "")),
    }


def _whole(text: str) -> str:
    """Return a text with "?" for each half of a sign, which could not be stored."""
    return str(text).encode("utf-8", "replace").decode()


def _day(written: str) -> str:
    if re.match(r"\d{4}-\d\d-\d\d", written):
        return written[:10]
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except ValueError:
        return ""


CONVERTERS = {
    ".docx": _word, ".eml": _message, ".htm": _web_page, ".html": _web_page, ".ipynb": _notebook, ".pdf": _pdf,
    ".pptx": _slides, ".rtf": _rich_text, ".xlsx": _workbook,
}  # fmt: skip
