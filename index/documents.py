"""Read a folder of text files, and its catalogue, into documents."""

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

from llama_index.core.schema import BaseNode
from llama_index.core.schema import Document as DocumentNode

from index.errors import CatalogueError, CorpusEmptyError, CorpusMissingError, DocumentError

CATALOGUE = "catalogue.toml"
SUFFIXES = (".txt", ".md", ".markdown")
CATALOGUE_KEYS = frozenset({"title", "published", "author", "publisher"})
EXAMPLES = "examples"
# What most file systems allow is 255, of which a partial file takes some.
LONGEST_NAME_BYTES = 200
MARKDOWN_HEADING = re.compile(r"\A\ufeff?\s*#{1,6}[^\S\n]+(\S[^\n]*)")


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the corpus: `text` is exactly its content as decoded from UTF-8, so offsets are offsets in the file.

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
        fields = (self.text, self.title, str(self.published), self.author, self.publisher)
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


def read_documents(folder: Path) -> list[Document]:
    """Return the documents of `folder` and its subfolders, sorted by name; at least one.

    Raises CorpusMissingError, CorpusEmptyError, CatalogueError, or a DocumentError that names every bad file.
    """
    paths = document_paths(folder)
    catalogue = read_catalogue(folder)
    unknown = sorted(catalogue.keys() - paths.keys())
    if unknown:
        raise CatalogueError(
            f"{folder / CATALOGUE} describes {', '.join(unknown)}, which is not in {folder}. "
            "Correct the name or remove the entry."
        )
    texts, problems = {}, []
    for name, path in paths.items():
        try:
            texts[name] = read_text(path)
        except DocumentError as error:
            problems.append(str(error))
    if problems:
        raise DocumentError("\n".join(problems))
    return [describe(name, text, catalogue.get(name, {})) for name, text in texts.items()]


def add_document(folder: Path, name: str, data: bytes) -> Path:
    """Write a new document into the folder, in one step, and return its path.

    Raises DocumentError if the name is no plain file name of a document, is taken, or the data is not UTF-8 text.
    """
    plain = name == Path(name).name and not name.startswith(".") and name.isprintable()
    plain = plain and len(os.fsencode(name)) <= LONGEST_NAME_BYTES
    if not plain or Path(name).suffix.lower() not in SUFFIXES:
        raise DocumentError(f"{name!r} is not the name of a {', '.join(SUFFIXES)} file. Rename it and try again.")
    path = folder / name
    if path.exists():
        raise DocumentError(f"There is a document {name} already. Give the new one another name.")
    decode(data, name)
    partial = folder / f".{name}.partial"
    try:
        partial.write_bytes(data)
        partial.rename(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise DocumentError(f"{name} cannot be written into {folder} ({error.strerror}).") from None
    return path


def document_paths(folder: Path) -> dict[str, Path]:
    """Return the files of `folder` that are documents, by name, sorted; hidden files and folders are left out."""
    try:
        found = "" if folder.is_dir() else "is not a folder" if folder.exists() else "does not exist"
        files = [] if found else sorted(_files_below(folder))
    except OSError as error:
        inside = "" if error.filename == str(folder) else f"has {error.filename}, which "
        found = f"{inside}cannot be read ({error.strerror})"
    if found:
        raise CorpusMissingError(f"The corpus folder {folder} {found}. Give a folder of {', '.join(SUFFIXES)} files.")
    names = {
        name: folder / name
        for name in files
        if Path(name).suffix.lower() in SUFFIXES and not any(part.startswith(".") for part in name.split("/"))
    }
    if not names:
        others = f" (its {len(files)} files have other types)" if files else ""
        raise CorpusEmptyError(
            f"The corpus folder {folder} holds no document{others}. Put {', '.join(SUFFIXES)} files into it."
        )
    return names


def _files_below(folder: Path) -> Iterator[str]:
    """Yield the names of the files in a folder; raises OSError if one inside cannot be read: its files are not gone."""

    def refuse(error: OSError) -> None:
        raise error

    for place, _, files in os.walk(folder, onerror=refuse):
        inside = "" if place == str(folder) else f"{Path(place).relative_to(folder).as_posix()}/"
        yield from (f"{inside}{file}" for file in files if Path(place, file).is_file())


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file with its line ends as they are; raises DocumentError if that cannot be had."""
    try:
        str(path).encode("utf-8")
        data = path.read_bytes()
    except UnicodeEncodeError:
        raise DocumentError(f"The path {str(path)!r} is not UTF-8. Rename it or take it out of the folder.") from None
    except OSError as error:
        raise DocumentError(f"{path} cannot be read ({error.strerror}). Let it be read or take it out.") from None
    return decode(data, str(path))


def decode(data: bytes, name: str) -> str:
    """Return UTF-8 data as text, unchanged; raises DocumentError, naming the document, if it is none or has no text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{name} is not UTF-8: byte {error.start} is 0x{data[error.start]:02x}. "
            "Convert it (iconv -f ENCODING -t UTF-8) or take it out of the folder."
        ) from None
    if not any(character.isalnum() for character in text):
        raise DocumentError(f"{name} has no text. Fill it or take it out of the folder.")
    return text


def describe(name: str, text: str, stated: Mapping[str, Any]) -> Document:
    """Return the document with what the catalogue states; its title is else its first heading, else its file name."""
    heading = MARKDOWN_HEADING.match(text) if not name.lower().endswith(".txt") else None
    title = stated.get("title") or (heading[1].strip(" #") if heading else title_from_name(name))
    return Document(name, text, title, stated.get("published"), stated.get("author", ""), stated.get("publisher", ""))


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
