"""Asking tables: rows are chosen by what is asked, all of it, and quoted; computed figures are ours and say of what."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from assistant import Answer, Assistant
from assistant.finding import the_reader
from assistant.tables import table as tables
from assistant.tables.conditions import AMOUNT, TESTS
from assistant.tables.values import day_of, figure_of, minutes_of, month_of, values_of
from assistant.web.conversation import Turn, turns_from_json, turns_to_json
from assistant.web.message import answer_message
from assistant.words.languages import pattern
from evals.asked_of_tables import FOLDER, TableQuestion, ask_tables, read_table_questions, wrong_with
from evals.errors import EvalsError
from index import Document

SHOP = """Item,Code,Price (EUR),Stock,Maker,Delivery,Fragile
Kettle,K-1,49.90,12,Holm AS,2024-03-15,no
Tray,T-22,129.00,0,Holm AS,2024-04-02,no
Vase,V-3,"1,089.50",3,Lindqvist,2024-03-28,yes
Bowl,B-77,74.00,0,Lindqvist,2024-05-11,yes
Lamp,L-9,12.50,140,Brenner GmbH,2024-02-20,n/a
"""
TRAINS = """# Timetable

Trains run on working days.

| Train | Departs | Travel time | Fare |
|---|---|---|---|
| Heron | 06:45 | 1 h 20 min | £12.50 |
| Wren | 7:10 | 55 min | £21.00 |
| Plover | 18:05 | 2 h 5 min | £9 |

## Stock

| Part | Weight |
|---|---|
| Rail | 1.2 t |
| Bolt | 900 g |
| Plate | 14 kg |
| Total | 1,214.9 kg |
"""
FAIR = """# Fair

## Monday

| Time | Talk | Status |
|---|---|---|
| 09:00–10:30 | Bees | open |
| 14:30–15:00 | Ferns | full |

## Tuesday

| Time | Talk | Status |
|---|---|---|
| 10:00–11:00 | Moss | full |
| 16:00–17:15 | Owls | cancelled |
"""
HOURS = "Monat\tStunden\tNotiz\nJanuar\t12,5\t\nFebruar\t8,25\tkurz\nMärz\t30,0\n"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "wares.csv").write_text(SHOP, encoding="utf-8")
    (folder / "trains.md").write_text(TRAINS, encoding="utf-8")
    (folder / "stunden.tsv").write_text(HOURS, encoding="utf-8")
    with Assistant.open(folder, tmp_path_factory.mktemp("store")) as opened:
        yield opened


def quoted(answer: Answer) -> list[str]:
    """Return the first cell of each row that is quoted."""
    return [
        citation.quote.strip("| ").replace("\t", ",").replace(" | ", ",").split(",")[0] for citation in answer.citations
    ]


@pytest.mark.parametrize(
    ("question", "rows", "short"),
    [
        ("What is the cheapest ware?", ["Lamp"], "Lamp"),
        ("the two most expensive wares", ["Vase", "Tray"], ""),
        ("Who makes the vase?", [], ""),
        ("Which wares are out of stock?", ["Tray", "Bowl"], ""),
        ("Which wares cost more than 100 euros?", ["Tray", "Vase"], ""),
        ("Which wares cost between 40 and 80 euros?", ["Kettle", "Bowl"], ""),
        ("Which wares are delivered in March?", ["Kettle", "Vase"], ""),
        ("Which wares are delivered in April or May?", ["Tray", "Bowl"], ""),
        ("Which wares are delivered before April?", ["Kettle", "Vase", "Lamp"], ""),
        ("Which wares are delivered after April?", ["Bowl"], "Bowl"),
        ("Which wares have less than 10 in stock?", ["Tray", "Vase", "Bowl"], ""),
        ("What was delivered before 1 March 2024?", ["Lamp"], "Lamp"),
        ("wares of Lindqvist that are fragile", ["Vase", "Bowl"], ""),
        ("Which wares are not fragile?", ["Kettle", "Tray"], ""),
        ("What is the price of the kettle?", ["Kettle"], "49.90"),
        ("How much is the highest price?", ["Vase"], "1,089.50"),
        ("How many lamps are in stock?", ["Lamp"], "140"),
        ("how many lamps are left", ["Lamp"], "140"),
        ("how much is the vase", ["Vase"], "1,089.50"),
        ("When is code K-1 delivered?", ["Kettle"], "2024-03-15"),
        ("Which train leaves first?", ["Heron"], "Heron"),
        ("fastest train", ["Wren"], "Wren"),
        ("Which train departs after 7:00 and costs less than £10?", ["Plover"], "Plover"),
        ("heaviest part", ["Rail"], "Rail"),
        ("Which parts weigh over 1 kg?", ["Rail", "Plate"], ""),
        ("the cheapest one of Lindqvist", ["Bowl"], "Bowl"),
        ("Wie viele Stunden im Februar?", ["Februar"], "8,25"),
    ],
)
def test_the_rows_that_are_asked_for_are_quoted(question: str, rows: list[str], short: str, shop: Assistant) -> None:
    answer = shop.answer(question)

    if rows:
        assert (quoted(answer), answer.short) == (rows, short)
    assert all(citation.quote in shop.documents[0].text + TRAINS + HOURS + SHOP for citation in answer.citations)


LAMPS = """date,region,product,units,price
2024-01-03,North,Lamp A,12,39.90
2024-01-05,South,Lamp B,7,54.50
2024-01-09,East,Chair,3,120.00
"""
BOILER = """# Boiler

