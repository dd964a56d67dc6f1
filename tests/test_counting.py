"""Counting what documents list: what is counted is cited, and what cannot be counted for certain is not."""

import pytest

from assistant import Answer, Assistant

FILES = {
    "boats.md": (
        "# Boats\n\n| Name | Berth | Length | Owner |\n|---|---|---|---|\n| Heron | 4 | 12 m | Weiss |\n"
        "| Wren | 7 | 9 m | Olsen |\n| Plover | 9 | 1,100 cm | Olsen |\n"
    ),
    "tour.md": "# Harbour tour\n\nIt takes an hour.\n\n1. Meet at the gate.\n2. Walk to the mole.\n3. Ring the bell.\n",
    "piers.md": (
        "# Piers\n\n## Pier North\n\nFee: 40 EUR. State: open.\n\n## Pier South\n\nFee: 1 200 EUR. State: shut.\n\n"
        "## Pier West\n\nFee: 90,50 EUR. State: open.\n"
    ),
    "faq.md": "# Answers\n\n**Q: Who rings the bell?**\nA: The guide.\n\n**Q: May dogs come along?**\nA: Yes.\n",
    "birds.txt": "\n".join(
        ["species,seen", *(f"Bird of passage {number},twice in the harbour" for number in range(20))]
    )
    + "\n",
}


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("harbour")
    for name, text in FILES.items():
        (folder / name).write_text(text)
    with Assistant.open(folder, tmp_path_factory.mktemp("store")) as opened:
        yield opened


def quotes(found: Answer) -> list[str]:
    return [citation.quote for citation in found.citations]


@pytest.mark.parametrize(
    ("question", "told", "count"),
    [
        pytest.param(
            "How many boats are there?", "I counted 3 boats:", 1, id="the rows under a heading, quoted at once"
        ),
        pytest.param("How many boats does Olsen own?", "I counted 2 of 3 boats:", 2, id="the rows with what is said"),
        pytest.param("How many steps has the tour?", "I counted 3 steps:", 1, id="numbered items of a document"),
        pytest.param("How many piers are listed?", "I counted 3 piers:", 3, id="the sections under a heading"),
        pytest.param(
            "How many open piers are there?", "I counted 2 of 3 piers:", 2, id="the sections with what is said"
        ),
        pytest.param("How many questions are there?", "I counted 2 questions:", 2, id="questions of a list of answers"),
        pytest.param("How many birds are there?", "I counted 20 birds:", 12, id="of many the first are quoted"),
        pytest.param("How many species are listed?", "I counted 20 species:", 12, id="what the first column is called"),
    ],
)
def test_what_is_counted_is_cited(question: str, told: str, count: int, harbour: Assistant) -> None:
    found = harbour.answer(question)

    assert found.statements[0].text == told
    assert found.statements[0].citations == tuple(range(1, count + 1))
    assert len(found.citations) == count
    assert (found.statements[-1].text == "And 8 more.") == (count == 12)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Which boat has the largest berth?", "| Plover | 9 | 1,100 cm | Olsen |"),
        ("Which boat has the smallest berth?", "| Heron | 4 | 12 m | Weiss |"),
        ("Which pier has the highest fee?", "Fee: 1 200 EUR. State: shut."),
        ("Which pier has the lowest fee?", "Fee: 40 EUR. State: open."),
    ],
)
def test_figures_of_one_collection_are_compared(question: str, quote: str, harbour: Assistant) -> None:
    found = harbour.answer(question)

    assert found.statements[0].text == "I compared 3:"
    assert quotes(found) == [quote]


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("How many boats are not Olsen's?", id="a negation"),
        pytest.param("How many boats are over 10 m?", id="a comparison"),
        pytest.param("How many boats sank?", id="what no row says"),
        pytest.param("How many rows are there?", id="several tables"),
        pytest.param("How many people ring the bell?", id="what nothing is called"),
        pytest.param("Which pier has the largest crane?", id="a field that is not there"),
    ],
)
def test_what_cannot_be_counted_for_certain_is_not(question: str, harbour: Assistant) -> None:
    found = harbour.answer(question)

    assert "I counted" not in found.text
    assert "I compared" not in found.text
