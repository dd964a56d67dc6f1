"""Summaries, comparisons and lists of a language model: each sentence proven by the documents that are meant."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from scripted_server import Script, ScriptedServer, drips, fails, says, scripted_server

from assistant import Answer, Assistant, Citation, Passage
from assistant.writing.evidence import gather_around
from assistant.writing.task import Task
from index import Endpoint, Index, ModelSettings

OPENED = "The harbour of Arlen opened in 1911 with nine cranes."
CRANES = "The harbour bought seven cranes from Tarn in 1935."
CLOSED = "The harbour closed in 1950 because the river had silted up."
LATER = "The harbour of Arlen opened in 1912, says the council of Arlen."
FIRE = "It closed in 1950 because a fire had destroyed its cranes."
LETTER = f"{LATER} {FIRE}"
MUSEUM = "The museum of Tarn shows forty old clocks and a steam engine."
TEXTS = {
    "harbour_md": f"# The harbour report\n\n{OPENED}\n\n{CRANES}\n\n{CLOSED}\n",
    "council_md": f"# The council report\n\n{LATER}\n\n{FIRE}\n",
    "museum_md": f"# The museum letter\n\n{MUSEUM}\n",
}


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as running:
        yield running


@pytest.fixture(scope="module")
def writing(server: ScriptedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    corpus = tmp_path_factory.mktemp("corpus")
    for name, text in TEXTS.items():
        (corpus / name.replace("_", ".")).write_text(text, encoding="utf-8")
    model = ModelSettings(Endpoint("scripted", server.url), timeout_seconds=8)
    with Assistant.open(corpus, tmp_path_factory.mktemp("store"), model=model) as opened:
        yield opened


Ask = Callable[..., Answer]


@pytest.fixture
def ask(server: ScriptedServer, writing: Assistant) -> Ask:
    """Return a function that has a script answer a question, alone."""

    def run(question: str, *scripts: Script, documents: Sequence[str] | None = None) -> Answer:
        server.requests.clear()
        server.replies = list(scripts)
        return writing.answer(question, documents=documents)

    return run


def written(answer: Answer) -> list[tuple[str, tuple[int, ...]]]:
    return [(each.text, each.citations) for each in answer.statements]


def prompt(server: ScriptedServer) -> tuple[str, str]:
    (request,) = server.requests
    system, user = (message["content"] for message in request["messages"])
    return system, user


def test_a_summary_cites_each_sentence_and_holds_no_other(server: ScriptedServer, ask: Ask) -> None:
    said = f"{OPENED} [1] {CLOSED} It was the largest harbour of the world. [1] {MUSEUM} [2]"

    answer = ask("Summarise the documents.", says(said))

    assert [text for text, _ in written(answer)] == [OPENED, CLOSED, MUSEUM]
    assert all(numbers for _, numbers in written(answer))
    assert [citation.quote for citation in answer.citations] == [OPENED, CLOSED, MUSEUM]
    assert [each.text for each in answer.withheld] == ["It was the largest harbour of the world."]
    assert (answer.written_by, answer.abstained, answer.confidence) == ("scripted", False, 1.0)
    system, user = prompt(server)
    assert "Write a summary of three to five short sentences in English" in system
    assert all(words in user for words in (OPENED, LATER, MUSEUM))


def test_a_summary_of_one_document_is_written_from_that_alone(server: ScriptedServer, ask: Ask) -> None:
    answer = ask("Summarise this document.", says(f"{MUSEUM} [1] {OPENED} [1]"), documents=["museum.md"])

    assert [text for text, _ in written(answer)] == [MUSEUM]
    assert [each.text for each in answer.withheld] == [OPENED]
    assert MUSEUM in prompt(server)[1]
    assert OPENED not in prompt(server)[1]

    ask("What is the museum letter about?", says(f"{MUSEUM} [1]"))
    assert OPENED not in prompt(server)[1]


@pytest.mark.parametrize(
    ("question", "silent"),
    [
        pytest.param("Do the reports agree on why the harbour closed?", MUSEUM, id="on a matter"),
        pytest.param("How do the reports differ?", None, id="on anything"),
    ],
)
def test_a_comparison_says_what_each_document_says(
    question: str, silent: str | None, server: ScriptedServer, ask: Ask
) -> None:
    said = f"{CLOSED} [2] {FIRE} [1] Both reports are wrong. [1]"

    answer = ask(question, says(said))

    assert [text for text, _ in written(answer)] == [CLOSED, FIRE]
    assert {citation.document for citation in answer.citations} == {"harbour.md", "council.md"}
    assert [each.text for each in answer.withheld] == ["Both reports are wrong."]
    system, user = prompt(server)
    assert "for each document one or two short sentences in English" in system
    assert all(words in user for words in (CLOSED, FIRE))
    assert silent is None or silent not in user


def test_a_list_may_be_longer_than_an_answer(server: ScriptedServer, ask: Ask) -> None:
    items = [OPENED, CRANES, CLOSED, LATER, FIRE, MUSEUM, "The harbour closed in 1950.", "The river had silted up."]
    said = "\n".join(f"- {item} [{1 + (number > 2)}]" for number, item in enumerate(items))

    answer = ask("List the reasons why the harbour closed.", says(said))

    assert "short sentence of its own in English, on a line of its own" in prompt(server)[0]
    texts = [text for text, numbers in written(answer) if numbers]
    assert len(texts) > Task.ANSWER.most_statements
    assert set(texts) <= set(items)


def test_what_a_model_adds_up_is_withheld(ask: Ask) -> None:
    said = f"{OPENED} [1] {CRANES} [1] The harbour had sixteen cranes in 1935. [1] The harbour had 16 cranes. [1]"

    answer = ask("Summarise the harbour report.", says(said))

    assert [text for text, _ in written(answer)] == [OPENED, CRANES]
    assert len(answer.withheld) == 2


@pytest.mark.parametrize(
    ("script", "note"),
    [
        pytest.param(fails(500), "gave no usable answer", id="500"),
        pytest.param(says("The harbour is on the moon. [1]"), "could be proven", id="a lie"),
        pytest.param(says("The documents do not answer this question."), "found no answer", id="declines"),
        pytest.param(drips(), "took too long", id="a hang"),
    ],
)
@pytest.mark.parametrize("question", ["Summarise the documents.", "Do the reports agree on why the harbour closed?"])
def test_where_nothing_stands_the_quotes_do(
    question: str, script: Script, note: str, writing: Assistant, ask: Ask
) -> None:
    quoted, answer = writing.answer(question, quotes_only=True), ask(question, script)

    assert note in answer.note
    assert answer == replace(quoted, note=answer.note, withheld=answer.withheld, timings=answer.timings)


def test_the_quotes_are_there_before_the_summary_is(server: ScriptedServer, writing: Assistant) -> None:
    server.requests.clear()
    server.replies = [drips()]
    quoted, growing = (
        writing.answer("Summarise the documents.", quotes_only=True),
        writing.stream("Summarise the documents."),
    )

    first = next(growing)

    assert server.requests == []
    assert first == replace(quoted, provisional=True, timings=first.timings)
    next(growing)
    growing.close()  # type: ignore[attr-defined]
    assert server.left.wait(2)


@pytest.mark.parametrize(
    "question", ["Which documents are there?", "Which years are mentioned?", "hello", "How many documents are there?"]
)
def test_what_is_known_and_listed_needs_no_model(question: str, server: ScriptedServer, ask: Ask) -> None:
    assert ask(question, says("?")).written_by == ""
    assert server.requests == []


def around(index: Index, budget: int, *cited: Passage) -> list[str]:
    citations = [
        Citation(n, each.document, "", None, each.text, each.start, each.end) for n, each in enumerate(cited, 1)
    ]
    return [evidence.passage.id for evidence in gather_around(citations, index, budget)]


def test_the_passages_that_are_cited_come_before_others_of_their_documents(shipped_index: Index) -> None:
    of_each: dict[str, list[Passage]] = {}
    for passage in shipped_index.passages:
        of_each.setdefault(passage.document, []).append(passage)
    one, other, *_ = of_each.values()

    assert around(shipped_index, 100_000, one[0]) == [each.id for each in one]
    assert around(shipped_index, 10, one[-1]) == [one[-1].id]
    few = around(shipped_index, 1200, one[-1], other[-1])
    assert {one[-1].id, other[-1].id} < set(few) <= {each.id for each in (*one, *other)}
    assert few == [each.id for each in shipped_index.passages if each.id in few], "In their own order."
    counts = [sum(each.id in few for each in passages) for passages in (one, other)]
    assert abs(counts[0] - counts[1]) <= 1
