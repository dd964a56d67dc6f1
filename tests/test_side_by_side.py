"""Documents that are compared: each is asked alone, and its answer stands below its title."""

import pytest

from assistant import Assistant
from assistant.answering import side_by_side
from assistant.answering.checking import holds
from assistant.words.phrases import Phrase, phrase

ABOUT = "The storm of Rype reached the harbour at noon. "
REPORTS = {
    "a.md": ("The storm of May", "Ada Quill", ABOUT + "It sank 14 boats, the harbour office counted."),
    "b.md": ("After the gale", "Jan Weiss", ABOUT + "Twelve boats were sunk by the storm, said a fisherman."),
    "c.md": ("On kites", "Ole Brandt", "Kites are made of paper and thin wood, and children fly them at the beach."),
}


@pytest.fixture(scope="module")
def storm(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("storm")
    for name, (title, author, text) in REPORTS.items():
        (folder / name).write_text(f"---\ntitle: {title}\nauthor: {author}\n---\n\n{text}\n")
    with Assistant.open(folder, tmp_path_factory.mktemp("store")) as opened:
        yield opened


def test_what_each_document_says_stands_below_its_title(storm: Assistant) -> None:
    answer = storm.answer("How do the documents differ on how many boats the storm sank?")

    texts = [statement.text for statement in answer.statements]
    assert texts[0] == "In “The storm of May”:"
    assert "14 boats" in texts[1]
    assert texts.index("In “After the gale”:") < next(n for n, text in enumerate(texts) if "Twelve boats" in text)
    assert texts[-1] == phrase(Phrase.SILENT, "en", documents=["On kites"])
    assert texts[-1] in answer.text
    documents = {document.name: document for document in storm.documents}
    assert all(holds(citation, documents) for citation in answer.citations)
    assert {citation.document for citation in answer.citations} == {"a.md", "b.md"}
    assert (answer.short, answer.documents_searched) == ("", 3)


def test_documents_are_named_by_title_or_author(storm: Assistant) -> None:
    answer = storm.answer("Compare the reports by Ada Quill and Ole Brandt on the number of boats that sank.")

    assert {citation.document for citation in answer.citations} == {"a.md"}
    assert answer.statements[-1].text == phrase(Phrase.SILENT, "en", documents=["On kites"])


def test_without_a_matter_sentences_that_stand_for_each_are_quoted(storm: Assistant) -> None:
    answer = storm.answer("What are the differences between the three texts?")

    assert {citation.document for citation in answer.citations} == {"a.md", "b.md", "c.md"}


def test_where_no_document_tells_the_answer_is_an_abstention(storm: Assistant) -> None:
    answer = storm.answer("How do the documents differ on the salary of the president of Chile?")

    assert answer.abstained
    assert answer.reason.startswith("Nothing was found on it in ")


def test_what_is_no_document_is_not_compared_so(storm: Assistant) -> None:
    assert not storm.answer("Compare paper and thin wood.").text.startswith("In “")
    assert not storm.answer("Compare the report by Ada Quill on the boats.").text.startswith("In “")


def test_of_many_documents_the_nearest_are_compared(storm: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "MOST_COMPARED", 2)
    answer = storm.answer("How do the documents differ on how many boats the storm sank?")

    assert {citation.document for citation in answer.citations} == {"a.md", "b.md"}
    assert not any("On kites" in statement.text for statement in answer.statements)


def test_only_these_documents_are_compared(storm: Assistant) -> None:
    answer = storm.answer("How do the documents differ on how many boats sank?", documents=["a.md", "c.md"])

    assert {citation.document for citation in answer.citations} == {"a.md"}
