"""What a run says it was made with, and which baselines the gate takes."""

import subprocess
from pathlib import Path

import pytest

import evals.__main__ as command_line
from evals.provenance import UNCOMMITTED, commit
from evals.results import Result, write_result


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout with one commit, of a file of the assistant's and one that no score depends on."""
    (tmp_path / "assistant").mkdir()
    (tmp_path / "assistant" / "code.py").write_text("1")
    (tmp_path / "README.md").write_text("1")
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "One"]):
        identity = ["-c", "user.name=n", "-c", "user.email=e@example.org"]
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True)
    return tmp_path


def test_a_checkout_without_changes_is_its_commit(checkout: Path) -> None:
    found = commit(checkout)

    assert len(found) == 40
    (checkout / "README.md").write_text("2")
    assert commit(checkout) == found


@pytest.mark.parametrize("file", ["assistant/code.py", "assistant/new.py"])
def test_code_that_was_changed_or_added_since_is_told(checkout: Path, file: str) -> None:
    found = commit(checkout)

    (checkout / file).write_text("2")

    assert commit(checkout) == found + UNCOMMITTED


def test_a_folder_that_is_no_checkout_has_no_commit(tmp_path: Path) -> None:
    assert commit(tmp_path) == ""


def test_no_baseline_is_made_from_uncommitted_code(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(command_line, "commit", lambda _: f"abc{UNCOMMITTED}")
    monkeypatch.setattr(command_line, "write_result", lambda *_: pytest.fail("written"))

    assert command_line.main(["baseline"]) == command_line.BAD_INPUT
    assert "not committed" in capsys.readouterr().err


def test_the_gate_refuses_a_baseline_made_from_uncommitted_code(tmp_path: Path, capsys) -> None:
    file = tmp_path / "baseline.json"
    write_result(Result({"commit": f"abc{UNCOMMITTED}"}, ()), file)

    assert command_line.main(["--compare", str(file)]) == command_line.BAD_INPUT
    assert capsys.readouterr().err.startswith(f"{file}: was made from uncommitted code. Commit it")
