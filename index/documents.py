"""Read a folder of files, and its catalogue, into documents."""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import charset_normalizer
from llama_index.core.schema import BaseNode
from llama_index.core.schema import Document as DocumentNode

from index.errors import CatalogueError, CorpusEmptyError, CorpusMissingError, DocumentError
from index.formats import COMPOUND_FILE, CONVERTED, Converted, convert, refuse_large
from index.markdown import front_matter
from index.reading import is_markdown
from index.settings import folder_path

CATALOGUE = "catalogue.toml"
TEXTS = (".txt", ".md", ".markdown", ".csv", ".tsv", ".log")
SUFFIXES = (*TEXTS, *sorted(CONVERTED))
CATALOGUE_KEYS = frozenset({"title", "published", "author", "publisher"})
EXAMPLES = "examples"
# What most file systems allow is 255, of which a partial file takes some.
LONGEST_NAME_BYTES = 200
# The first heading, if nothing but front matter and comments stands before it.
MARKDOWN_HEADING = re.compile(
    r"\A\ufeff?(?:---\r?\n.*?\n---\r?\n)?(?:\s|<!--.*?-->)*#{1,6}[^\S\r\n]+(\S[^\r\n]*)", re.DOTALL
)
# In characters; it is embedded with each passage.
LONGEST_TITLE = 300
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# What files of other kinds begin with.
OTHER_KINDS = {b"%PDF-": "a PDF", b"PK\3\4": "a zip or office file", COMPOUND_FILE: "a file of an old office program"}
# An encoding is a guess: only a longer text that reads as a language is taken on trust.
LEAST_GUESSED_BYTES = 200
MOST_CHAOS = 5.0
LEAST_COHERENCE = 40.0


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the corpus: `text` is exactly its content as decoded, or the Markdown that it is converted to.

    `name` is the path in the corpus folder with forward slashes. What is not known is "" or None.
    """

    name: str
    text: str
    title: str
    published: date | None = None
    author: str = ""
    publisher: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 over all fields, as 64 hexadecimal digits: another digest means that the document has changed."""
        fields = (self.name, self.text, self.title, str(self.published), self.author, self.publisher)
        return hashlib.sha256("\0".join(fields).encode()).hexdigest()

    @property
    def version(self) -> str:
        """Digest of all fields but the name, 32 hexadecimal digits: a file that is only renamed keeps its version."""
        # The type of a file tells how its text is read.
        read_as = Path(self.name).suffix.lower()
        fields = (self.text, self.title, str(self.published), self.author, self.publisher, read_as)
        return hashlib.sha256("\0".join(fields).encode()).hexdigest()[:32]

    def to_node(self) -> DocumentNode:
        """Return the document as a LlamaIndex node whose id is its name."""
        metadata = {"title": self.title, "published": self.published.isoformat() if self.published else "",
                    "author": self.author, "publisher": self.publisher}  # fmt: skip
        return DocumentNode(id_=self.name, text=self.text, metadata=metadata)

    @classmethod
    def from_node(cls, node: BaseNode) -> Document:
        """Return the document of a LlamaIndex document node; metadata that it lacks is taken as not known."""
        metadata = node.metadata
        published = metadata.get("published")
        return cls(
            name=node.node_id,
            text=node.get_content(),
            title=metadata.get("title", ""),
            published=date.fromisoformat(published) if published else None,
            author=metadata.get("author", ""),
            publisher=metadata.get("publisher", ""),
        )


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is no document, and in words why; `is_bad` tells that it would be one by its type.

    A folder that cannot be read, whose name ends in a slash, is one as well.
    """

    name: str
    reason: str
    is_bad: bool = False

    def told_within(self, *folders: Path | None) -> str:
        """Return the reason with paths told from these folders on."""
        reason = self.reason
        for folder in filter(None, folders):
            reason = reason.replace(f"{folder}{os.sep}", "")
        return reason


@dataclass(frozen=True, slots=True)
class Folder:
    """What a corpus folder holds: its documents, sorted by name, and the files that are none."""

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]


def read_folder(folder: Path, library: Path | None = None) -> Folder:
    """Return the documents of `folder` and its subfolders, and the files that cannot be read, each with the reason.

    Those of the folder `library`, if it is there, stand among them; none may have the name of one of the corpus.
    Raises CorpusMissingError, CatalogueError, or CorpusEmptyError if no document can be read.
    """
    held = _held(folder, library)
    if not held.documents:
        bad = [each.reason for each in held.skipped if each.is_bad]
        what = "cannot be read" if bad else "have other types"
        others = f" (its {len(held.skipped)} files {what})" if held.skipped else ""
        reasons = "".join(f"\n  {reason}" for reason in bad)
        raise CorpusEmptyError(
            f"The corpus folder {folder} holds no document{others}. Put {', '.join(SUFFIXES)} files into it.{reasons}"
        )
    return held


def read_documents(folder: Path | str) -> list[Document]:
    """Return the documents of a folder all of whose documents can be read; raises a DocumentError that names the bad.

    Files of other types are left out. It raises what `read_folder` raises as well.
    """
    folder = folder_path(folder)
    held = _held(folder)
    if problems := [each.reason for each in held.skipped if each.is_bad]:
        raise DocumentError("\n".join(problems))
    return list(held.documents or read_folder(folder).documents)


def _is_document(name: str) -> bool:
    return Path(name).suffix.lower() in SUFFIXES


def corpus_files(
    folder: Path, library: Path | None
) -> tuple[dict[str, Path], dict[str, dict[str, Any]], list[Skipped]]:
    """Return the files of the folders that may be documents, by name, what the catalogue states, and the others."""
    paths, skipped = files_in(folder)
    catalogue = read_catalogue(folder)
    unread = tuple(each.name for each in skipped if each.name.endswith("/"))
    unknown = sorted(name for name in catalogue.keys() - paths.keys() if not name.startswith(unread))
    if unknown:
        raise CatalogueError(
            f"{folder / CATALOGUE} describes {', '.join(unknown)}, which is not in {folder}. "
            "Correct the name or remove the entry."
        )
    added, others = files_in(library) if library and library.is_dir() else ({}, [])
    taken = added.keys() & paths.keys()
    skipped += others
    skipped += [Skipped(name, f"{added[name]} has the name of a document of {folder}. Rename it.") for name in taken]
    return dict(sorted((added | paths).items())), catalogue, skipped


def _held(folder: Path, library: Path | None = None) -> Folder:
    paths, catalogue, skipped = corpus_files(folder, library)
    documents = []
    for name, path in paths.items():
        try:
            documents.append(read_document(name, path, catalogue.get(name, {})))
        except DocumentError as error:
            skipped.append(Skipped(name, str(error), is_bad=True))
    return Folder(tuple(documents), tuple(sorted(skipped, key=lambda each: each.name)))


def read_document(name: str, path: Path, stated: Mapping[str, Any]) -> Document:
    """Return the document in a file, of which this is stated; raises DocumentError."""
    if path.suffix.lower() in CONVERTED:
        converted = convert(path)
        return describe(name, converted.text, stated, converted)
    return describe(name, read_text(path), stated)


def add_document(folder: Path, name: str, data: bytes) -> Path:
    """Write a new document into the folder, in one step, and return its path.

    Raises DocumentError if the name is no plain file name of a document, is taken, or the data is not UTF-8 text.
    """
    check_name(name)
    path = folder / name
    if path.exists():
        raise DocumentError(f"There is a document {name} already. Give the new one another name.")
    if path.suffix.lower() in TEXTS:
        decode(data, name)
    partial = folder / f".partial.{name}"
    try:
        partial.write_bytes(data)
        if path.suffix.lower() in CONVERTED:
            convert(partial)
        partial.rename(path)
    except DocumentError as error:
        partial.unlink()
        raise DocumentError(str(error).replace(str(partial), name)) from None
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise DocumentError(f"{name} cannot be written into {folder} ({error.strerror}).") from None
    return path


def check_name(name: str) -> None:
    """Raise DocumentError if a name is no plain file name of a document."""
    plain = name == Path(name).name and not name.startswith(".") and name.isprintable()
    plain = plain and len(os.fsencode(name)) <= LONGEST_NAME_BYTES
    if not plain or Path(name).suffix.lower() not in SUFFIXES:
        raise DocumentError(f"{name!r} is not the name of a {', '.join(SUFFIXES)} file. Rename it and try again.")


def files_in(folder: Path) -> tuple[dict[str, Path], list[Skipped]]:
    """Return the files of `folder` that may be documents, by name, sorted, and what else lies there.

    Hidden files and folders and the catalogue are left out; subfolders that cannot be read are among what else lies
    there. Raises CorpusMissingError.
    """
    unread: list[OSError] = []
    try:
        found = "" if folder.is_dir() else "is not a folder" if folder.exists() else "does not exist"
        names = [] if found else sorted(_below(folder, unread))
    except OSError as error:
        found = f"cannot be read ({error.strerror})"
    if found:
        raise CorpusMissingError(f"The corpus folder {folder} {found}. Give a folder of {', '.join(SUFFIXES)} files.")
    paths = {name: folder / name for name in names if name != CATALOGUE}
    reasons = {name: reason for name, path in paths.items() if (reason := _why_none(path, folder))}
    return {name: path for name, path in paths.items() if name not in reasons}, [
        *(Skipped(name, reason) for name, reason in reasons.items()),
        *(_unread(folder, error) for error in unread),
    ]


def _unread(folder: Path, error: OSError) -> Skipped:
    name = f"{Path(error.filename).relative_to(folder).as_posix()}/"
    reason = f"{error.filename} cannot be read ({error.strerror}). Let it be read or take it out of the folder."
    return Skipped(name, reason, is_bad=True)


def _why_none(path: Path, folder: Path) -> str:
    """Return why a path is not that of a document of the folder, or ""."""
    if path.is_symlink():
        if path.is_dir():
            return f"{path} is a link to a folder, which is not followed."
        if path.exists() and not path.resolve().is_relative_to(folder.resolve()):
            return f"{path} is a link out of the folder, which is not followed. Put a copy in its place."
    if not path.is_file():
        return f"{path} is no file, or a link to none."
    return "" if _is_document(path.name) else f"{path} has a type that is not read ({path.suffix or 'none'})."


def _below(folder: Path, unread: list[OSError]) -> Iterator[str]:
    """Yield the names of the files of a folder and its subfolders, and of links to folders, but for what is hidden.

    `unread` gets the errors of subfolders that cannot be read; raises OSError if the folder itself cannot.
    """

    def note(error: OSError) -> None:
        if error.filename in (None, str(folder)):
            raise error
        unread.append(error)

    for place, folders, files in os.walk(folder, onerror=note):
        folders[:] = [inner for inner in folders if not inner.startswith(".")]
        inside = Path(place).relative_to(folder)
        links = (inner for inner in folders if Path(place, inner).is_symlink())
        visible = (name for name in (*files, *links) if not name.startswith("."))
        yield from visible if inside == Path() else (f"{inside.as_posix()}/{name}" for name in visible)


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file with its line ends as they are; raises DocumentError if that cannot be had."""
    try:
        str(path).encode("utf-8")
        refuse_large(path)
        data = path.read_bytes()
    except UnicodeEncodeError:
        raise DocumentError(f"The path {str(path)!r} is not UTF-8. Rename it or take it out of the folder.") from None
    except OSError as error:
        raise DocumentError(f"{path} cannot be read ({error.strerror}). Let it be read or take it out.") from None
    return decode(data, str(path))


