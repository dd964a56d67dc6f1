"""Which version of the assistant this is."""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
REQUIREMENTS = PROJECT.with_name("requirements.txt")
NAME = "proven-assistant"


def own_version() -> str:
    """Return the version that is installed, or that of the checkout that runs without being installed."""
    try:
        return version(NAME)
    except PackageNotFoundError:
        return str(tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"])


def requirements() -> list[str]:
    """Return what must be installed, as pip writes it: what the installed package or the checkout states."""
    try:
        return requires(NAME) or []
    except PackageNotFoundError:
        lines = (line.partition("#")[0].strip() for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines())
        return list(filter(None, lines))
