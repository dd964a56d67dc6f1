"""Find a browser for the tests of the page: an installed one, Playwright's own, or one that apt may install.

`python tests/browsers.py` does what it takes, once, before the tests, and says in one line what came of it. The tests
themselves only look: without a browser those that need one are skipped, and say why.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
# Where browsers lie that are not on the PATH.
PLACES = (
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/opt/microsoft/msedge/msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
NONE_FOUND = "no browser (Chromium, Chrome or Edge) was found or could be installed; `make test` says why"
STARTS_WITHIN_SECONDS = 30
# Offline the download gives up by itself, but takes its time.
FETCHED_WITHIN_SECONDS = 300

Run = Callable[[Sequence[str], float], bool]


def run(command: Sequence[str], seconds: float) -> bool:
    """Tell whether a command ends well within so many seconds."""
    try:
        done = subprocess.run(command, timeout=seconds, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def installed(path: str, places: Sequence[str] = PLACES) -> Iterator[str]:
    """Yield the browsers in the folders of a PATH, in our order, then those that lie in the usual places."""
    yield from filter(None, (shutil.which(name, path=path) for name in NAMES))
    yield from filter(os.path.isfile, places)


def playwrights_own() -> Iterator[str]:
    """Yield the browser that Playwright has fetched, if it has."""
    from playwright.sync_api import sync_playwright  # Every test process imports this file, few look so far.

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if Path(path).is_file():
        yield path


def find(path: str, *, places: Sequence[str] = PLACES, own: Callable[[], Iterator[str]] = playwrights_own) -> str:
    """Return the first browser that starts, or "" if there is none: a name may stand for a notice to install one."""
    for candidates in (installed(path, places), own()):
        for browser in candidates:
            if run([browser, "--version"], STARTS_WITHIN_SECONDS):
                return browser
    return ""


def provide(look: Callable[[], str], attempts: Sequence[Sequence[str]], run: Run = run) -> tuple[str, list[str]]:
    """Return a browser, or "", and the commands that were tried to get one; none is run once there is one."""
    tried: list[str] = []
    for command in attempts:
        if found := look():
            return found, tried
        tried.append(" ".join(command))
        run(command, FETCHED_WITHIN_SECONDS)
    return look(), tried


def ways_to_install(path: str, *, may_install: bool) -> list[list[str]]:
    """Return the commands that can bring a browser, in the order to try them."""
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if may_install and (apt := shutil.which("apt-get", path=path)):
        ways.append([apt, "update", "-q"])
        ways.append([apt, "install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-noto-core"])
    return ways


def main() -> None:
    """Provide a browser if it can be done, and say what came of it."""
    path = os.environ.get("PATH", "")
    may_install = os.name == "posix" and os.geteuid() == 0
    found, tried = provide(lambda: find(path), ways_to_install(path, may_install=may_install))
    if found:
        sys.stdout.write(f"Tests of the page use {found}.\n")
    else:
        sys.stdout.write(
            f"Tests of the page are skipped: no browser was found, and these failed: {'; '.join(tried)}.\n"
        )


if __name__ == "__main__":
    main()