def decode(data: bytes, name: str) -> str:
    """Return data as text, unchanged: UTF-16 with its mark, UTF-8, or what charset-normalizer is sure of.

    Raises DocumentError, naming the document, if it is none of these or has no text.
    """
    try:
        text = data.decode("utf-16" if data.startswith(UTF_16_MARKS) else "utf-8")
    except UnicodeDecodeError as error:
        if kind := next((kind for mark, kind in OTHER_KINDS.items() if data.startswith(mark)), ""):
            raise DocumentError(f"{name} is no text but {kind}. Give it its ending or take it out.") from None
        guessed = _guessed(data)
        if guessed is None:
            raise DocumentError(
                f"{name} is not UTF-8: byte {error.start} is 0x{data[error.start]:02x}. "
                "Convert it (iconv -f ENCODING -t UTF-8) or take it out of the folder."
            ) from None
        text = guessed
    if not any(character.isalnum() for character in text):
        raise DocumentError(f"{name} has no text. Fill it or take it out of the folder.")
    return text


def _guessed(data: bytes) -> str | None:
    """Return text of another encoding, if there is enough of it and it reads as a language."""
    if b"\0" in data or len(data) < LEAST_GUESSED_BYTES:
        return None
    best = charset_normalizer.from_bytes(data).best()
    return (
        str(best) if best and best.percent_chaos <= MOST_CHAOS and best.percent_coherence >= LEAST_COHERENCE else None
    )


