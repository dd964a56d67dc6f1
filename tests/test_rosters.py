"""Lists of what documents mention: people, countries, dates and the like, each with how often and where."""

import pytest

from assistant import Assistant
from assistant.words.countries import countries
from assistant.words.naming import Bearer, names_in

REPORT = (
    "The mayor of Rype, Ada Quill, met Governor Tomas Lindqvist in Oslo on 3 May 2020. Quill said the Harbour "
    "Authority would pay 40 euros. She had flown from Norway to Sweden, and Sweden's ministers greeted her. The US "
    "stayed silent. Members of Varro met in Skagby in 2019. Representatives of Varro and Kestrelen came. On 3 May "
    "2020 it rained.\n"
)
LATER = "In Skagby, Jan Weissmann said that nothing had changed. He lives in Poland.\n"
GERMAN = "Der Minister reiste aus Russland in die Schweiz. Die Grenze Russlands ist lang. Er liebt Frankreichs Küche.\n"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("rype")
    front = "---\ntitle: {}\ndate: {}\n---\n\n{}"
    (folder / "a.md").write_text(front.format("The storm report", "2020-05-04", REPORT))
    (folder / "b.md").write_text(front.format("The calm report", "2021-05-04", LATER))
    (folder / "c.md").write_text(front.format("Die Reise", "2022-05-04", GERMAN))
    with Assistant.open(folder, tmp_path_factory.mktemp("store")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("Which people are mentioned?", ["Ada Quill: 2", "Tomas Lindqvist: 1", "Jan Weissmann: 1"]),
        ("Who is mentioned in the calm report?", ["Jan Weissmann: 1"]),
        ("Which countries are mentioned in the storm report?", ["Sweden: 2", "Norway: 1", "US: 1"]),
        ("List all countries in the newest article.", ["Russland: 2", "Schweiz: 1", "Frankreich: 1"]),
        ("Which cities come up?", ["Skagby: 2", "Oslo: 1"]),
        ("Which groups are mentioned?", ["Varro: 2", "Harbour Authority: 1", "Kestrelen: 1"]),
        ("Which dates appear in the storm report?", ["3 May 2020: 2", "2020-05-04: 1", "2019: 1"]),
        ("Which years are mentioned in the storm report?", ["2020: 3", "2019: 1"]),
        ("How many numbers are mentioned?", ["40: 1"]),
        ("Welche Länder werden in dem Artikel über die Reise erwähnt?", ["Russland: 2", "Schweiz: 1", "Frankreich: 1"]),
    ],
)
def test_all_of_a_kind_are_listed_with_how_often(question: str, lines: list[str], asked: Assistant) -> None:
    heading, *listed = asked.answer(question).statements

    assert [statement.text for statement in listed] == lines
    assert heading.text.endswith(
        f": {len(lines)}. {'Wie oft jeweils' if 'Welche' in question else 'How often each is'}:"
    )


def test_each_thing_is_cited_where_it_stands_first(asked: Assistant) -> None:
    found = asked.answer("Which people are mentioned?")

    assert [statement.citations for statement in found.statements] == [(), (1,), (1,), (2,)]
    assert [citation.document for citation in found.citations] == ["a.md", "b.md"]
    assert found.citations[0].quote.startswith("The mayor of Rype, Ada Quill")
    assert (found.abstained, found.confidence) == (False, 1.0)


@pytest.mark.parametrize("question", ["Which rivers are mentioned?", "Which people are mentioned in the Lima report?"])
def test_what_cannot_be_listed_is_looked_for(question: str, asked: Assistant) -> None:
    assert "How often each is" not in asked.answer(question).text


def test_names_are_told_apart_by_the_words_around_them() -> None:
    names = names_in([REPORT, LATER])

    assert names["Quill"].whole == "Ada Quill"
    assert {name for name, each in names.items() if each.bearer is Bearer.ORGANISATION} == {
        "Harbour Authority", "Varro", "Kestrelen",
    }  # fmt: skip


def test_a_country_has_several_names() -> None:
    assert {countries("en")[name] for name in ("US", "USA", "United States")} == {"US"}
    assert countries("de")["Russland"] == countries("zh")["俄罗斯"] == "RU"
    assert "European Union" not in countries("en")
    assert countries("xx") == {}
