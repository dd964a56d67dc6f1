"""What the README and the pages it links to say is what the code does."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.terminal import answer_text
from index.settings import VARIABLES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {page.name: page.read_text(encoding="utf-8") for page in (ROOT / "docs").glob("*.md")}
MOST_LINES = 150


def block(name: str, page: str = README) -> str:
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", page, re.DOTALL)
    assert found, f"There is no block {name}"
    return found[1]


def test_every_setting_stands_in_the_table() -> None:
    rows = "".join(f"| `{name}` | {meaning} |\n" for name, meaning in VARIABLES.items())
    assert block("settings", PAGES["settings.md"]) == f"| variable | what it sets |\n|---|---|\n{rows}"


def test_the_tree_names_every_folder_that_git_keeps() -> None:
    shown = set(re.findall(r"^(\w+)/", block("tree"), re.MULTILINE))
    assert shown == {"assistant", "docs", "evals", "index", "seeds", "tests"}
    assert all((ROOT / name).is_dir() for name in shown)


@pytest.mark.parametrize("target", ["chat", "test", "setup", "evals", "lint"])
def test_every_make_target_of_the_readme_exists(target: str) -> None:
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_what_the_examples_import_is_exported() -> None:
    shown = re.findall(r"^from (assistant|index) import (.+)$", "\n".join([README, *PAGES.values()]), re.MULTILINE)

    assert {package for package, _ in shown} == {"assistant", "index"}
    for package, names in shown:
        assert set(names.split(", ")) <= set(importlib.import_module(package).__all__)


def test_the_readme_is_short_and_links_to_every_page() -> None:
    assert len(README.splitlines()) <= MOST_LINES
    assert set(re.findall(r"\]\(docs/([^)]+)\)", README)) == PAGES.keys()


def test_every_test_that_a_page_names_is_there() -> None:
    named = re.findall(r"`(test_\w+\.py)::(\w+)`", PAGES["faults.md"])
    assert len(named) >= 20
    for file, name in named:
        assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")
    security = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    paths = [path for path in re.findall(r"`([\w/]+\.py)`", security) if "/" in path]
    assert paths
    assert all((ROOT / path).is_file() for path in paths)


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)


def test_the_exchange_is_what_the_terminal_prints(assistant: Assistant) -> None:
    question = re.search(r"python -m assistant \"(Who led[^\"]+)\"\n(.*?)```", README, re.DOTALL)
    assert question
    assert question[2].strip() == answer_text(assistant.answer(question[1])).strip()
