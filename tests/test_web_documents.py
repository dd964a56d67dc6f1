"""The list of documents: reading, searching and adding."""

from __future__ import annotations

import base64
import threading
from typing import TYPE_CHECKING

import pytest
from web_support import PHONE, Growing, Scripted, cite, running, saying

from assistant import Assistant
from assistant.web import ServerSettings
from assistant.web.errors import RequestError
from assistant.web.uploads import Uploads
from index import Document

if TYPE_CHECKING:
    from web_support import AskingPage, OpenPage

pytest_plugins = ["web_fixtures"]

HARBOUR = Document("harbour.txt", "The harbour opened in 1911. It closed in 1950.", "The harbour")
BRIDGE = Document("bridge.txt", "The bridge has four arches.", "The bridge")


def test_the_documents_are_listed_and_read_whole(assistant: Assistant, articles_url: str, open_page: OpenPage) -> None:
    asking = open_page(articles_url)
    titles = asking.page.locator("#document-list .item-title").all_text_contents()
    assert titles == sorted(document.title for document in assistant.documents)
    document = next(each for each in assistant.documents if each.title == "Russia to Host Palestinian Unity Talks")
    asking.page.get_by_role("button", name=document.title).click()
    asking.wait_for_words("#reader-title", document.title)
    assert asking.page.locator("#reader-text").text_content() == document.text
    words = f"{len(document.text.split()):,} words"
    assert asking.page.locator("#reader-meta span").all_text_contents() == [
        "26 February 2024",
        "FDD Flash Brief",
        words,
    ]
    assert asking.page.locator("#reader-text mark").count() == 0


def test_files_that_are_skipped_are_listed_with_the_reason(open_page: OpenPage) -> None:
    skipped = {"b.pdf": "b.pdf is broken. Replace it.", "a.zip": "a.zip has a type that is not read (.zip)."}
    with running(Growing((HARBOUR,), skipped=skipped), ServerSettings()) as url:
        asking = open_page(url)
        asking.page.get_by_text("2 files are skipped").click()
        assert asking.page.locator("#skipped-list li").all_text_contents() == [skipped["a.zip"], skipped["b.pdf"]]
        asking.screenshot("skipped")
    with running(Growing((HARBOUR,)), ServerSettings()) as url:
        assert open_page(url).page.locator("#skipped").is_hidden()


def test_only_the_ticked_documents_are_asked(assistant: Assistant, articles_url: str, open_page: OpenPage) -> None:
    asking = open_page(articles_url)
    document = next(each for each in assistant.documents if each.title == "Russia to Host Palestinian Unity Talks")
    scope = asking.page.locator("#scope-text")
    asking.page.get_by_label(f"Ask only: {document.title}").check()
    assert scope.text_content() == f"Asking only {document.title}"
    asking.ask("Who did Bogdanov invite?")
    assert "from 1 of 1 documents" in asking.page.locator("#chat .facts").all_text_contents()[0]
    assert asking.page.evaluate("document.querySelector('.masthead').getBoundingClientRect().top") == 0
    assert asking.page.inner_text("#chat .scope") == f"Asked only of {document.title}"
    asking.screenshot("ask-only")
    asking.page.locator("#ask-all").click()
    assert asking.page.locator("#document-list input:checked").count() == 0
    asking.ask("Who did Bogdanov invite then?")
    assert "of 5 documents" in asking.page.locator("#chat .facts").all_text_contents()[1]
    asking.page.locator("#chat .act-retry").first.click()  # It is asked again of those that were asked.
    asking.wait_for_turns(1)
    assert asking.page.locator("#chat .scope").count() == 1


def test_the_document_that_is_open_can_be_asked(open_page: OpenPage) -> None:
    scripted = Scripted((HARBOUR, BRIDGE), [saying(cite(HARBOUR, "It closed in 1950."))])
    with running(scripted, ServerSettings()) as url:
        asking = open_page(url, viewport=PHONE)
        asking.page.locator("#open-rail").click()
        asking.page.get_by_role("button", name="The harbour").click()
        asking.page.locator("#ask-document").click()
        assert asking.page.locator("#reader").is_hidden()
        assert asking.page.locator("#question textarea:focus").count() == 1
        asking.screenshot("ask-only-phone")
        asking.ask("When did it close?")
        assert scripted.of == [("harbour.txt",)]


