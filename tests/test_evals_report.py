import hashlib
import re
from base64 import b64encode
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from test_evals_comparison import outcome
from test_evals_results import CRASHED, DECLINED, MISSED

from evals.cases import Case, Evidence
from evals.comparison import compare
from evals.metrics.confidence import Bin, Point
from evals.metrics.intervals import Estimate
from evals.outcomes import Shown, Verdict
from evals.report import plots
from evals.report.entries import as_html, entry, in_context
from evals.report.report import render_report
from evals.results import Result
from index import Document

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
TEXT = f"Before it all. Anna met Ben & Cleo. {HOSTILE} After it all."
DOCUMENT = Document("a.txt", TEXT, f"Title {HOSTILE}")
QUOTE = "Anna met Ben & Cleo."
START = TEXT.index(QUOTE)
SHOWN = Shown("a.txt", START, START + len(QUOTE), QUOTE, verbatim=True)
ANSWERED = outcome(1, question=f"Who? {HOSTILE}", citations=(SHOWN,), text=f"**Anna** met Ben. [1] {HOSTILE}")
CASES = [
    Case("who-01", "who", "dev", ANSWERED.question, (("Hi?", HOSTILE),), True, (("Anna",), ("Dora",)),
         (Evidence("a.txt", START, START + 8, "Anna met", (0,)),), "who.jsonl:1"),
    *(Case(o.id, "who", "dev", o.question, (), False, (), (), "who.jsonl:2") for o in (MISSED, DECLINED, CRASHED)),
]  # fmt: skip
RESULT = Result({"corpus": "abc", "documents": 1, "commit": HOSTILE}, (ANSWERED, MISSED, DECLINED, CRASHED))


@pytest.fixture(scope="module")
def page() -> str:
    return render_report(RESULT, CASES, [DOCUMENT], title="Questions")


def test_nothing_that_a_document_or_an_answer_says_becomes_markup(page):
    assert "<img src=x" not in page
    assert page.count("<script>") == 1
    assert page.count("&lt;script&gt;alert(1)") >= 4


def test_the_page_asks_no_network_for_anything(page):
    assert not re.search(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""", page)
    assert "default-src 'none'" in page


def test_the_policy_allows_exactly_the_style_and_script_of_the_page(page):
    for tag in ("style", "script"):
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in page
    assert not re.search(r"<[^>]+ (?:style|onclick|onload)=", page)


def test_every_question_is_on_the_page_with_its_verdict(page):
    for made in RESULT.outcomes:
        assert f'<span class="badge {made.verdict}">{made.verdict}</span>' in page
        assert made.id in page
    assert "RuntimeError: oops" in page


def test_test_questions_are_hidden_until_asked_for():
    result = Result({}, (ANSWERED, replace(MISSED, split="test")))
    page = render_report(result, CASES, [DOCUMENT], title="Questions")
    assert re.search(r'data-split="test" hidden>.*who-02', page, re.DOTALL)
    assert 'data-split="dev">' in page


def test_changes_against_a_baseline_are_marked():
    broken = replace(ANSWERED, verdict=Verdict.WRONG)
    page = render_report(
        Result({}, (broken,)), CASES, [DOCUMENT], title="Questions", comparison=compare([ANSWERED], [broken])
    )
    assert "0 fixed, 1 broken" in page
    assert 'data-tags="wrong broken"' in page


def test_a_citation_is_shown_in_context_with_the_gold_in_it():
    html = in_context(DOCUMENT, SHOWN, CASES[0], ANSWERED)
    assert '<mark><span class="proof">Anna met</span></mark><mark> Ben &amp; Cleo.</mark>' in html
    assert html.startswith("Before it all. ")
    assert html.endswith(" After it all.")


def test_a_long_context_is_cut_at_words():
    document = Document("a.txt", "word " * 200 + "gold" + " word" * 200, "")
    gold = Shown("a.txt", 1000, 1004, "gold", verbatim=True)
    html = in_context(document, gold, CASES[1], replace(ANSWERED, citations=(gold,)))
    assert re.fullmatch(r"…(word )+<mark>gold</mark>( word)+…", html)


def test_a_quote_that_is_not_in_its_document_is_shown_as_a_lie():
    lie = replace(SHOWN, verbatim=False)
    assert "place lie" in entry(CASES[0], replace(ANSWERED, citations=(lie,)), {"a.txt": DOCUMENT})


def test_facts_are_ticked_or_crossed():
    html = entry(CASES[0], ANSWERED, {"a.txt": DOCUMENT})
    assert '<li class="shown">Anna</li><li class="absent">Dora</li>' in html


def test_a_count_of_documents_is_ticked_where_the_text_tells_it():
    counting = replace(CASES[0], facts=(("1 of 1",), ("2 of 2",)))
    html = entry(counting, replace(ANSWERED, text="Documents: 1 of 1 [1]"), {"a.txt": DOCUMENT})
    assert '<li class="shown">1 of 1</li><li class="absent">2 of 2</li>' in html


def test_an_answer_keeps_its_characters_bold_and_markers():
    assert as_html(r"**Anna** \*met\* <Ben>. [1]") == "<strong>Anna</strong> *met* &lt;Ben&gt;. <sup>[1]</sup>"


@pytest.mark.parametrize(
    "svg",
    [
        pytest.param(plots.interval_plot({"who & when": [Estimate(0.5, 0.2, 0.9, 4), None]}, ["a", "b"]), id="kinds"),
        pytest.param(plots.interval_plot({}, ["dev"]), id="no kinds"),
        pytest.param(plots.risk_coverage_plot({"dev": [Point(0.9, 0.5, 0.0), Point(0.1, 1.0, 0.25)]},
                                              {"dev": Point(0.9, 0.5, 0.0)}), id="risk over coverage"),
        pytest.param(plots.reliability_plot([Bin(0.9, 1.0, 3, 0.95, 2 / 3)]), id="reliability"),
        pytest.param(plots.reliability_plot([]), id="no bins"),
        pytest.param(plots.latency_plot({"<total>": [1.0, 2.0, 3.0], "rank": []}), id="latency"),
        pytest.param(plots.latency_plot({}), id="no stages"),
    ],
)  # fmt: skip
def test_a_plot_is_well_formed_and_named(svg):
    assert ET.fromstring(svg).attrib["aria-label"]


def test_a_scale_maps_ends_to_ends_and_stays_within():
    y = plots.Scale(0, 1, 200, 20)
    assert [y(0), y(0.5), y(1), y(7)] == [200, 110, 20, 20]


def test_a_whisker_reaches_over_its_interval():
    svg = ET.fromstring(plots.interval_plot({"who": [Estimate(0.5, 0.25, 1.0, 8)]}, ["dev"]))
    x = plots.Scale(0, 1, plots.LABELS, plots.WIDTH - plots.VALUES)
    (group,) = svg.findall("g")
    line, circle = group.find("line"), group.find("circle")
    assert (float(line.get("x1")), float(line.get("x2")), float(circle.get("cx"))) == (x(0.25), x(1.0), x(0.5))
