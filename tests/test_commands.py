"""The command lines: words for a person, JSON for programs, exit codes for both."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.__main__ import main as ask
from index import SEEDS
from index.__main__ import main as index_command

BOGDANOV = "who did Bogdanov invite?"
HELD = {"documents": "2", "blocks": "2", "passages": "2", "sentences": "3"}


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(
        command, cwd=SEEDS.parent, env=os.environ | variables, check=False, capture_output=True, text=True
    )


def test_building_says_what_is_held_and_that_nothing_has_changed(cats_and_dogs: Path, tmp_path: Path, capsys) -> None:
    arguments = [str(cats_and_dogs), "--store", str(tmp_path / "store")]

    assert index_command(arguments) == 0
    place = f"{cats_and_dogs} in {tmp_path}/store: "
    first = capsys.readouterr().out
    assert first.startswith(f"{place}embedded 4 texts in ")
    assert table(first) == HELD | {"new": "2", "changed": "0", "removed": "0", "skipped": "0"}
    assert index_command(arguments) == 0
    again = capsys.readouterr().out
    assert again.startswith(f"{place}nothing has changed.\n")
    assert table(again) == HELD | {"new": "0", "changed": "0", "removed": "0", "skipped": "0"}
    assert index_command([*arguments, "--rebuild"]) == 0
    assert capsys.readouterr().out.startswith(f"{place}embedded 4 texts in ")


def test_building_counts_what_has_changed_and_tells_what_is_skipped_and_why(
    cats_and_dogs: Path, tmp_path: Path, capsys
) -> None:
    arguments = [str(cats_and_dogs), "--store", str(tmp_path / "store")]
    (cats_and_dogs / "c.txt").write_text("Fish swim.")
    index_command(arguments)
    (cats_and_dogs / "a.txt").unlink()
    (cats_and_dogs / "c.txt").write_text("Fish swim in the sea.")
    (cats_and_dogs / "d.txt").write_text("Birds sing.")
    (cats_and_dogs / "e.txt").write_text("")
    capsys.readouterr()

    assert index_command(arguments) == 4

    said = capsys.readouterr().out
    assert {key: table(said)[key] for key in ("documents", "new", "changed", "removed", "skipped")} == {
        "documents": "3", "new": "1", "changed": "1", "removed": "1", "skipped": "1",
    }  # fmt: skip
    assert said.endswith("\n\nSkipped:\n  e.txt: has no text. Fill it or take it out of the folder.\n")


def table(said: str) -> dict[str, str]:
    """Return the numbers below the heads of the table that a build prints."""
    heads, numbers = said.splitlines()[2:4]
    return dict(zip(heads.split(), numbers.split(), strict=True))


def test_a_score_is_explained_by_parts_that_make_it_up(cats_and_dogs: Path, tmp_path: Path, capsys) -> None:
    store = str(tmp_path / "store")
    assert index_command([str(cats_and_dogs), "--store", store]) == 0
    capsys.readouterr()

    assert index_command(["search", "the cat and zebras", "--store", store, "--limit", "1", "--explain"]) == 0

    head, _, *parts = capsys.readouterr().out.splitlines()
    made_of = [re.match(r" +(\w+) +([\d.]+) x ([\d.]+) = ([\d.]+)  (.+)", part) for part in parts]
    assert [part[1] for part in made_of] == ["passage", "sentence", "words"]
    for part in made_of:
        assert float(part[2]) * float(part[3]) == pytest.approx(float(part[4]), abs=0.001)
    assert sum(float(part[4]) for part in made_of) == pytest.approx(float(head.split()[0]), abs=0.006)
    terms = dict(term.split() for term in made_of[2][5].split(", "))
    assert list(terms) == ["cat", "zebra"]
    assert terms["zebra"] == "0.000"
    assert sum(map(float, terms.values())) == pytest.approx(float(made_of[2][3]), abs=0.002)


def test_searching_shows_the_nearest_passages(cats_and_dogs: Path, tmp_path: Path, capsys) -> None:
    index_command([str(cats_and_dogs), "--store", str(tmp_path / "store")])
    capsys.readouterr()

    assert index_command(["search", "cat", "--store", str(tmp_path / "store"), "--limit", "1"]) == 0

    first, second = capsys.readouterr().out.splitlines()
    assert "  a.txt 0-35  (passage " in first
    assert second.strip() == "The cat sat on the mat. It was red."


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(["/nowhere"], 1, "The corpus folder /nowhere does not exist.", id="no corpus"),
        pytest.param(
            ["search", "x", "--store", "/nowhere"], 1, "There is no index at /nowhere. Build it", id="no index"
        ),
        pytest.param(["--store", "http://127.0.0.1:1"], 1, "No Chroma server answers at", id="no server"),
    ],
)
def test_what_fails_is_told_without_a_traceback(arguments: list[str], code: int, message: str, capsys) -> None:
    assert index_command(arguments) == code
    assert capsys.readouterr().err.startswith(message)


@pytest.mark.parametrize("command", [index_command, ask])
def test_wrong_usage_is_code_two(command, capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit) as caught:
        command(["--no-such-option"])
    assert caught.value.code == 2
    assert "usage: python -m" in capsys.readouterr().err
    monkeypatch.setenv("ASSISTANT_STROE", "x")
    assert command([]) == 2
    assert capsys.readouterr().err.startswith("Unknown setting ASSISTANT_STROE. Known: ASSISTANT_CORPUS,")


def test_an_answer_is_printed_with_its_sources(shipped_store: Path, capsys) -> None:
    assert ask([BOGDANOV, "--store", str(shipped_store)]) == 0

    printed = capsys.readouterr().out
    assert "Mikhail Bogdanov invited" in printed
    assert re.search(r"\n\nSources \(right in about \d+ of \d+ such answers\):\n\n\[1\] Russia", printed)
    assert (
        "Russia to Host Palestinian Unity Talks, 2024-02-26 (001_9f48bea6cb7dc1da.txt, characters 336-587)" in printed
    )


def test_an_abstention_is_code_three(shipped_store: Path, capsys) -> None:
    assert ask(["How is chocolate mousse prepared?", "--store", str(shipped_store)]) == 3
    assert capsys.readouterr().out.startswith("The documents do not answer this question.\n\n")


@pytest.mark.parametrize("question", ["", "😀", "\0", "who \udcff is Abbas?", "a" * 100_000])
def test_no_question_on_the_command_line_raises(shipped_store: Path, question: str) -> None:
    assert ask([question, "--store", str(shipped_store)]) in (0, 3)
    assert ask([question, "--json", "--store", str(shipped_store)]) in (0, 3)


def test_the_terminal_answers_in_a_process_of_its_own_as_the_assistant_does(shipped_store: Path, assistant) -> None:
    done = run("assistant", BOGDANOV, "--json", ASSISTANT_STORE=str(shipped_store))

    assert (done.returncode, done.stderr) == (0, "")
    plain, expected = json.loads(done.stdout), assistant.answer(BOGDANOV).to_json()
    for unequal in ("timings", "confidence"):
        assert plain.pop(unequal)
        expected.pop(unequal)
    assert plain == json.loads(json.dumps(expected))


def test_a_terminal_without_unicode_still_shows_an_answer(shipped_store: Path) -> None:
    done = run("assistant", BOGDANOV, ASSISTANT_STORE=str(shipped_store), PYTHONIOENCODING="ascii")

    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert "Mikhail Bogdanov invited" in " ".join(done.stdout.split())


@pytest.mark.parametrize("slip", ["docter", "verfy", "chatt", "pasword"])
def test_a_command_with_a_slip_is_no_question(slip: str, capsys) -> None:
    assert ask([slip]) == 2
    assert capsys.readouterr().err.startswith(f"There is no command {slip}. Did you mean ")


def test_a_reader_that_has_read_enough_is_no_failure(shipped_store: Path) -> None:
    command = f"{sys.executable} -m assistant '{BOGDANOV}' --store {shipped_store} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=SEEDS.parent, check=False, capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("0\n", "")


def test_a_conversation_is_held_over_a_pipe(shipped_store: Path) -> None:
    command = [sys.executable, "-m", "assistant", "chat", "--store", str(shipped_store)]
    done = subprocess.run(
        command, cwd=SEEDS.parent, check=False, capture_output=True, text=True, input=f"{BOGDANOV}\n1\n"
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "Mikhail Bogdanov invited" in " ".join(done.stdout.split())
    assert "»" in done.stdout


def test_a_question_needs_no_quotes(shipped_store: Path, capsys) -> None:
    assert ask([*BOGDANOV.split(), "--store", str(shipped_store)]) == 0
    assert "Mikhail Bogdanov invited" in capsys.readouterr().out


def test_a_command_behind_its_options_is_no_question(capsys) -> None:
    assert ask(["--store", "/nowhere", "doctor"]) == 2
    assert capsys.readouterr().err == "Put the command doctor first, and its options behind it.\n"
