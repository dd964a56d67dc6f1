"""The embedding is timed beside the engine whose weights it runs."""

import pytest

from evals import __main__ as command
from evals import speed
from evals.report.readme import speed_section


def test_both_are_timed_over_the_same_texts_and_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    # 2 seconds for the passages and 3 for three questions of ours; 8 and 12 of the engine.
    seconds = iter([2.0, 3.0, 8.0, 12.0])
    monkeypatch.setattr(speed, "_seconds", lambda *_: next(seconds))

    table = speed.compare(rounds=1)

    tokens, passages, question = table.rows
    assert float(tokens[1]) == pytest.approx(4 * float(tokens[2]), abs=2)
    assert (passages[3], question) == ("4.00", ("milliseconds a question", "1000.0", "4000.0", "0.25"))


def test_the_command_writes_the_figures_into_their_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = speed.Table("The embedding", ("measure", "ours"), (("tokens a second", "17"),), "Twice.")
    page = tmp_path / "speed.md"
    page.write_text("Before\n<!-- speed -->\n<!-- /speed -->\nafter", encoding="utf-8")
    monkeypatch.setattr(command, "SPEED", page)
    monkeypatch.setattr(command, "compare_engines", lambda: table)

    assert command.main(["speed"]) == 0
    assert "17" not in page.read_text(encoding="utf-8")
    assert command.main(["speed", "--write"]) == 0

    assert page.read_text(encoding="utf-8") == f"Before\n{speed_section(table)}\nafter"
    assert "tokens a second" in capsys.readouterr().out
