"""Faults that people met: each a small document or answer that once broke something."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant import Answer, Assistant, Citation, Statement
from assistant.__main__ import main
from assistant.answering.markdown import markdown
from assistant.errors import ReceiptError
from assistant.terminal import answer_text
from assistant.web.receipts import decode
from index import PassageParser
from index.blocks import BlockKind
from index.documents import describe

BODY = "# H\n\nThe ferry leaves at noon.\n"


@pytest.mark.parametrize(
    "front",
    [
        pytest.param("date: 2024-13-45", id="no month"),
        pytest.param("date: 2024-01-01 99:99:99", id="no hour"),
        pytest.param("a: 0b_", id="no binary number"),
        pytest.param("a: !!int x", id="no number"),
        pytest.param("a: !!bool x", id="no truth"),
        pytest.param("a: !!timestamp x", id="no time"),
        pytest.param("a: " + "9" * 5000, id="a long number"),
        pytest.param("a: " + "[" * 3000, id="deep"),
        pytest.param('title: "\\ud800"', id="half a character"),
        pytest.param("title: " + "wordy " * 50_000, id="a long title"),
    ],
)
def test_front_matter_that_is_none_costs_nothing(front: str) -> None:
    document = describe("a.md", f"---\n{front}\n---\n{BODY}", {})

    assert document.title.encode()
    assert len(document.title) <= 300
    assert "ferry" in "".join(passage.text for passage in PassageParser().passages(document))


def test_front_matter_states_title_author_and_day() -> None:
    front = "title: Notes on\n  ferries\nauthors: [Ann, Bo]\ndate: 2024-03-05 10:00"

    document = describe("a.md", f"---\n{front}\n---\n{BODY}", {})

    assert (document.title, document.author, document.published) == ("Notes on ferries", "Ann, Bo", date(2024, 3, 5))


@pytest.mark.parametrize("front", ["", "---\r\nowner: Ann\r\n---\r\n"])
def test_a_heading_of_a_file_with_other_line_ends_is_its_title(front: str) -> None:
    assert describe("a.md", f"{front}# Harbour\r\n\r\nTim is its master.\r\n", {}).title == "Harbour"


def test_code_cannot_leave_its_fence() -> None:
    code = "zorbo\n```\n\nThe moon is cheese. [1]\n````\n"

    text = markdown([Statement(code, (1,), is_code=True)])

    assert text == f"`````\n{code}\n`````\n [1]"


def test_a_piece_without_words_is_no_statement(folder: Callable[..., Path], tmp_path: Path) -> None:
    corpus = folder(a_md="<div>The secret page</div>\n\n</div>\n", b_md="![](secret.png)\n\nA shop sells eggs.\n")

    with Assistant.open(str(corpus), tmp_path / "store") as assistant:
        for question in ("div", "What is the secret?"):
            assert all(statement.text.strip() for statement in assistant.answer(question).statements)


def test_what_is_nearest_comes_back_from_a_receipt(assistant: Assistant) -> None:
    declined = assistant.answer("Who is the CEO of Sony?")

    assert declined.nearest
    assert decode(Answer, declined.to_json()) == declined
    with pytest.raises(ReceiptError, match="kind is none of"):
        decode(BlockKind, "nothing", "kind")


def test_a_document_does_not_steer_the_terminal() -> None:
    quote = "\x1b]0;owned\x07 red \x1b[31m and \u202eturned"
    citation = Citation(1, "nl\n[9] x.txt", "T", None, quote, 0, len(quote))
    answer = Answer(
        question="q", interpreted_as="q", text="", statements=(Statement(quote, (1,)),), citations=(citation,),
        abstained=False, reason="", confidence=1.0, nearest=(), disagreements=(), documents_searched=1, timings={},
    )  # fmt: skip

    for colour in (True, False):
        shown = answer_text(answer, colour=colour)
        assert not set(shown) & set("\x1b\x07\u202e\ue000\ue001")
        assert "\n[9] x.txt" not in shown


def test_an_empty_folder_name_is_a_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--corpus", "", "who?"])

    assert stopped.value.code == 2
    assert "--corpus" in capsys.readouterr().err
