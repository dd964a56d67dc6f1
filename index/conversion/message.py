"""Read a mail message: its heads, its text with what it replies to, and the files that hang on it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses
from pathlib import Path

from index.conversion.writing import escaped

HEADS = ("Subject", "From", "To", "Cc", "Date")
ADDRESSED = frozenset({"From", "To", "Cc"})
QUOTED = re.compile(r"(?:>\s?)+")


def message(path: Path, convert: Callable[[Path], str]) -> str:
    """Return the Markdown of a message; `convert` gives that of a file. Raises ValueError if it is none."""
    held = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(held, EmailMessage)
    if not any(name in held for name in HEADS):
        raise ValueError("it is no message")
    return "\n\n".join(_parts(held, convert))


def _parts(held: EmailMessage, convert: Callable[[Path], str]) -> Iterator[str]:
    heads = [f"{name}: {_head(held, name)}" for name in HEADS if held[name]]
    attached = [(part, part.get_filename() or part.get_content_type()) for part in held.iter_attachments()]
    heads += [f"Attachment: {name}" for _, name in attached]
    yield "\n".join(map(escaped, heads))
    said = [_body(held, "plain", convert), _body(held, "html", convert)]
    # One of the two may be a stub; if both say the same, plain text is what its writer saw.
    yield max(said, key=lambda text: len(re.findall(r"\w+", text)))
    for part, name in attached:
        if text := _attached(part, name, convert):
            yield f"## {escaped(name)}\n\n{text}"


def _head(held: EmailMessage, name: str) -> str:
    value = " ".join(str(held[name]).split())
    if name not in ADDRESSED:
        return value
    people = getaddresses([value])
    return ", ".join(f"{person} ({address})" if person else address for person, address in people)


def _body(held: EmailMessage, kind: str, convert: Callable[[Path], str]) -> str:
    body = held.get_body(preferencelist=(kind,))
    if body is None:
        return ""
    content = _text(body)
    return _plain(content) if kind == "plain" else _as_file(content.encode(), ".html", convert)


def _text(part: MIMEPart) -> str:
    """Return the text of a part, read as UTF-8 if it is in a character set that nobody knows."""
    try:
        return str(part.get_content())
    except LookupError:
        content = part.get_payload(decode=True)
        return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def _plain(text: str) -> str:
    """Return the lines of a plain text; what is quoted from another message is a quotation."""
    lines: list[str] = []
    before = ""
    for line in text.splitlines():
        quoted = QUOTED.match(line)
        mark = "> " * quoted[0].count(">") if quoted else ""
        if mark != before:
            lines.append(mark.strip() if len(mark) > len(before) and before else "")
        lines.append(f"{mark}{escaped(line[quoted.end() :] if quoted else line)}".rstrip())
        before = mark
    return "\n".join(lines).strip()


def _attached(part: EmailMessage, name: str, convert: Callable[[Path], str]) -> str:
    """Return the Markdown of an attached file, or "" if it is of a type that is not read, or is broken."""
    if part.get_content_type() == "message/rfc822":
        return _as_file(bytes(part.get_content()), ".eml", convert)
    if part.get_content_type() == "text/plain":
        return _plain(_text(part))
    content = part.get_payload(decode=True)
    return _as_file(content, Path(name).suffix.lower(), convert) if isinstance(content, bytes) else ""


def _as_file(content: bytes, suffix: str, convert: Callable[[Path], str]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"part{suffix}")
        path.write_bytes(content)
        return convert(path)
