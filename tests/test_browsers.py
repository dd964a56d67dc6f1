"""How a browser for the tests of the page is found, fetched or done without."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import browsers
import pytest

Program = Callable[..., str]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Return a function that makes a program which ends with an exit code, and gives its path."""

    def make(name: str, folder: str = "bin", *, code: int = 0) -> str:
        path = tmp_path / folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\nexit {code}\n")
        path.chmod(0o755)
        return str(path)

    return make


def no_own() -> Iterator[str]:
    return iter(())


@pytest.mark.parametrize("name", browsers.NAMES)
def test_a_browser_is_found_by_any_of_its_names(program: Program, name: str) -> None:
    path = program(name)

    assert browsers.find(str(Path(path).parent), places=(), own=no_own) == path


def test_a_browser_beside_the_path_is_found_in_its_usual_place(program: Program, tmp_path: Path) -> None:
    place = program("chrome", "opt")

    assert browsers.find(str(tmp_path / "empty"), places=("/nowhere/chrome", place), own=no_own) == place


def test_a_name_that_does_not_start_is_passed_over(program: Program, tmp_path: Path) -> None:
    program("chromium-browser", code=1)  # As the notice of Ubuntu to install a snap.
    chrome = program("google-chrome")

    assert browsers.find(str(tmp_path / "bin"), places=(), own=no_own) == chrome


def test_an_installed_browser_comes_before_that_of_playwright(program: Program, tmp_path: Path) -> None:
    own, edge = program("headless", "cache"), program("msedge")

    assert browsers.find(str(tmp_path / "bin"), places=(), own=lambda: iter([own])) == edge
    assert browsers.find("", places=(), own=lambda: iter([own])) == own


def test_a_machine_without_any_has_none(tmp_path: Path) -> None:
    assert browsers.find(str(tmp_path), places=(), own=no_own) == ""


@pytest.mark.parametrize(
    ("succeeds", "browser", "tried"),
    [
        pytest.param("", "/own", [], id="nothing is done where there is one"),
        pytest.param("fetch", "/own", ["fetch it"], id="fetched"),
        pytest.param("apt", "/own", ["fetch it", "apt get it"], id="installed when it cannot be fetched"),
        pytest.param("none", "", ["fetch it", "apt get it"], id="done without"),
    ],
)
def test_a_browser_is_got_by_the_first_way_that_works(succeeds: str, browser: str, tried: list[str]) -> None:
    there = [] if succeeds else ["/own"]

    def run(command: Sequence[str], _: float) -> bool:
        if command[0] == succeeds:
            there.append("/own")
        return bool(there)

    got = browsers.provide(lambda: there[0] if there else "", [["fetch", "it"], ["apt", "get", "it"]], run)

    assert got == (browser, tried)


def test_apt_is_a_way_only_for_those_who_may_use_it(program: Program, tmp_path: Path) -> None:
    fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
    apt = program("apt-get")

    assert browsers.ways_to_install(str(tmp_path / "bin"), may_install=False) == [fetch]
    assert browsers.ways_to_install(str(tmp_path / "none"), may_install=True) == [fetch]
    assert [way[:2] for way in browsers.ways_to_install(str(tmp_path / "bin"), may_install=True)] == [
        fetch[:2], [apt, "update"], [apt, "install"],
    ]  # fmt: skip


def test_without_a_browser_the_tests_that_need_one_are_skipped_with_one_line(tmp_path: Path) -> None:
    (tmp_path / "test_page.py").write_text(
        "pytest_plugins = ['conftest', 'web_fixtures']\n"
        "def test_one(browser): raise AssertionError\n"
        "def test_two(browser): raise AssertionError\n"
        "def test_three(): pass\n"
        "import browsers\n"
        "browsers.find = lambda path: ''\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), "test_page.py"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    *_, line, summary = done.stdout.splitlines()
    assert done.stdout.count(browsers.NONE_FOUND) == 1
    assert line == f"2 tests were skipped: {browsers.NONE_FOUND}."
    assert summary.startswith("1 passed, 2 skipped")
