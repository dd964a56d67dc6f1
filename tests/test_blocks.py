"""Blocks: what a document is made of, what each part stands under, and that nothing of it is lost."""

import random
import time
from itertools import pairwise

import pytest
from test_sentences import PIECES, assert_nothing_is_lost

from index.blocks import BlockKind
from index.reading import blocks, is_markdown, readable

NOTES = "notes.md"
MARKS = (*PIECES, "## ", "| a | b |\n", "|---|---|\n", "> ", "```\n", "**", "Key: value\n", "a,b,c\n", "---\n", "  \n")


def shown(text: str, name: str) -> list[tuple[str, str, str, str]]:
    """Return kind, headings, opening and readable words of each sentence."""
    return [
        (
            block.kind.value,
            " > ".join(block.context.headings),
            block.context.opening,
            readable(span.of(text), block.context, markdown=is_markdown(name)),
        )
        for block in blocks(text, name)
        for span in block.sentences
    ]


def evidence(text: str, name: str) -> list[tuple[str, str, str, str]]:
    """Return of what says something its kind, headings, opening and readable words."""
    return [row for row, block in zip(shown(text, name), _of_sentences(text, name), strict=True) if block.is_evidence]


def long_row(characters: int, *, left: str, between: str, right: str) -> str:
    """Return a row of cells of ten words each, with commas and blanks in them."""
    cells = [", ".join([f"word{number}"] * 10) for number in range(characters // 80)]
    return left + between.join(cells) + right


@pytest.mark.parametrize(
    ("name", "head", "style"),
    [
        pytest.param("a.csv", "", {"left": '"', "between": '","', "right": '"'}, id="separated values"),
        pytest.param("a.md", "| a |\n|---|\n", {"left": "| ", "between": " | ", "right": " |"}, id="Markdown"),
    ],
)
def test_a_long_row_is_whole_and_a_very_long_one_is_cut_between_its_cells(
    name: str, head: str, style: dict[str, str]
) -> None:
    long, longer = (long_row(characters, **style) for characters in (3000, 9000))
    whole, pieces = (
        [span.of(text) for block in blocks(text, name) if block.is_evidence for span in block.sentences]
        for text in (f"{head}{long}\n", f"{head}{longer}\n")
    )
    assert whole == [long]
    assert len(pieces) == 3
    assert "".join("".join(pieces).split()) == "".join(longer.split())
    assert all(piece.endswith((",", "|")) for piece in pieces[:-1])


@pytest.mark.parametrize("between", [",", "\t", ";"])
def test_each_piece_of_a_row_that_was_cut_has_the_heads_of_its_own_cells(between: str) -> None:
    columns = range(700)
    lines = (between.join(f"{start}{number}" for number in columns) for start in ("head", "cell no ", "cell no "))
    said = [words for _, _, _, words in evidence("\n".join(lines), "a.csv")]
    named = [cell.partition(": ") for words in said for cell in words.split(", ")]
    assert len(said) == 6
    assert [name.removeprefix("head") for name, _, _ in named] == [*map(str, columns)] * 2
    assert all(cell == f"cell no {name.removeprefix('head')}" for name, _, cell in named)


def test_a_piece_of_a_cell_has_no_head() -> None:
    long = "A word, and another. " * 400
    (_, _, _, first), (_, _, head, second), *_ = evidence(f'id,text,by\n1,"{long}",Ada\n', "a.csv")
    assert first == "id: 1"
    assert head == ""
    assert second.startswith("A word")


def _of_sentences(text: str, name: str):
    return [block for block in blocks(text, name) for _ in block.sentences]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        pytest.param(
            "# Boathouse\n\n## Winter\n\nBring these:\n\n- a rope\n- two **oars**\n  - of ash\n",
            NOTES,
            [
                ("paragraph", "Boathouse > Winter", "", "Bring these:"),
                ("item", "Boathouse > Winter", "Bring these:", "a rope"),
                ("item", "Boathouse > Winter", "Bring these:", "two oars"),
                ("item", "Boathouse > Winter", "- two **oars**", "of ash"),
            ],
            id="a list with its opening and one within",
        ),
        pytest.param(
            "| Item | Cost (NOK) |\n|---|---|\n| New crane | 1,950,000 |\n| Rope \\| cord | |\n",
            NOTES,
            [
                ("row", "", "| Item | Cost (NOK) |", "Item: New crane, Cost (NOK): 1,950,000"),
                ("row", "", "| Item | Cost (NOK) |", "Item: Rope | cord"),
            ],
            id="rows with the heads of their columns",
        ),
        pytest.param(
            'Name,Since\n"Vik, Ane",2019\nLunde,2021\n',
            "staff.csv",
            [
                ("row", "", "Name,Since", "Name: Vik, Ane, Since: 2019"),
                ("row", "", "Name,Since", "Name: Lunde, Since: 2021"),
            ],
            id="separated values",
        ),
        pytest.param(
            "Inn Lyng\nDogs may stay. Rooms are warm.\n\nInn Rype\nDogs must wait outside.\n",
            "inns.txt",
            [
                ("paragraph", "Inn Lyng", "", "Dogs may stay."),
                ("paragraph", "Inn Lyng", "", "Rooms are warm."),
                ("paragraph", "Inn Rype", "", "Dogs must wait outside."),
            ],
            id="plain headings",
        ),
        pytest.param(
            "4.1 Scope\n\n4.1.1 Ropes\n4.1.2 applies to steel only.\n\n4.1.2 Chains\nA chain is held for an hour.\n",
            "norm.txt",
            [
                ("paragraph", "4.1 Scope > 4.1.1 Ropes", "", "4.1.2 applies to steel only."),
                ("paragraph", "4.1 Scope > 4.1.2 Chains", "", "A chain is held for an hour."),
            ],
            id="numbered clauses",
        ),
        pytest.param(
            "Q: May I fish here?\nA: Yes. With a card.\n\nWhere is the key?\nIt hangs in the shed.\n",
            "faq.txt",
            [
                ("answer", "", "Q: May I fish here?", "A: Yes."),
                ("answer", "", "Q: May I fish here?", "With a card."),
                ("answer", "", "Where is the key?", "It hangs in the shed."),
            ],
            id="questions and answers",
        ),
        pytest.param(
            "[2024-05-02 09:00] ida: the mast broke\n[2024-05-02 09:01] leo: how?\n[2024-05-02 09:02] ida: a gust\n",
            "chat.txt",
            [
                ("line", "", "", "[2024-05-02 09:00] ida: the mast broke"),
                ("line", "", "ida: the mast broke / leo: how?", "[2024-05-02 09:02] ida: a gust"),
            ],
            id="the turns of a chat",
        ),
        pytest.param(
            "Boat: Terna\nLength: 9.2 m\nBuilt by: H. Moe, Risør\n\nOwner: Eli Dahl. Berth: 14. State: afloat.\n",
            "boat.txt",
            [
                ("pair", "", "", "Boat: Terna"),
                ("pair", "", "", "Length: 9.2 m"),
                ("pair", "", "", "Built by: H. Moe, Risør"),
                ("pair", "", "", "Owner: Eli Dahl. Berth: 14. State: afloat."),
            ],
            id="keys and values",
        ),
        pytest.param(
            "To start it:\n\n```sh\nmotor on\nmotor --slow\n```\n",
            NOTES,
            [("paragraph", "", "", "To start it:"), ("code", "", "To start it:", "motor on\nmotor --slow")],
            id="code behind a colon",
        ),
        pytest.param(
            "---\ntitle: Moorings\ntags: [sea, rope]\nkeeper: Ida\n---\n\n<!-- a remark -->\n\n# Moorings\n\n"
            "## Contents\n\n- [Ropes](#ropes)\n- Buoys\n\n## Ropes\n\nThey are of hemp.\n\n***\n\n"
            "## Buoys\n\nThey are red.\n",
            NOTES,
            [
                ("pair", "", "", "keeper: Ida"),
                ("paragraph", "Moorings > Ropes", "", "They are of hemp."),
                ("paragraph", "Moorings > Buoys", "", "They are red."),
            ],
            id="titles, tags, comments, contents and rules say nothing",
        ),
        pytest.param(
            "Harbour report        Page 7\n\nThe quay of the har-\nbour was raised.\n\n"
            "Harbour report        Page 8\n\nIt is dry.\n",
            "report.txt",
            [("paragraph", "", "", "The quay of the harbour was raised."), ("paragraph", "", "", "It is dry.")],
            id="running heads and words cut at a line's end",
        ),
        pytest.param(
            "4 planks of pine\n12 screws\n1 pot of tar\n\nLay the planks side by side.\n",
            "raft.txt",
            [
                ("item", "", "", "4 planks of pine"),
                ("item", "", "", "12 screws"),
                ("item", "", "", "1 pot of tar"),
                ("paragraph", "", "", "Lay the planks side by side."),
            ],
            id="short lines are a list",
        ),
        pytest.param(
            "<!-- page 1 -->\n\n# Ferry\n\nIt leaves at six.\n\n<!-- page 2 -->\n\nIt returns at nine.\n",
            "ferry.pdf",
            [("paragraph", "Ferry", "", "It leaves at six."), ("paragraph", "Ferry", "", "It returns at nine.")],
            id="the marks of pages are not text",
        ),
        pytest.param(
            "# Terms\n\n**Payment**\n\nPay within 30 days.\n\n**Warranty**\n\nIt lasts four years.\n\n**Closed on"
            " Mondays**\n\n## Staff\n\n**We are two.**\n\nAsk us.\n\n**Open daily**\n",
            NOTES,
            [
                ("paragraph", "Terms > Payment", "", "Pay within 30 days."),
                ("paragraph", "Terms > Warranty", "", "It lasts four years."),
                ("paragraph", "Terms > Warranty", "", "Closed on Mondays"),
                ("paragraph", "Terms > Staff", "", "We are two."),
                ("paragraph", "Terms > Staff", "", "Ask us."),
                ("paragraph", "Terms > Staff", "", "Open daily"),
            ],
            id="a bold line is the heading of what it stands above, if it is no sentence",
        ),
        pytest.param(
            "- **Dogs**\n  - stay outside\n- **Cats**\n",
            NOTES,
            [("item", "", "- **Dogs**", "stay outside"), ("item", "", "", "Cats")],
            id="a bold item only names what is below it",
        ),
        pytest.param(
            f"- lp\n  - {'Its members may print. ' * 10}\n\n    Ask for help.\n",
            NOTES,
            [
                ("item", "", "", "lp"),
                *[("item", "", "- lp", "Its members may print.")] * 10,
                ("item", "", "- lp", "Ask for help."),
            ],
            id="a long item is no opening of its next paragraph",
        ),
        pytest.param(
            "[TOC]\n\n![the valve](v.png) closes.\n\n[^1]\n\nIt costs 90 euros.[^1]\n\n[^1]: Half for members.\n",
            NOTES,
            [
                ("paragraph", "", "", "the valve closes."),
                ("paragraph", "", "", "It costs 90 euros."),
                ("pair", "", "", "Half for members."),
            ],
            id="marks that stand for something else are not text",
        ),
        *(
            pytest.param(
                f"{stamps[0]}Priya: And the keys?\n{stamps[1]}Tomek: At 12 Mill Lane\n{stamps[2]}Priya: ok\n",
                "chat.txt",
                [
                    ("line", "", "Priya: And the keys?", f"{stamps[1]}Tomek: At 12 Mill Lane"),
                    ("line", "", "", f"{stamps[2]}Priya: ok"),
                ],
                id=f"a chat whose lines begin with {stamps[0]}",
            )
            for stamps in (
                ("[12/03/2024, 09:16:02] ", "[12/03/2024, 09:18:55] ", "[12/03/2024, 09:20:10] "),
                ("12.03.24, 9:16 - ", "12.03.24, 9:18 - ", "12.03.24, 9:20 - "),
                ("3/12/24, 9:16 PM - ", "3/12/24, 9:18 PM - ", "3/12/24, 9:20 PM - "),
            )
        ),
        pytest.param(
            "一、开放时间\n\n九点开门。\n\n二、票价\n\n成人票四十元。\n",
            "museum.txt",
            [("paragraph", "一、开放时间", "", "九点开门。"), ("paragraph", "二、票价", "", "成人票四十元。")],
            id="headings that Chinese figures number",
        ),
    ],
)
def test_a_document_is_read_into_blocks(text: str, name: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert evidence(text, name) == expected


def test_a_block_knows_its_page() -> None:
    text = "First.\n\n<!-- page 2 -->\n\nSecond.\n\n<!-- page 3 -->\n\nThird.\n"

    found = [block.context.page for block in blocks(text, "a.pdf") if block.kind is BlockKind.PARAGRAPH]

    assert found == [None, 2, 3]


def test_a_page_without_a_possible_number_is_none() -> None:
    text = f"First.\n\n<!-- page {'9' * 5000} -->\n\nSecond.\n"

    assert {block.context.page for block in blocks(text, "a.pdf")} == {None}


def test_headings_and_items_of_many_blanks_are_read_in_no_time() -> None:
    gap = " " * 1500
    since = time.process_time()

    assert len(blocks(f"# A{gap}b\n\n- one{gap}a\n- two{gap}b\n", "a.md")) == 3
    assert time.process_time() - since < 1


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv"])
def test_no_character_of_random_texts_is_lost_or_in_two_blocks(name: str) -> None:
    chance = random.Random(5)
    for _ in range(400):
        text = "".join(chance.choices(MARKS, k=chance.randint(1, 60)))
        assert_nothing_is_lost(text, blocks(text, name))
        assert all(one.span.end <= other.span.start for one, other in pairwise(blocks(text, name)))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Class teacher: Dr. Ines Carvalho", "pair"),
        ("Signed by: Mr. Tom Hale", "pair"),
        ("Her answer: No. We shall not go.", "paragraph"),
    ],
)
def test_a_value_may_hold_an_abbreviation_and_not_two_sentences(line: str, kind: str) -> None:
    assert evidence(f"Ward: 4B\n{line}\nAllergies: latex\n", "a.txt")[1][0] == kind