def describe(name: str, text: str, stated: Mapping[str, Any], converted: Converted | None = None) -> Document:
    """Return the document with what the catalogue states of it, else its front matter, else the converted file.

    Its title is else its first heading, but that of a workbook, which names a sheet; else its file name.
    """
    front = front_matter(text) if is_markdown(name) else {}
    heading = MARKDOWN_HEADING.search(text) if is_markdown(name) and not name.lower().endswith(".xlsx") else None
    file = converted or Converted("")
    first = heading[1].strip(" #") if heading else ""
    return Document(
        name,
        text,
        title=_line(stated.get("title") or front.get("title") or file.title or first) or title_from_name(name),
        published=stated.get("published") or _day(front) or _day({"date": file.date}),
        author=_line(stated.get("author") or _people(front.get("author") or front.get("authors")) or file.author),
        publisher=stated.get("publisher", ""),
    )


def _day(front: Mapping[str, Any]) -> date | None:
    """Return the day that front matter states, written as a date or in ISO 8601."""
    for key in ("date", "published", "created"):
        value = front.get(key)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value)[:10])
        except ValueError:
            continue
    return None


def _people(value: Any) -> str:
    return ", ".join(map(_line, value)) if isinstance(value, list) else _line(value)


def _line(value: Any) -> str:
    """Return what a file states of itself as a line of no more than 300 characters, "" for nothing."""
    try:
        words = " ".join(str(value or "").split())
    except ValueError:  # A number of thousands of digits.
        return ""
    return words[:LONGEST_TITLE].encode("utf-8", "replace").decode()


