"""Quotes of lists, tables, code and sections: what is quoted whole, what it stands under, and what is never joined."""

import pytest

from assistant.answering.markdown import markdown
from assistant.answering.quoting import cite, quotations, stated
from assistant.finding import RankedSentence
from assistant.finding.ranking import HeadingIndex, numbers_of
from index import Document, PassageParser
from index.lexical import content_terms
from index.stored import StoredDocument
from index.summary import DocumentSummary

HOUSE = """# Boathouse

## Winter

Bring these in winter:

- a rope
- two **oars**

## Rates

| Boat | Fee (NOK) |
|------|-----------|
| punt | 90 |
| skiff | 120 |

## Motor

1. Open the tap.
2. Pull the cord.

To stop it at once:

```sh
motor off
```

## Dogs

Dogs may swim. They are welcome.

## Cats

Cats may not swim.
"""
DOCUMENT = Document("house.md", HOUSE, "Boathouse")
PASSAGES = PassageParser().passages(DOCUMENT)


def ranked(words: str) -> RankedSentence:
    """Return the sentence of the house that holds these words."""
    return next(
        RankedSentence(DOCUMENT, passage, number, 1.0, 1.0, True)
        for passage in PASSAGES
        for number in range(len(passage.sentences))
        if words in passage.sentence(number)
    )


def answered(question: str, *words: str) -> list[tuple[str, str, str]]:
    """Return quote, context and Markdown of the citations made of sentences with these words."""
    wanted = content_terms(question, "en")
    quoted = quotations([ranked(each) for each in words], wanted)
    citations = [cite(each, number) for number, each in enumerate(quoted, start=1)]
    return [(each.quote, each.context, markdown([stated(each, DOCUMENT)])) for each in citations]


@pytest.mark.parametrize(
    ("question", "words", "expected"),
    [
        pytest.param(
            "What should I bring in winter?",
            ["a rope"],
            [
                (
                    "Bring these in winter:\n\n- a rope\n- two **oars**",
                    "Winter",
                    "*Winter:*  \nBring these in winter:  \n\\- a rope  \n\\- two oars [1]",
                )
            ],
            id="a list with its opening",
        ),
        pytest.param(
            "How many oars should I bring?",
            ["oars"],
            [
                (
                    "- two **oars**",
                    "Winter > Bring these in winter:",
                    "*Winter \\> Bring these in winter:*  \n\\- two oars [1]",
                )
            ],
            id="the item that is asked for",
        ),
        pytest.param(
            "What is the fee for a skiff?",
            ["skiff"],
            [("| skiff | 120 |", "Rates > Boat, Fee (NOK)", "*Rates:*  \nBoat: skiff, Fee (NOK): 120 [1]")],
            id="a row with its columns",
        ),
        pytest.param(
            "How do I stop it?",
            ["To stop"],
            [
                (
                    "To stop it at once:\n\n```sh\nmotor off\n```",
                    "Motor",
                    "*Motor:*  \nTo stop it at once:\n```\nmotor off\n```\n [1]",
                )
            ],
            id="code with the sentence that announces it",
        ),
        pytest.param(
            "What about the cord?",
            ["Pull the cord"],
            [("2. Pull the cord.", "Motor", "*Motor:*  \n2\\. Pull the cord. [1]")],
            id="a step with its number",
        ),
        pytest.param(
            "Who may swim?",
            ["They are welcome", "Cats may not"],
            [
                ("Dogs may swim. They are welcome.", "Dogs", "*Dogs:*  \nDogs may swim. They are welcome. [1]"),
                ("Cats may not swim.", "Cats", "*Cats:*  \nCats may not swim. [2]"),
            ],
            id="neighbours of two sections stay apart",
        ),
    ],
)
def test_what_is_quoted(question: str, words: list[str], expected: list[tuple[str, str, str]]) -> None:
    assert answered(question, *words) == expected


def test_a_heading_is_asked_for_by_what_tells_it_from_the_others() -> None:
    text = "# Inn Lyng\n\nDogs may stay.\n\n# Inn Rype\n\nDogs must wait outside.\n"
    stored = StoredDocument.cut(Document("inns.md", text, "inns"), PassageParser())
    headings = HeadingIndex(DocumentSummary.of(stored).headings)
    wanted = content_terms("May dogs stay at Inn Rype?", "en")

    assert headings.asked(("Inn Rype",), wanted) == 1.0
    assert headings.asked(("Inn Lyng",), wanted) == 0.0


def test_a_step_goes_by_its_own_number_and_a_clause_by_that_of_its_heading() -> None:
    text = "# 4.1.2 Chains\n\nA chain is held.\n\n1. Lift it.\n2. Let go.\n"
    (passage,) = PassageParser().passages(Document("norm.md", text, "norm"))

    assert [numbers_of(passage, number) for number in range(3)] == [{"4.1.2"}, {"4.1.2", "1"}, {"4.1.2", "2"}]
