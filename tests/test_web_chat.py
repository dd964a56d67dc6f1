"""A conversation on the page: asking, stopping, changing, keeping, copying, saving and rating."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from web_support import Scripted, cite, running, saying

from assistant import Assistant, AssistantError, Disagreement, Version
from assistant.web import ServerSettings
from index import Document

if TYPE_CHECKING:
    from web_support import AskingPage, OpenPage

pytest_plugins = ["web_fixtures"]

QUESTION = "who did Bogdanov invite?"
UNANSWERABLE = "What is the boiling point of tungsten?"
HARBOUR = Document("harbour.txt", "The harbour opened in 1911. It closed in 1950.", "The harbour", date(1950, 5, 1))
LETTER = Document("letter.txt", "They say that the harbour opened in 1912.", "A letter")
SAYS_1911 = cite(HARBOUR, "The harbour opened in 1911.")
SAYS_1912 = cite(LETTER, "They say that the harbour opened in 1912.", number=2)


def test_an_example_question_is_answered_from_the_documents(articles_url: str, open_page: OpenPage) -> None:
    asking = open_page(articles_url)
    examples = asking.page.locator("#chat .example")
    first = examples.first.text_content()
    assert examples.count() == 4
    assert UNANSWERABLE not in examples.all_text_contents(), "Only what the corpus answers is offered."
    asking.screenshot("welcome")
    examples.first.click()
    asking.wait_for_turns(1)
    assert asking.questions() == [first]
    assert asking.page.locator("#chat a.marker").count() > 0


def test_a_question_that_may_follow_is_offered_beneath_the_answer_and_asked_by_a_click(
    articles_url: str, open_page: OpenPage
) -> None:
    asking = open_page(articles_url)
    asking.ask("Who led the Hamas delegation?")
    offered = asking.page.locator("#chat .bot-row:last-child #offered button")
    offered.first.wait_for()
    assert offered.count() == 3
    asking.screenshot("offered")
    question = offered.first.text_content()
    offered.first.click()
    asking.wait_for_turns(2)
    assert asking.questions()[1] == question
    asking.page.wait_for_function("document.querySelectorAll('#offered').length === 1")
    asking.page.wait_for_function("question => ![...document.querySelectorAll('#offered button')]"
                                  ".some((each) => each.value === question)", arg=question)  # fmt: skip


def test_the_answer_says_how_sure_it_is_and_where_it_comes_from(
    assistant: Assistant, articles_url: str, open_page: OpenPage
) -> None:
    answer = assistant.answer(QUESTION)
    asking = open_page(articles_url)
    asking.ask(QUESTION)
    facts = asking.page.locator("#chat .fact").all_text_contents()
    cited = len({citation.document for citation in answer.citations})
    assert facts[:2] == [answer.record.words, f"from {cited} of 5 documents"]
    assert facts[2].endswith(" ms") or facts[2].endswith(" s")
    assert asking.page.locator("#chat .sources time").first.text_content() == "19 February 2024"


def test_an_abstention_shows_the_nearest_passages_and_opens_them(
    assistant: Assistant, articles_url: str, open_page: OpenPage
) -> None:
    nearest = assistant.answer(UNANSWERABLE).nearest
    asking = open_page(articles_url)
    asking.ask(UNANSWERABLE)
    assert "The documents do not answer this question." in asking.page.inner_text("#chat .abstained")
    passages = asking.page.locator("#chat a.passage")
    assert passages.count() == len(nearest)
    passages.first.click()
    asking.wait_for_mark(nearest[0].text)
    asking.screenshot("abstention")


def test_what_is_not_answered_can_be_searched_for_and_keys_lead_about(articles_url: str, open_page: OpenPage) -> None:
    asking = open_page(articles_url)
    asking.ask("Who founded the Hamas bakery in Tungsten?")
    asking.page.locator("#chat .search-instead").click()
    asking.wait_for_words("#documents-note", "passages")
    assert asking.page.locator("#document-search").input_value() == asking.questions()[0]
    asking.screenshot("search-instead")
    asking.page.locator("#document-search").press("Control+k")
    assert asking.page.locator("#document-search:focus").count() == 1
    asking.page.locator("#tab-documents").focus()
    asking.page.keyboard.press("?")
    assert asking.page.locator("#keys").is_visible()
    asking.screenshot("keys")
    asking.page.keyboard.press("Escape")
    asking.page.locator("#tab-documents").focus()
    asking.page.keyboard.press("/")
    assert asking.page.locator("#question textarea:focus").count() == 1
    asking.page.keyboard.press("ArrowUp")
    assert asking.box.input_value() == asking.questions()[0]


def test_a_rewritten_question_and_a_disagreement_are_shown(open_page: OpenPage) -> None:
    dispute = Disagreement("the opening", (Version("1911", SAYS_1911), Version("1912", SAYS_1912)))
    answer = saying(SAYS_1911, SAYS_1912, interpreted_as="When did the harbour open?", disagreements=(dispute,))
    scripted = Scripted((HARBOUR, LETTER), [answer])
    with running(scripted, ServerSettings()) as url:
        asking = open_page(url)
        asking.ask("and when was that?")
        assert asking.page.inner_text("#chat .understood") == "Understood as When did the harbour open?"
        card = asking.page.locator("#chat .disagreement")
        assert card.locator(".card-title").text_content() == "The documents disagree on the opening"
        assert card.locator(".value").all_text_contents() == ["1911", "1912"]
        assert card.locator("q").all_text_contents() == [SAYS_1911.quote, SAYS_1912.quote]
        assert card.locator("time").all_text_contents() == ["1 May 1950"]
        asking.screenshot("disagreement")
        card.locator("a.marker").nth(1).click()
        asking.wait_for_mark(SAYS_1912.quote)


def test_a_follow_up_is_asked_with_what_was_said_before(open_page: OpenPage) -> None:
    scripted = Scripted((HARBOUR,), [saying(SAYS_1911)])
    with running(scripted, ServerSettings()) as url:
        asking = open_page(url)
        asking.ask("When did it open?")
        asking.ask("and then?")
    assert scripted.asked[-1] == ("and then?", [("", f"{SAYS_1911.quote} [1]")])


def test_stopping_keeps_what_has_been_said(open_page: OpenPage) -> None:
    go_on = threading.Event()
    answer = saying(SAYS_1911, SAYS_1912)
    scripted = Scripted((HARBOUR, LETTER), [saying(SAYS_1911), saying(SAYS_1911), answer], lambda: go_on.wait(10))
    with running(scripted, ServerSettings()) as url:
        asking = open_page(url)
        asking.send("When did it open?")
        asking.page.locator("#chat .statement").wait_for()
        asking.page.locator("#question .stop-button").click()
        asking.wait_for_turns(1)
        go_on.set()
        asking.page.wait_for_timeout(300)
        assert asking.page.locator("#chat .statement").all_text_contents() == [
            f"{SAYS_1911.quote}\N{NO-BREAK SPACE}[1]"
        ]
        assert asking.page.inner_text("#chat .notice") == "Stopped before the answer was complete."


def test_a_changed_question_replaces_what_follows_it(articles_url: str, open_page: OpenPage) -> None:
    asking = open_page(articles_url)
    for question in ("Who is Bogdanov?", "When do the talks take place?", "Who is Abbas?"):
        asking.ask(question)
    asking.page.locator("#chat .act-edit").nth(1).click()
    assert asking.box.input_value() == "When do the talks take place?"
    asking.send("Where do the talks take place?")
    asking.wait_for_turns(2)
    assert asking.questions() == ["Who is Bogdanov?", "Where do the talks take place?"]


def test_editing_can_be_cancelled(articles_url: str, open_page: OpenPage) -> None:
    asking = open_page(articles_url)
    asking.ask("Who is Bogdanov?")
    asking.page.locator("#chat .act-edit").click()
    asking.page.locator("#cancel-editing").click()
    asking.ask("Who is Abbas?")
    assert asking.questions() == ["Who is Bogdanov?", "Who is Abbas?"]


def test_retry_asks_again_and_undo_takes_back(articles_url: str, open_page: OpenPage) -> None:
    asking = open_page(articles_url)
    asking.ask("Who is Bogdanov?")
    asking.ask("Who is Abbas?")
    asking.page.locator("#chat .act-retry").nth(0).click()
    asking.wait_for_turns(1)
    assert asking.questions() == ["Who is Bogdanov?"]
    asking.page.locator("#chat .act-undo").click()
    asking.wait_for_turns(0)
    assert asking.box.input_value() == "Who is Bogdanov?"


def test_conversations_survive_a_reload_and_a_restart_of_the_server(assistant: Assistant, open_page: OpenPage) -> None:
    with running(assistant, ServerSettings()) as url:
        asking = open_page(url)
        asking.ask("Who is Bogdanov?")
        asking.page.locator("#new-conversation").click()
        asking.wait_for_turns(0)
        asking.ask("Who is Abbas?")
        asking.reload()
        asking.wait_for_turns(1)
        assert asking.questions() == ["Who is Abbas?"]
    with running(assistant, ServerSettings(), port=int(url.rpartition(":")[2])):
        again = open_page(url, context=asking.page.context)
        again.wait_for_turns(1)
        again.page.locator("#tab-conversations").click()
        again.page.get_by_role("button", name="Who is Bogdanov?").first.click()
        again.wait_for_words("#chat .question", "Who is Bogdanov?")
        again.page.locator("#chat a.marker").first.click()
        again.page.wait_for_selector("#reader-text mark.current")
        again.screenshot("conversations")


def test_a_conversation_is_found_renamed_deleted_and_brought_back(open_page: OpenPage) -> None:
    with running(Scripted((HARBOUR,), [saying(SAYS_1911)]), ServerSettings()) as url:
        asking = open_page(url)
        asking.ask("When did it open?")
        asking.page.locator("#new-conversation").click()
        asking.wait_for_turns(0)
        asking.ask("Who built it?")
        asking.page.locator("#tab-conversations").click()
        titles = asking.page.locator("#conversation-list .item-title")
        assert titles.all_text_contents() == ["Who built it?", "When did it open?"]
        asking.page.fill("#conversation-search", "WHO BUILT")
        assert titles.all_text_contents() == ["Who built it?"]
        asking.page.fill("#conversation-search", "1911")
        assert titles.count() == 2, "Answers are searched too."
        asking.page.fill("#conversation-search", "")
        asking.page.locator("#conversation-list .rename").first.click()
        asking.screenshot("rename-conversation")
        asking.page.fill("#new-name", "The builder")
        asking.page.keyboard.press("Enter")
        asking.wait_for_words("#conversation-list .item-title", "The builder")
        asking.ask("And when?")
        assert asking.page.inner_text("#conversation-title") == "The builder"
        asking.page.locator("#conversation-list .delete").first.click()
        asking.wait_for_turns(0)
        assert titles.all_text_contents() == ["When did it open?"]
        asking.screenshot("deleted-conversation")
        asking.page.locator("#toast-undo").click()
        asking.wait_for_turns(2)
        assert titles.all_text_contents() == ["The builder", "When did it open?"]
        asking.reload()
        asking.wait_for_turns(2)
        assert asking.questions() == ["Who built it?", "And when?"]


def kept(asking: AskingPage) -> list[list[str]]:
    """Return the questions of each conversation that the browser keeps, the newest first."""
    return asking.page.evaluate(  # type: ignore[no-any-return]
        "JSON.parse(localStorage['assistant:conversations']).map(({turns}) => turns.map(({answer}) => answer.question))"
    )


def test_a_tab_shows_what_another_asks_in_its_conversation(open_page: OpenPage) -> None:
    with running(Scripted((HARBOUR,), [saying(SAYS_1911)]), ServerSettings()) as url:
        one = open_page(url)
        one.ask("When did it open?")
        other = open_page(url, context=one.page.context)
        other.wait_for_turns(1)
        other.ask("Who built it?")
        one.wait_for_turns(2)
        one.ask("What for?")
        other.wait_for_turns(3)
        assert kept(one) == [["When did it open?", "Who built it?", "What for?"]]


def test_what_two_tabs_ask_at_once_is_kept_of_both(open_page: OpenPage) -> None:
    go_on = threading.Event()
    scripted = Scripted((HARBOUR,), [saying(SAYS_1911)])
    with running(scripted, ServerSettings()) as url:
        one = open_page(url)
        one.ask("When did it open?")
        other = open_page(url, context=one.page.context)
        other.wait_for_turns(1)
        scripted.answers, scripted.pause = [saying(SAYS_1911)] * 2, lambda: go_on.wait(20)
        one.send("Who built it?")
        one.page.locator("#question .stop-button").wait_for()
        scripted.answers, scripted.pause = [saying(SAYS_1911)], lambda: None
        other.ask("What for?")
        go_on.set()
        one.wait_for_turns(2)
        one.wait_for_words("#toast", "in another tab")
        assert kept(one) == [["When did it open?", "Who built it?"], ["When did it open?", "What for?"]]
        assert one.questions() == ["When did it open?", "Who built it?"]


def test_a_kept_answer_tells_when_its_document_has_changed(open_page: OpenPage) -> None:
    scripted = Scripted((HARBOUR,), [saying(SAYS_1911)])
    with running(scripted, ServerSettings()) as url:
        asking = open_page(url)
        asking.ask("When did it open?")
        scripted.documents = (replace(HARBOUR, text="The harbour never opened at all, some say."),)
        asking.reload()
        asking.wait_for_turns(1)
        assert asking.page.inner_text("#chat .notice").startswith(
            "harbour.txt has changed since this answer: [1] can no"
        )
        scripted.documents = ()
        asking.reload()
        asking.wait_for_turns(1)
        notice = asking.page.inner_text("#chat .notice")
        assert notice.startswith(
            "harbour.txt is gone, removed or renamed, since this answer: [1] can no longer be found"
        )


def test_a_failure_is_told_and_the_question_is_given_back(open_page: OpenPage) -> None:
    def fail() -> None:
        raise AssistantError("The store is gone. Build it again.")

    with running(Scripted((HARBOUR,), [saying(SAYS_1911)] * 2, fail), ServerSettings()) as url:
        asking = open_page(url, allow_errors=True)
        asking.send("When did it open?")
        asking.wait_for_words("body", "The store is gone. Build it again.")
        asking.page.wait_for_function("document.querySelector('#question textarea').value === 'When did it open?'")
        asking.page.wait_for_timeout(11_000)  # Gradio's own errors go after ten seconds.
        assert asking.page.get_by_text("The store is gone. Build it again.").is_visible()


def test_a_long_question_is_folded_until_all_of_it_is_asked_for(open_page: OpenPage) -> None:
    with running(Scripted((HARBOUR,), [saying(SAYS_1911)]), ServerSettings()) as url:
        asking = open_page(url)
        asking.ask("When did it open?")
        asking.ask("When did the harbour of this old and busy town open? " * 20)
        more = asking.page.locator("#chat .show-all")
        assert more.count() == 1
        question = asking.page.locator("#chat .question").nth(1)
        folded = question.evaluate("each => each.clientHeight / parseFloat(getComputedStyle(each).lineHeight)")
        assert round(folded) == 6
        asking.screenshot("folded")
        more.click()
        assert question.evaluate("each => each.clientHeight === each.scrollHeight")
        assert more.text_content() == "Show less"


def test_an_answer_is_copied_without_link_syntax(assistant: Assistant, articles_url: str, open_page: OpenPage) -> None:
    answer = assistant.answer(QUESTION)
    asking = open_page(articles_url)
    asking.ask(QUESTION)
    asking.page.locator("#chat .act-copy").click()
    asking.wait_for_words("#toast", "copied")
    statement = answer.statements[0]
    assert asking.clipboard().startswith(f"{statement.text} [1]\n\n")
    assert asking.clipboard().endswith("2024-02-26") or "[1] Russia invites" in asking.clipboard()
    assert "#cite" not in asking.clipboard()


def test_a_conversation_is_saved_as_markdown_html_and_a_receipt(
    assistant: Assistant, articles_url: str, open_page: OpenPage
) -> None:
    texts = {document.name: document for document in assistant.documents}
    asking = open_page(articles_url)
    asking.ask(QUESTION)
    saved = {form: _save(asking, form) for form in ("markdown", "html", "json")}
    assert saved["markdown"].name == "who-did-bogdanov-invite.md"
    receipt = json.loads(saved["json"].read_text(encoding="utf-8"))
    citations = receipt["turns"][0]["answer"]["citations"]
    assert len(citations) > 1
    for citation in citations:
        document = texts[citation["document"]]
        assert document.text[citation["start"] : citation["end"]] == citation["quote"]
        assert receipt["documents"][document.name] == document.digest
        assert citation["title"] in saved["markdown"].read_text(encoding="utf-8")
        assert f"characters {citation['start']} to {citation['end']}" in saved["html"].read_text(encoding="utf-8")


def _save(asking: AskingPage, form: str) -> Path:
    with asking.page.expect_download() as download:
        asking.page.locator("#open-export").click()
        asking.page.locator(f"#export-menu button[value={form}]").click()
    path = Path(download.value.path())
    return path.rename(path.with_name(download.value.suggested_filename))


def test_a_thumb_and_its_note_are_kept_with_the_answer(
    assistant: Assistant, articles_url: str, open_page: OpenPage, feedback_file: Path
) -> None:
    asking = open_page(articles_url)
    asking.ask(QUESTION)
    asking.page.locator("#chat .act-thumb-down").click()
    asking.page.locator("#note").fill("Not the newest\n<b>article</b>")
    asking.screenshot("note")
    asking.page.get_by_role("button", name="Send").click()
    asking.wait_for_words("#toast", "Thank you")
    line = json.loads(feedback_file.read_text(encoding="utf-8").splitlines()[-1])
    assert (line["thumb"], line["note"]) == ("down", "Not the newest\n<b>article</b>")
    assert line["answer"]["citations"][0]["quote"] == assistant.answer(QUESTION).citations[0].quote
    asking.reload()
    asking.wait_for_turns(1)
    assert "chosen" in str(asking.page.locator("#chat .act-thumb-down").get_attribute("class"))


def test_the_theme_is_chosen_and_kept(articles_url: str, open_page: OpenPage) -> None:
    asking = open_page(articles_url, color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = asking.page.evaluate(ground)
    asking.page.get_by_text("Dark", exact=True).click()
    dark = asking.page.evaluate(ground)
    assert dark != light
    asking.reload()
    asking.page.wait_for_selector("#document-list li")
    assert asking.page.evaluate(ground) == dark
    asking.page.get_by_text("System", exact=True).click()
    assert asking.page.evaluate(ground) == light
    asking.page.emulate_media(color_scheme="dark")
    asking.page.wait_for_function(f"dark => {ground} === dark", arg=dark)
