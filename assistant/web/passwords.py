"""Users and their hashed passwords, kept in a text file with a line "name:hash" for each."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from pathlib import Path

from assistant.web.errors import AuthFileError

# About 50 ms and 16 MB a try, the least that OWASP's Password Storage Cheat Sheet accepts for scrypt with r = 8.
COST = {"n": 2**14, "r": 8, "p": 5}
SALT_BYTES = 16
SCHEME = "scrypt"


def hash_password(password: str, *, salt: bytes | None = None) -> str:
    """Return what the auth file holds of a password: "scrypt$salt$hash", both in base64."""
    salt = salt if salt is not None else secrets.token_bytes(SALT_BYTES)
    digest = hashlib.scrypt(password.encode(), salt=salt, **COST)
    return "$".join((SCHEME, base64.b64encode(salt).decode(), base64.b64encode(digest).decode()))


def read_users(path: Path) -> dict[str, str]:
    """Return the hash of each user of an auth file; raises AuthFileError if there is none, or a line is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AuthFileError(f"Cannot read {path}: {error}. Give a text file of name:hash lines.") from None
    users = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, hashed = line.strip().partition(":")
        if not (name and colon and _is_hash(hashed)):
            raise AuthFileError(f"{path}, line {number} is not name:scrypt$salt$hash. Write it with hash_password().")
        users[name] = hashed
    if not users:
        raise AuthFileError(f"{path} names no user. Add a line name:hash for each.")
    return users


def is_allowed(users: Mapping[str, str], name: str, password: str) -> bool:
    """Tell whether this is the user's password; takes equally long for a user that does not exist."""
    held = users.get(name, hash_password("", salt=bytes(SALT_BYTES)))
    salt = base64.b64decode(held.split("$")[1])
    return hmac.compare_digest(hash_password(password, salt=salt), held) and name in users


def _is_hash(text: str) -> bool:
    parts = text.split("$")
    try:
        salt_and_digest = [base64.b64decode(part, validate=True) for part in parts[1:]]
    except ValueError:
        return False
    return parts[0] == SCHEME and len(salt_and_digest) == 2 and all(salt_and_digest)
