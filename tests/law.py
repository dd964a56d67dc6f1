"""The law of the product, asserted of an answer: every quote verbatim, every sentence marked or one of ours."""

from __future__ import annotations

from fixed_sentences import COUNT, UNCITED

from assistant import Answer, Assistant


def assert_lawful(answer: Answer, assistant: Assistant) -> None:
    texts = {document.name: document.text for document in assistant.documents}
    numbers = {citation.number for citation in answer.citations}
    for citation in answer.citations:
        assert texts[citation.document][citation.start : citation.end] == citation.quote
        assert citation.quote.strip()
    for passage in answer.nearest:
        assert texts[passage.document][passage.start : passage.end] == passage.text
    for statement in answer.statements:
        assert set(statement.citations) <= numbers
        assert statement.citations or UNCITED.fullmatch(statement.text) or COUNT.fullmatch(statement.text)
    assert not answer.short or any(answer.short in citation.quote for citation in answer.citations)
    assert 0 <= answer.confidence <= 1