def title_from_name(name: str) -> str:
    """Return the file name without folder, suffix and dashes: "notes/Super_Bowl_50.txt" gives "Super Bowl 50"."""
    return re.sub(r"[\s_-]+", " ", Path(name).stem).strip() or name


def read_catalogue(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what catalogue.toml states of each document (title, published, author, publisher); {} if there is none."""
    entries = _catalogue(folder)
    entries.pop(EXAMPLES, None)
    for name, entry in entries.items():
        _check_entry(folder / CATALOGUE, name, entry)
    return entries


def read_examples(folder: Path) -> tuple[str, ...]:
    """Return the example questions that catalogue.toml gives under `examples`; () if there are none."""
    examples = _catalogue(folder).get(EXAMPLES, [])
    if not isinstance(examples, list) or not all(isinstance(example, str) for example in examples):
        raise CatalogueError(f"{folder / CATALOGUE}: {EXAMPLES} is not a list of questions. Put each into quotes.")
    return tuple(examples)


def _catalogue(folder: Path) -> dict[str, Any]:
    path = folder / CATALOGUE
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Some editors put a mark first.
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path} is not valid TOML: {error}. Correct it or remove it.") from None
    except OSError as error:
        raise CatalogueError(f"{path} cannot be read ({error.strerror}). Let it be read or remove it.") from None


def _check_entry(path: Path, name: str, entry: Any) -> None:
    if not isinstance(entry, dict):
        raise CatalogueError(f'{path}: {name} is not a table. Write ["{name}"] and its keys below it.')
    surplus = sorted(entry.keys() - CATALOGUE_KEYS)
    if surplus:
        raise CatalogueError(
            f"{path}: {name} has unknown keys {', '.join(surplus)}. Known: {', '.join(sorted(CATALOGUE_KEYS))}."
        )
    for key, value in entry.items():
        wanted: type = date if key == "published" else str
        if not isinstance(value, wanted) or isinstance(value, datetime):
            form = "a date such as 2024-02-26, without quotes" if key == "published" else "a string"
            raise CatalogueError(f"{path}: {key} of {name} is {value!r}; it must be {form}.")