def test_a_search_lists_titles_and_sentences_and_opens_them(
    assistant: Assistant, articles_url: str, open_page: OpenPage
) -> None:
    found = assistant.look_up("Palestinian factions")
    asking = open_page(articles_url)
    asking.page.fill("#document-search", "Palestinian factions")
    counts = f"2 titles · {len(found.holding)} passages · {len(found.similar)} similar"
    asking.wait_for_words("#documents-note", counts)
    items = asking.page.locator("#document-list .item")
    assert asking.page.locator("#document-list .item-title").all_text_contents() == [
        each.title for each in found.documents
    ]
    assert asking.page.locator("#document-list .item-snippet").all_text_contents() == [
        place.excerpt for place in (*found.holding, *found.similar)
    ]
    assert items.nth(2).locator("mark").all_text_contents() == [
        mark.of(found.holding[0].excerpt) for mark in found.holding[0].marks
    ]
    asking.screenshot("search")
    items.nth(2).click()
    asking.wait_for_mark(found.holding[0].sentence.text)
    asking.page.fill("#document-search", "zzzqqq")
    asking.wait_for_words("#documents-note", "The documents hold nothing like this.")
    asking.page.fill("#document-search", "")
    asking.wait_for_words("#documents-note", "5 documents")


def test_an_added_document_is_listed_and_can_be_read(open_page: OpenPage) -> None:
    growing = Growing((HARBOUR,), [saying(cite(HARBOUR, "It closed in 1950."))])
    with running(growing, ServerSettings()) as url:
        asking = open_page(url)
        _choose(asking, "bridge.txt", b"The bridge has four arches.")
        asking.wait_for_words("#toast", "bridge.txt is indexed. You can ask about it.")
        assert asking.page.locator("#document-list .item-title").all_text_contents() == ["bridge.txt", "The harbour"]
        asking.page.get_by_role("button", name="bridge.txt 5 words").click()
        asking.wait_for_words("#reader-text", "The bridge has four arches.")


def test_each_file_has_a_line_and_what_came_of_it_can_be_undone(open_page: OpenPage) -> None:
    growing = Growing((HARBOUR,))
    with running(growing, ServerSettings()) as url:
        asking = open_page(url)
        files = {"a.txt": b"One.", "bad.txt": "Brücke".encode("latin-1"), "b.md": b"Two."}
        asking.page.set_input_files(
            "#document-file", [{"name": n, "mimeType": "text/plain", "buffer": data} for n, data in files.items()]
        )
        asking.wait_for_words("#upload-lines", "b.md added")
        lines = asking.page.locator("#upload-lines li > span")
        refused = "bad.txt refused: bad.txt is not UTF-8. Convert it."
        assert lines.all_text_contents() == ["b.md added", refused, "a.txt added"]
        assert asking.page.text_content("#library-note") == "Kept in own/library"
        _choose(asking, "a.txt", b"Another.")
        asking.wait_for_words("#upload-lines", "a.txt replaced")
        asking.page.get_by_role("button", name="Undo: a.txt replaced").click()
        asking.wait_for_words("#toast", "Undone")
        assert growing.added["a.txt"].text == "One."
        asking.page.get_by_role("button", name="Rename a.txt").click()
        asking.page.fill("#new-name", "c.txt")
        asking.screenshot("rename")
        asking.page.get_by_role("button", name="Rename", exact=True).click()
        asking.wait_for_words("#upload-lines", "a.txt renamed to c.txt")
        assert asking.page.locator("#document-list .item-title").all_text_contents() == ["b.md", "c.txt", "The harbour"]
        asking.page.get_by_role("button", name="Undo: a.txt renamed to c.txt").click()
        asking.wait_for_words("#toast", "Undone: a.txt renamed")
        asking.page.get_by_role("button", name="Remove b.md").click()
        asking.wait_for_words("#toast", "b.md removed.")
        assert asking.page.locator("#document-list .item-title").all_text_contents() == ["a.txt", "The harbour"]
        asking.screenshot("library")
        asking.page.get_by_role("button", name="Undo: b.md removed").click()
        asking.wait_for_words("#toast", "Undone")
        titles = asking.page.locator("#document-list .item-title").all_text_contents()
        assert titles == ["a.txt", "b.md", "The harbour"]
        assert asking.page.get_by_role("button", name="Remove harbour").count() == 0


