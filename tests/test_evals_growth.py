"""The benchmark of growth: its exponents are slopes, and it measures what it says at each size."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from evals import __main__ as command
from evals import growth
from evals.made_corpus import MadeEmbedding, document, questions
from evals.report.growth_plot import DRAWN, growth_plot
from evals.report.readme import sizes_section
from evals.report.tables import Table


@pytest.mark.parametrize(
    ("costs", "slope"),
    [
        pytest.param({10: 5.0, 1000: 5.0}, "0.00", id="constant"),
        pytest.param({10: 3.0, 100: 30.0, 1000: 300.0}, "1.00", id="as the corpus"),
        # 10 times the passages cost 100 times as much.
        pytest.param({10: 1.0, 100: 100.0}, "2.00", id="with the square"),
        pytest.param({10: 3.0}, "", id="one size"),
        pytest.param({10: 0.0, 100: 1.0}, "", id="nothing"),
    ],
)
def test_the_exponent_is_the_slope_of_the_logarithms(costs: dict[int, float], slope: str) -> None:
    assert growth.exponent(costs) == slope


def test_a_cost_that_was_measured_at_some_sizes_has_empty_cells() -> None:
    table = growth.growth_table({10: {"open, s": 0.5, "build, s": 120.0}, 1000: {"open, s": 50.0}})

    assert table.headers == ("passages", "10", "1,000", "exponent")
    assert table.rows == (("open, s", "0.50", "50.0", "1.00"), ("build, s", "120", "", ""))


def test_a_made_corpus_is_the_same_each_time_and_its_questions_are_in_its_words() -> None:
    assert document(3) == document(3) != document(4)
    texts = " ".join(document(number) for number in range(2))
    asked = questions(16, 9)
    assert len(set(asked)) == 9
    assert asked[0].split()[2] in texts
    near, far = (MadeEmbedding().get_text_embedding(text) for text in ("The bridge fell.", "A harbour was built."))
    query = MadeEmbedding().get_query_embedding("Which bridge fell?")
    assert sum(a * b for a, b in zip(query, near, strict=True)) > sum(a * b for a, b in zip(query, far, strict=True))


def test_each_size_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "_alone", lambda measure, place, size: measure(place, size))
    monkeypatch.setattr(growth, "QUESTIONS", 9)
    told: list[str] = []

    rows = {row[0]: row[1:] for row in growth.growth([16, 64], tmp_path, told=told.append).rows}

    assert told[0].startswith("16 passages: build, passages a second ")
    for cost in (
        "open warm, s", "search, p50, ms", "answer beyond embedding and reading, p99, ms", "add a document, s",
        "remove a document, s", "disk a passage, kB", "memory at its highest, MiB",
    ):  # fmt: skip
        assert all(float(cell.replace(",", "")) > 0 for cell in rows[cost][:2]), cost
    assert ("LlamaIndex on Chroma: search, p50, ms" in rows) == growth.has_stock()

    again = {row[0] for row in growth.growth([16], tmp_path, told=told.append).rows}
    assert rows.keys() - again == {row for row in rows if "build" in row}


def test_the_command_writes_the_figures_into_their_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = Table("What size costs", ("passages", "10"), (("open, s", "17"),), "Twice.")
    page = tmp_path / "scale.md"
    page.write_text("Before\n<!-- sizes -->\n<!-- /sizes -->\nafter", encoding="utf-8")
    monkeypatch.setattr(command, "SCALE", page)
    monkeypatch.setattr(command, "growth", lambda *_, **__: table)

    assert command.main(["bench", "--sizes", "10"]) == 0
    assert "17" not in page.read_text(encoding="utf-8")
    assert command.main(["bench", "--write"]) == 0

    assert page.read_text(encoding="utf-8") == f"Before\n{sizes_section(table)}\nafter"
    assert "open, s" in capsys.readouterr().out


def test_the_plot_of_growth_draws_each_cost_as_a_multiple_of_the_first_with_its_exponent() -> None:
    costs = dict.fromkeys(DRAWN, 2.0)
    plot = growth_plot(growth.growth_table({100: costs, 10_000: {**costs, "open warm, s": 200.0}}))

    drawn = ElementTree.fromstring(plot)
    lines = [line.attrib["points"].split() for line in drawn.iter("{http://www.w3.org/2000/svg}polyline")]
    assert len(lines) == len(DRAWN)
    heights = [[float(point.split(",")[1]) for point in line] for line in lines]
    # At a hundred times the size one costs a hundred times as much, as the dashed line does; the others what they did.
    assert [last == first for first, last in heights] == [name != "open warm, s" for name in DRAWN]
    ideal = next(line for line in drawn.iter() if line.get("class") == "ideal")
    assert float(ideal.attrib["y2"]) == min(last for _, last in heights)
    assert "open: 1.00" in plot
    assert "memory: 0.00" in plot
