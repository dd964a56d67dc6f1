"""Documents of other formats, converted to Markdown by a process of its own, once for each content."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

import platformdirs

from index.errors import DocumentError
from index.settings import MOST_MEGABYTES

# How each is read, and by which library, is told in `conversion`.
CONVERTED = frozenset({".html", ".htm", ".pdf", ".docx", ".pptx", ".xlsx", ".epub", ".eml", ".odt", ".rtf", ".ipynb"})
SECONDS = 90
MOST_BYTES = MOST_MEGABYTES * 2**20
# An office file of this size when unpacked is a bomb: reading 2 GiB of XML takes minutes and all of the memory.
MOST_UNPACKED_BYTES = 500 * 2**20
# Word and its like put an encrypted document, and the documents of the last century, into this kind of file.
COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
CONVERSION = Path(__file__).parent / "conversion" / "__main__.py"


@dataclass(frozen=True, slots=True)
class Converted:
    """The Markdown of a file, and what the file states of itself; what it does not is ""."""

    text: str
    title: str = ""
    author: str = ""
    date: str = ""


def convert(path: Path) -> Converted:
    """Return a file as Markdown; raises DocumentError that says why it has none."""
    try:
        refuse_large(path)
        _refuse_packed(path)
        cached = _cache(path)
    except OSError as error:
        raise DocumentError(f"{path} cannot be read ({error.strerror}). Let it be read or take it out.") from None
    known = _load(cached)
    if known is None:
        known = _converted(path)
        _save(cached, known)
    return known


def refuse_large(path: Path) -> None:
    """Raise DocumentError if a file is empty or has more bytes than are read."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise DocumentError(
            f"{path} is too large ({size // 2**20} MiB; at most {MOST_BYTES // 2**20} are read). "
            "Split it or take it out."
        )
    if not size:
        raise DocumentError(f"{path} has no text. Fill it or take it out of the folder.")


def _refuse_packed(path: Path) -> None:
    """Raise DocumentError if a file is encrypted as a whole, or a zip file that unpacks to more than can be read."""
    with path.open("rb") as file:
        if file.read(len(COMPOUND_FILE)) == COMPOUND_FILE:
            raise DocumentError(
                f"{path} is encrypted or of an old version of its program. "
                "Save it anew without a password or take it out of the folder."
            )
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile:
        return  # It is no zip file, or its converter will say what is broken.
    if unpacked > MOST_UNPACKED_BYTES:
        raise DocumentError(
            f"{path} is too large: it unpacks to {unpacked // 2**20} MiB; "
            f"at most {MOST_UNPACKED_BYTES // 2**20} are read. Split it or take it out."
        )


def _converted(path: Path) -> Converted:
    command = [sys.executable, "-I", str(CONVERSION), str(path.absolute())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 (our own program)
    except subprocess.TimeoutExpired:
        raise DocumentError(f"{path} takes longer than {SECONDS} seconds to convert. Take it out.") from None
    try:
        found = json.loads(done.stdout)
    except ValueError:
        raise DocumentError(f"{path} cannot be converted: the converter ran out of memory or broke off.") from None
    problem = found.get("problem")
    if problem:
        locked = "password" in problem.lower() or "encrypt" in problem.lower()
        why = "is encrypted. Remove its password" if locked else f"is broken ({problem}). Repair it"
        raise DocumentError(f"{path} {why} or take it out of the folder.")
    if not any(map(str.isalnum, found["text"])):
        what = "A scan must be made searchable first; or" if path.suffix.lower() == ".pdf" else "Fill it or"
        raise DocumentError(f"{path} has no text. {what} take it out of the folder.")
    return Converted(**found)


def _cache(path: Path) -> Path:
    """Return where the conversion of this content by this program is kept."""
    digest = hashlib.sha256(path.suffix.lower().encode())
    for part in sorted(CONVERSION.parent.glob("*.py")):
        digest.update(part.read_bytes())
    with path.open("rb") as file:
        while block := file.read(2**20):
            digest.update(block)
    return platformdirs.user_cache_path("document-assistant") / "converted" / f"{digest.hexdigest()}.json"


def _load(cached: Path) -> Converted | None:
    try:
        return Converted(**json.loads(cached.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _save(cached: Path, converted: Converted) -> None:
    try:
        cached.parent.mkdir(parents=True, exist_ok=True)
        partial = cached.with_suffix(".partial")
        partial.write_text(json.dumps(asdict(converted)), encoding="utf-8")
        partial.replace(cached)
    except OSError:
        pass  # What cannot be kept is converted again.