def test_a_large_file_arrives_whole_in_parts_and_what_it_replaces_is_told_in_the_chat(open_page: OpenPage) -> None:
    before, after = ("".join(f"{sign} {number}. " for number in range(800_000)) for sign in "ab")
    growing = Growing((HARBOUR,), [saying(cite(Document("long.txt", before, "long.txt"), "a 7."))])
    with running(growing, ServerSettings()) as url:
        asking = open_page(url)
        _choose(asking, "long.txt", before.encode())
        asking.wait_for_words("#toast", "long.txt is indexed.")
        assert growing.added["long.txt"].text == before
        asking.ask("Which?")
        assert asking.page.locator("#chat .notice").count() == 0
        _choose(asking, "long.txt", after.encode())
        asking.wait_for_words("#chat .notice", "long.txt has changed since this answer: [1] can no longer be found.")


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        pytest.param([(b"12345", 11)], "has 11 bytes; at most 10 are taken", id="too large"),
        pytest.param([(b"12345", 8), (b"12345", 8)], "did not arrive whole", id="more than it should be"),
        pytest.param([(b"12345", 8), (b"", 8)], "did not arrive whole", id="an empty part"),
    ],
)
def test_parts_that_are_no_whole_file_are_refused(parts: list[tuple[bytes, int]], words: str) -> None:
    growing = Growing(())
    uploads = Uploads(growing, most_bytes=10)  # type: ignore[arg-type]
    *first, last = (
        {"id": "1", "name": "a.txt", "size": size, "content": base64.b64encode(part).decode()} for part, size in parts
    )
    for request in first:
        uploads.take(request)
    with pytest.raises(RequestError, match=words):
        uploads.take(last)
    assert growing.added == {}


def test_files_that_never_arrive_whole_are_given_up() -> None:
    uploads = Uploads(Growing(()), most_bytes=10)  # type: ignore[arg-type]
    part = {"name": "a.txt", "size": 4, "content": base64.b64encode(b"ab").decode()}
    for number in range(5):
        assert uploads.take(part | {"id": str(number)}) == {"received": 2}
    assert uploads.take(part | {"id": "4"})["replaced"] is False
    assert uploads.take(part | {"id": "0"}) == {"received": 2}


def test_an_upload_shows_how_far_it_has_come(open_page: OpenPage) -> None:
    go_on = threading.Event()
    with running(Growing((HARBOUR,), pause=lambda: go_on.wait(30)), ServerSettings()) as url:
        asking = open_page(url)
        _choose(asking, "bridge.txt", b"The bridge has four arches.")
        asking.page.wait_for_selector("#upload-progress[aria-valuenow='50']")
        go_on.set()
        asking.wait_for_words("#toast", "bridge.txt is indexed.")
        assert asking.page.locator("#upload-progress").is_hidden()


def test_files_that_cannot_be_taken_are_refused_with_the_reason(open_page: OpenPage) -> None:
    settings = ServerSettings(upload_megabytes=0.001)
    with running(Growing((HARBOUR,)), settings) as url:
        asking = open_page(url)
        _choose(asking, "latin.txt", "Brücke".encode("latin-1"))
        asking.wait_for_words("#toast", "latin.txt is not UTF-8. Convert it.")
        _choose(asking, "long.txt", b"long " * 1000)
        asking.wait_for_words("#toast", "long.txt is larger than 0.001 MB.")
        assert asking.page.locator("#document-list li").count() == 1


def test_files_can_be_dragged_onto_the_page(open_page: OpenPage) -> None:
    with running(Growing((HARBOUR,)), ServerSettings()) as url:
        asking = open_page(url)
        held = asking.page.evaluate_handle(
            """() => {
                const held = new DataTransfer();
                held.items.add(new File(["Dragged in."], "dragged.txt", { type: "text/plain" }));
                return held;
            }"""
        )
        asking.page.dispatch_event("#chat", "dragover", {"dataTransfer": held})
        assert asking.page.locator("#drop-hint").is_visible()
        asking.page.dispatch_event("#chat", "drop", {"dataTransfer": held})
        asking.wait_for_words("#toast", "dragged.txt is indexed")
        assert asking.page.locator("#drop-hint").is_hidden()


def test_nothing_is_offered_that_the_assistant_cannot_do(open_page: OpenPage) -> None:
    settings = ServerSettings(uploads_allowed=False)
    with running(Growing((HARBOUR,), [saying(cite(HARBOUR, "It closed in 1950."))]), settings) as url:
        asking = open_page(url)
        asking.ask("When did it close?")
        assert asking.page.locator("#add-document").is_hidden()
        assert asking.page.locator("#chat .act-thumb-up").count() == 0


def _choose(asking: AskingPage, name: str, content: bytes) -> None:
    asking.page.set_input_files("#document-file", {"name": name, "mimeType": "text/plain", "buffer": content})