| Code | Meaning | What to do |
|---|---|---|
| E1 | no ignition | press reset |
| E2 | low pressure | fill to 1.5 bar |
| E04 | flow sensor | call service |

# Rooms

| Room | Beds | Cost |
|---|---|---|
| Suite B | 2 | 140 |
| Hut C | 4 | 90 |
"""


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("numbered")
    (folder / "lamps.csv").write_text(LAMPS, encoding="utf-8")
    (folder / "house.md").write_text(BOILER, encoding="utf-8")
    with Assistant.open(folder, folder / "store") as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("What is the price of Lamp B?", "Lamp B"),
        ("what is the price of lamp b", "Lamp B"),
        ("How much is a lamp?", "Lamp"),
        ("What does E2 mean?", "E2"),
        ("What does E4 mean?", "E04"),
        ("What does Suite B cost?", "Suite B"),
    ],
)
def test_a_thing_is_known_by_its_number_or_letter(question: str, row: str, numbered: Assistant) -> None:
    answer = numbered.answer(question)
    assert not answer.abstained
    assert row in answer.citations[0].quote


@pytest.mark.parametrize(
    "question",
    ["What is the price of Lamp C?", "how much is lamp c", "What does E7 mean?", "what should i do if it shows e9",
     "What does Suite A cost?", "How many beds has Suite 4?"],
)  # fmt: skip
def test_the_row_of_another_thing_of_that_name_is_no_answer(question: str, numbered: Assistant) -> None:
    assert numbered.answer(question).abstained


@pytest.fixture(scope="module")
def fair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("fair")
    (folder / "fair.md").write_text(FAIR, encoding="utf-8")
    with Assistant.open(folder, tmp_path_factory.mktemp("store")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Which talks are full?", ["Ferns", "Moss"]),
        ("talks on Tuesday", ["Moss", "Owls"]),
        ("Which talks on Monday start after 2 pm?", ["Ferns"]),
        ("last talk on Tuesday", ["Owls"]),
        ("Which talks are not full?", ["Bees", "Owls"]),
        ("Which talks aren't yet cancelled?", ["Bees", "Ferns", "Moss"]),
        ("uncancelled talks", ["Bees", "Ferns", "Moss"]),
        ("Is Bees cancelled?", ["Bees"]),
    ],
)
def test_tables_of_one_head_are_one(question: str, rows: list[str], fair: Assistant) -> None:
    assert [citation.quote.split(" | ")[1] for citation in fair.answer(question).citations] == rows


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("teuerster Artikel?", "Vase"), ("¿Cuál es el artículo más caro?", "Vase"),
        ("Quel article est le moins cher ?", "Lamp"), ("Какой товар самый дешёвый?", "Lamp"),
    ],
)  # fmt: skip
def test_a_table_is_asked_in_other_languages(question: str, row: str, shop: Assistant) -> None:
    answer = shop.answer(question, documents=["wares.csv"])

    assert (quoted(answer), answer.short) == ([row], row)


@pytest.mark.parametrize(
    ("question", "told", "count"),
    [
        ("What is the total price of all wares?", "Price (EUR) of 5 rows, added up: 1354.90.", 5),
        ("average price of the wares of Holm AS", "Price (EUR) of 2 rows, on average: 89.45.", 2),
        ("How many wares cost more than 50 euros?", "3 of 5 rows:", 3),
        ("Is the tray in stock?", "No:", 1),
        ("Is the vase fragile?", "Yes:", 1),
        ("Was any price on 2 april above 100?", "Yes:", 1),
        ("How many kettles and trays are there?", "2 of 5 rows:", 2),
        ("How much do the kettle and the tray cost together?", "Price (EUR) of 2 rows, added up: 178.90.", 2),
        ("list all wares", "5 of 5 rows:", 5),
    ],
)
def test_what_is_ours_says_of_how_many_rows(question: str, told: str, count: int, shop: Assistant) -> None:
    answer = shop.answer(question)

    assert answer.statements[0].text == told
    assert len(answer.citations) == count


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("cheapest blue ware", id="a condition that the table does not know"),
        pytest.param("Which wares are not delivered?", id="a denial of nothing that it tells"),
        pytest.param("Which wares are fragile or from Holm AS?", id="one or the other of two columns"),
        pytest.param("What is the second cheapest ware?", id="a place in the order"),
        pytest.param("Who is the oldest?", id="an age that is a day"),
        pytest.param("Which wares cost more than 5000 euros?", id="a condition that no row meets"),
        pytest.param("Why is the kettle the cheapest ware?", id="a reason"),
        pytest.param("Is the cheapest ware fragile?", id="whether the least is so"),
        pytest.param("Is the lamp fragile?", id="a cell that is open"),
        pytest.param("How much does the kettle count?", id="a count of something else"),
        pytest.param("Who was the first to arrive?", id="what has a first in any table"),
        pytest.param("Which wares are over 1 metre?", id="a unit of something else"),
        pytest.param("Which wares have the longest deliberation?", id="a word that only begins as a column does"),
    ],
)
def test_what_a_table_does_not_tell_is_not_taken_from_it(question: str, shop: Assistant) -> None:
    answer = shop.answer(question)

    assert answer.abstained or answer.confidence < 1


def test_a_question_that_goes_on_means_the_table_of_the_one_before(shop: Assistant) -> None:
    earlier = shop.answer("What is the cheapest ware?")
    answer = shop.answer("and the most expensive?", history=[(earlier.interpreted_as, earlier.text)])

    assert answer.short == "Vase"

    earlier = shop.answer("Which ware has the highest price?")
    answer = shop.answer("and the lowest?", history=[(earlier.interpreted_as, earlier.text)])

    assert answer.short == "Lamp"


@pytest.mark.parametrize(
    ("cells", "figure"),
    [
        (["£6.50", "£2.25"], "£8.75"), (["1,5 kg", "2,25 kg"], "3,75 kg"), (["1.2 t", "900 g"], "1200900 g"),
        (["4", "5 h"], "9"), (["1.50", "2.5"], "4.00"), (["1 t", "900 g"], "1000900 g"), (["5 g", "250 mg"], "5250 mg"),
        (["€-5", "€-3"], "€-8"),
        (["0.0015", "0.0025"], "0.0040"), (["1.5 kg", "0.25 kg"], "1.75 kg"), (["EUR 2", "EUR 3"], "EUR 5"),
    ],
)  # fmt: skip
def test_a_sum_is_written_as_its_cells_are_and_emphasised(cells: list[str], figure: str, tmp_path: Path) -> None:
    rows = "\n".join(f"| {name} | {cell} |" for name, cell in zip("AB", cells, strict=True))
    (tmp_path / "parts.md").write_text(f"# Parts\n\n| Part | Worth |\n|---|---|\n{rows}\n", encoding="utf-8")
    with Assistant.open(tmp_path, tmp_path / ".store") as opened:
        told = opened.answer("What is the total worth of all parts?").statements[0]

    assert told.text == f"Worth of 2 rows, added up: {figure}."
    assert [span.of(told.text) for span in told.emphasis] == [figure]


def test_rows_of_one_table_are_shown_as_one(fair: Assistant) -> None:
    full, all_of_them, alone = (fair.answer(f"Which talks are {words}?") for words in ("full", "not open", "cancelled"))

    def tables_in(answer: Answer) -> list[list[str]]:
        """Return the text of the cells of each row of each table of the message, less the markers."""
        html = answer_message(Turn(answer), 0)
        found = re.findall(r"<tr>(.*?)</tr>", html)
        rows = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row)[:-1] for row in found]
        return [[unescape(re.sub("<[^>]*>", "", cell)) for cell in row] for row in rows]

    assert tables_in(full) == []  # One of each day: they stand under different headings.
    assert tables_in(alone) == []
    assert tables_in(all_of_them) == [
        ["Time", "Talk", "Status"], ["10:00–11:00", "Moss", "full"], ["16:00–17:15", "Owls", "cancelled"],
    ]  # fmt: skip
    assert all_of_them.statements[-1].cells[1] == ("Talk", "Owls")
    (kept,) = turns_from_json(turns_to_json([Turn(all_of_them)]))
    assert kept.answer == all_of_them


def test_rows_of_two_documents_are_no_one_table(tmp_path: Path) -> None:
    for year in (2023, 2024):
        (tmp_path / f"pay_{year}.csv").write_text(f"Name,Pay\nAnn,{year}\nBo,7\n", encoding="utf-8")
    with Assistant.open(tmp_path, tmp_path / ".store") as opened:
        first, second = (opened.answer("Whose pay is over 5?", documents=[f"pay_{year}.csv"]) for year in (2023, 2024))
    statements = (first.statements[1], replace(second.statements[1], citations=(2,)))
    both = replace(first, statements=statements, citations=(first.citations[0], second.citations[0]))

    assert "<table>" in answer_message(Turn(first), 0)
    assert "<table>" not in answer_message(Turn(both), 0)


def test_a_filler_may_be_a_column(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("Order,City,Amount\nA,Bern,10.50\nB,Bern,4.25\nC,Rome,7\n", encoding="utf-8")
    with Assistant.open(tmp_path, tmp_path / ".store") as opened:
        answer = opened.answer("What is the total amount of orders from Bern?")

    assert answer.statements[0].text == "Amount of 2 rows, added up: 14.75."


def test_an_open_cell_is_said_to_tell_nothing(tmp_path: Path) -> None:
    (tmp_path / "wares.csv").write_text(SHOP.replace("Holm AS,2024-03-15", ",2024-03-15"), encoding="utf-8")
    with Assistant.open(tmp_path, tmp_path / ".store") as opened:
        answer = opened.answer("maker of the kettle?")

    assert answer.abstained


def test_a_row_of_totals_is_no_row_and_a_short_one_is_filled() -> None:
    parts = tables.read_tables(Document("trains.md", TRAINS, "Trains"))[1]
    (hours,) = tables.read_tables(Document("stunden.tsv", HOURS, "Stunden"))

    assert [row.cells[0] for row in parts.rows] == ["Rail", "Bolt", "Plate"]
    assert parts.columns[1].numbers == (1200.0, 0.9, 14.0)
    assert hours.head == ("Monat", "Stunden", "Notiz")
    assert hours.rows[-1].cells == ("März", "30,0", "")


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        ("1,049.00", 1049.0), ("€1,020", 1020.0), ("35 %", 35.0), ("-9", -9.0), ("+29", 29.0), ("EUR 12.50", 12.5),
        ("1 299 kr", 1299.0), ("BUG-101", None), ("12 of 40", None), ("free", None), ("", None),
        ("9" * 400, None),
    ],
)  # fmt: skip
def test_a_figure_is_read_with_its_unit(cell: str, figure: float | None) -> None:
    assert figure_of(cell) == figure


def test_a_comma_is_decimal_where_its_column_says_so() -> None:
    assert values_of(["1.299,00", "8,25", "1.085"]).numbers == (1299.0, 8.25, 1085.0)
    assert values_of(["1,299.00", "8.25", "1,085"]).numbers == (1299.0, 8.25, 1085.0)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-05", date(2024, 3, 5)), ("05.03.2024", date(2024, 3, 5)), ("5 March 2024", date(2024, 3, 5)),
        ("Tue 5 Mar 2024", date(2024, 3, 5)), ("March 5, 2024", date(2024, 3, 5)), ("5. März 2024", date(2024, 3, 5)),
        ("5 de marzo de 2024", date(2024, 3, 5)), ("5 March", None), ("30.02.2024", None), ("Fen Lane 5", None),
    ],
)  # fmt: skip
def test_a_day_is_read_in_the_ways_it_is_written(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_what_cannot_be_compared_has_no_numbers() -> None:
    assert values_of(["$2M", "$900K", "$1M"]).kind == "text"
    assert values_of(["$30", "€900"]).kind == "text"
    assert values_of(["5 lb", "2 kg"]).kind == "text"
    assert values_of(["1.250", "2.500"]).kind == "text"
    assert values_of(["1.250", "2.500"], dots_are_groups=True).numbers == (1250.0, 2500.0)
    assert values_of(["5", "6", "7", "8", "from 9"]).unread == {4}
    numbers = values_of(["03/04/2025", "12/25/2025"]).numbers
    assert tuple(date.fromordinal(int(number)).month for number in numbers if number) == (3, 12)
    assert values_of(["13/04/2025", "12/25/2025"]).kind == "text"


@pytest.mark.parametrize(
    ("rows", "question", "short"),
    [
        ("A|5 kg\nB|n/a\nC|700 g", "Is B lighter than 2 kg?", None),
        ("A|5 kg\nB|from 9 kg\nC|700 g\nD|1 kg\nE|2 kg", "heaviest part", None),
        ("A|5 kg\nB|from 9 kg\nC|700 g\nD|1 kg\nE|2 kg", "Which parts weigh more than 3 kg?", None),
        ("A|5 kg\nB|900 g\nC|700 g", "Which parts weigh less than 800 g?", "C"),
        ("**A** b|5 kg\nB|900 g\nC|700 g", "heaviest part", ""),
        ("A|5 kg\nB|900 g\nC|700 g", "the 0 heaviest parts", "A"),
        ("A|5 kg\nB|900 g\nC|700 g", "the ² heaviest parts", None),
    ],
)
def test_doubtful_cells_are_left_to_the_search(rows: str, question: str, short: str | None, tmp_path: Path) -> None:
    (tmp_path / "parts.md").write_text(f"# Parts\n\n|Part|Weight|\n|---|---|\n{rows}\n", encoding="utf-8")
    with Assistant.open(tmp_path, tmp_path / ".store") as opened:
        answer = opened.answer(question)

    assert (answer.confidence < 1 or answer.abstained) if short is None else answer.short == short


def test_many_tables_and_a_long_question_take_no_time_out_of_proportion(tmp_path: Path) -> None:
    table = "\n\n|Part{n}|Price|\n|---|---|\n|bolt{n}|{n}|\n|nut{n}|7|\n"
    (tmp_path / "all.md").write_text("".join(f"# T{n}{table.format(n=n)}\n" for n in range(60)), encoding="utf-8")
    with Assistant.open(tmp_path, tmp_path / ".store") as opened:
        before = the_reader().read
        calls = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(the_reader()), "read", lambda _, *asked: calls.append(asked) or before(*asked))
            opened.answer("Where was the treaty signed?")
            opened.answer("yes nut7 " * 200)

    assert len(calls) < 20


def test_a_question_with_a_number_of_many_digits_is_read_in_no_time() -> None:
    since = time.process_time()
    for side in TESTS:
        form = pattern("en", rf"{AMOUNT}\s*{{tables.or_{side}}}", re.IGNORECASE)
        assert form.search(f"Are there {'9' * 1900} boats?") is None

    assert time.process_time() - since < 1


def test_times_and_months_have_numbers() -> None:
    assert [minutes_of(cell) for cell in ("06:45", "6:45 pm", "1 h 20 min", "55 min", "soon")] == [
        405,
        1125,
        80,
        55,
        None,
    ]
    assert [minutes_of(cell) for cell in ("2 pm", "09:00–10:30", "9-10")] == [840, 540, None]
    assert minutes_of(f"{'9' * 400} min") is None
    assert [month_of(word) for word in ("mars", "März", "Sept.", "май", "Monday")] == [3, 3, 9, 5, None]


def test_a_long_table_is_left_to_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 4)

    assert tables.read_tables(Document("wares.csv", SHOP, "Wares")) == ()


# Right answers at least, of each half; measured before.
FLOORS = {"dev": 106, "test": 36}


def test_questions_to_tables_go_no_worse_than_their_floors() -> None:
    questions = read_table_questions()
    wrong = ask_tables(questions)

    right = {half: sum(each.split == half and not wrong[each.id] for each in questions) for half in FLOORS}
    assert {half: right[half] for half in FLOORS if right[half] < FLOORS[half]} == {}
    assert {each.document for each in questions} == {each.name for each in FOLDER.iterdir()} - {"questions.jsonl"}


def test_an_answer_is_wrong_if_a_row_or_a_value_lacks_or_is_too_many(shop: Assistant) -> None:
    def question(**changes: object) -> TableQuestion:
        values = {"answerable": True, "values": ["Lamp"], "rows": ["Lamp"], **changes}
        return TableQuestion("1", "dev", "wares.csv", "superlative", "cheapest ware?", **values)  # type: ignore[arg-type]

    answer = shop.answer("cheapest ware?")

    assert wrong_with(question(), answer) == ""
    assert wrong_with(question(values=["Tray"]), answer) == "does not say Tray"
    assert wrong_with(question(rows=["Lamp", "Tray"]), answer) == "does not quote Tray"
    assert wrong_with(question(values=[], rows=["Tray"]), answer) == "does not quote Tray"
    assert wrong_with(question(answerable=False), answer) == "answers"
    assert wrong_with(question(), shop.answer("cheapest blue ware")) == "abstains"


def test_a_line_that_is_no_question_is_named(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": "1"}\n')

    with pytest.raises(EvalsError, match=r"questions\.jsonl:1: is no question to a table"):
        read_table_questions(file)
