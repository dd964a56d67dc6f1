"""Markers, quote cards and the reader: every quote opens where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote as percent_encode

import pytest

from assistant import Assistant

if TYPE_CHECKING:
    from web_support import AskingPage, OpenPage

pytest_plugins = ["web_fixtures"]

QUESTION = "who did Bogdanov invite?"


@pytest.fixture
def answered(articles_url: str, open_page: OpenPage) -> AskingPage:
    asking = open_page(articles_url)
    asking.ask(QUESTION)
    return asking


def test_each_marker_opens_its_article_at_the_quoted_span(assistant: Assistant, answered: AskingPage) -> None:
    citations = assistant.answer(QUESTION).citations
    texts = {document.name: document.text for document in assistant.documents}
    markers = answered.page.locator("#chat a.marker")
    assert markers.all_text_contents() == [f"[{citation.number}]" for citation in citations]
    for position, citation in enumerate(citations):
        markers.nth(position).click()
        answered.wait_for_mark(citation.quote)
        assert answered.page.locator("#reader-title").text_content() == citation.title
        assert answered.page.locator("#reader-text").text_content() == texts[citation.document]
        assert _is_in_view(answered, "#reader-text mark.current", "#reader-scroll")
    answered.screenshot("reader")


def _is_in_view(asking: AskingPage, inner: str, outer: str) -> bool:
    return bool(
        asking.page.evaluate(
            """([inner, outer]) => {
                const [a, b] = [inner, outer].map((each) => document.querySelector(each).getBoundingClientRect());
                return a.top >= b.top && a.top < b.bottom;
            }""",
            [inner, outer],
        )
    )


def test_other_citations_of_the_document_are_marked_more_lightly(assistant: Assistant, answered: AskingPage) -> None:
    first, second = assistant.answer(QUESTION).citations[:2]
    assert first.document == second.document, "The question was chosen for two citations of one article."
    answered.page.locator("#chat a.marker").first.click()
    answered.wait_for_mark(first.quote)
    assert answered.page.locator("#reader-text mark.other").all_text_contents() == [second.quote]


def test_the_reader_steps_through_the_citations_of_an_answer(assistant: Assistant, answered: AskingPage) -> None:
    citations = assistant.answer(QUESTION).citations
    answered.page.locator("#chat a.marker").first.click()
    for step, citation in enumerate((*citations, citations[0])):
        answered.wait_for_mark(citation.quote)
        shown = step % len(citations) + 1
        assert answered.page.locator("#reader-position").text_content() == f"{shown} of {len(citations)}"
        answered.page.locator("#next-citation").click()
    answered.wait_for_mark(citations[1].quote)
    answered.page.locator("#previous-citation").click()
    answered.wait_for_mark(citations[0].quote)


def test_hovering_a_marker_shows_its_quote_with_title_and_date(assistant: Assistant, answered: AskingPage) -> None:
    citation = assistant.answer(QUESTION).citations[0]
    answered.page.locator("#chat a.marker").first.hover()
    answered.wait_for_words("#quote-card-quote", citation.quote)
    assert answered.page.locator("#quote-card-source").text_content() == f"{citation.title} · 19 February 2024"
    answered.page.locator("#quote-card").hover()
    answered.page.wait_for_timeout(300)
    assert answered.page.locator("#quote-card").is_visible(), "The card can be hovered, and read at leisure."
    answered.page.keyboard.press("Escape")
    assert answered.page.locator("#quote-card").is_hidden()


def test_the_keyboard_alone_opens_and_closes_a_quote(assistant: Assistant, answered: AskingPage) -> None:
    citation = assistant.answer(QUESTION).citations[0]
    marker = answered.page.locator("#chat a.marker").first
    for _ in range(60):
        answered.page.keyboard.press("Shift+Tab")
        if marker.evaluate("each => each === document.activeElement"):
            break
    answered.wait_for_words("#quote-card-quote", citation.quote)
    assert marker.get_attribute("aria-describedby") == "quote-card"
    answered.page.keyboard.press("Enter")
    answered.wait_for_mark(citation.quote)
    assert answered.page.evaluate("document.activeElement.id") == "reader-title"
    answered.page.keyboard.press("Escape")
    assert answered.page.locator("#reader").is_hidden()
    assert marker.evaluate("each => each === document.activeElement")


def test_a_quote_is_copied_with_its_source(assistant: Assistant, answered: AskingPage) -> None:
    citation = assistant.answer(QUESTION).citations[0]
    answered.page.locator("#chat a.marker").first.click()
    answered.wait_for_mark(citation.quote)
    answered.page.locator("#copy-quote").click()
    answered.wait_for_words("#toast", "copied")
    assert answered.clipboard() == f"“{citation.quote}” ({citation.title}, 19 February 2024)"


def test_the_link_to_a_passage_opens_this_very_span(
    assistant: Assistant, answered: AskingPage, open_page: OpenPage
) -> None:
    citation = assistant.answer(QUESTION).citations[0]
    answered.page.locator("#chat a.marker").first.click()
    answered.wait_for_mark(citation.quote)
    answered.page.locator("#copy-link").click()
    answered.wait_for_words("#toast", "copied")
    link = answered.clipboard()
    assert link.endswith(f"/?document={percent_encode(citation.document)}&start={citation.start}&end={citation.end}")
    open_page(link).wait_for_mark(citation.quote)


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("/?document=none.txt&start=1&end=2", id="a document that does not exist"),
        pytest.param("/?document=001_9f48bea6cb7dc1da.txt&start=5&end=99999999", id="a span outside of the document"),
        pytest.param("/?document=001_9f48bea6cb7dc1da.txt&start=7&end=7", id="an empty span"),
    ],
)
def test_a_link_to_what_is_not_there_says_so(articles_url: str, open_page: OpenPage, address: str) -> None:
    asking = open_page(articles_url + address)
    asking.page.wait_for_selector("#toast.shown")
    assert "There is no document" in asking.page.inner_text("#toast") or "has no characters" in asking.page.inner_text(
        "#toast"
    )
    assert asking.page.locator("#reader").is_hidden()
