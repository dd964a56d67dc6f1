"""Which version of the assistant this is."""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def own_version() -> str:
    """Return the version that is installed, or that of the checkout that runs without being installed."""
    try:
        return version("proven-assistant")
    except PackageNotFoundError:
        return str(tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"])
