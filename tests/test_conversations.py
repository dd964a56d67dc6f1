"""Conversations as people have them, over the minutes of a meeting and a table."""

from collections.abc import Iterator

import pytest

from assistant import Assistant

MAY = """# Meeting of the choir board, 14 May

Ines Farrell led the meeting. The board chose the hall of Rype for the concert, because the church has no heating.
The concert takes place in Rype on 7 September. Dan Okoro will print the posters. Ines Farrell voted against the hall.

Martha Lind resigned as treasurer. Paul Sands looks after the cash until the spring.
"""
FEES = """# Fees

| Voice | Leader | Singers | Room |
|---|---|---|---|
| soprano | Ada Quill | 14 | blue |
| tenor | Bo Ek | 9 | green |

Ada Quill can be reached at extension 214. Kites may not be flown in the hall.
"""


@pytest.fixture(scope="module")
def choir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("choir")
    (folder / "may.md").write_text(MAY)
    (folder / "fees.md").write_text(FEES)
    with Assistant.open(folder, tmp_path_factory.mktemp("store")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("talk", "understood", "held"),
    [
        pytest.param(
            ["Which hall did the board choose for the concert?", "why?"],
            "Why did the board choose hall of Rype for the concert?",
            "the church has no heating",
            id="why",
        ),
        pytest.param(
            ["Who looks after the cash?", "thanks", "Until when?"],
            "Until when is it that Paul Sands looks after the cash?",
            "until the spring",
            id="until when, after thanks",
        ),
        pytest.param(
            ["Who is the leader of the sopranos?", "How can she be reached?"],
            "How can Ada Quill be reached?",
            "extension 214",
            id="she, from a table",
        ),
        pytest.param(
            ["Who led the meeting?", "And who prints the posters?", "Where does it say that?"],
            "Where does it say that? (Who prints the posters?)",
            "Dan Okoro will print the posters",
            id="where the answer to a question of its own stands",
        ),
        pytest.param(
            ["When does the concert take place in Rype?", "What do you mean?"],
            "What do you mean? (When does the concert take place in Rype?)",
            "The concert takes place in Rype on 7 September",
            id="what is meant",
        ),
        pytest.param(
            ["Who voted against the hall?", "No, I mean who resigned?"],
            "Who resigned?",
            "Martha Lind",
            id="a correction",
        ),
        pytest.param(
            ["Wer druckt die Plakate?", "And who resigned as treasurer?"],
            "Who resigned as treasurer?",
            "Martha Lind",
            id="another language before",
        ),
    ],
)
def test_the_last_turn_of_a_conversation_is_understood_and_answered(
    talk: list[str], understood: str, held: str, choir: Assistant
) -> None:
    history: list[tuple[str, str]] = []
    for question in talk:
        answer = choir.answer(question, history=history)
        history.append((answer.interpreted_as, answer.text))

    assert answer.interpreted_as == understood
    assert not answer.abstained
    assert held in answer.citations[0].quote
