"""Turn an answer into the HTML of a chat message: statement, disagreements, sources, facts and buttons."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby

from assistant.answering import quote_lines
from assistant.answers import Answer, Citation, Disagreement, Statement, Version
from assistant.web.conversation import Turn
from assistant.web.markup import cite_link, day, in_its_language, lines, quoted, screen_reader, tag, text, verbatim
from index import Passage, Span
from index.reading import code_in

# Blocks are set apart by blank lines: while an answer grows, the page re-renders only the block that has changed.
BLOCK_END = "\n\n"
BARS = 3
SNIPPET_CHARACTERS = 280
TITLES_SHOWN = 3
QUERY_CHARACTERS = 300
STOPPED = "Stopped before the answer was complete."
STOPPED_WRITING = "Stopped before the language model had written anything that could be shown."
AWAITING = "Writing the answer … Meanwhile, these are the quotes."
AWAITING_ANY = "Asking the language model … Meanwhile, this is what comes nearest."
# So many rows of a table are shown as one; fewer as words.
FEWEST_ROWS = 2
# A marker stays on the line of the word that it belongs to.
NO_BREAK = "&#160;"


def question_message(turn: Turn, index: int, asked: Sequence[str] = (), *, last: bool) -> str:
    """Return the HTML of the question of turn `index`, with its edit button and, on the last turn, undo.

    `asked` are the titles of the documents that were asked, if only some were.
    """
    buttons = [_button("edit", "Edit this question", index)]
    if last:
        buttons.append(_button("undo", "Take this question back", index))
    question = quoted(turn.answer.question, "div", class_="question")
    blocks = [question, _scope(asked), tag("div", buttons, class_="actions")]
    return BLOCK_END.join(filter(None, blocks))


def _scope(titles: Sequence[str]) -> str:
    """Return which documents were asked, "" if all were."""
    shown = "; ".join(titles[:TITLES_SHOWN])
    more = f" and {len(titles) - TITLES_SHOWN} more" if len(titles) > TITLES_SHOWN else ""
    return tag("p", ["Asked only of ", quoted(shown), more], class_="scope") if titles else ""


def answer_message(turn: Turn, index: int, *, changed: Mapping[int, bool] | None = None, thumbs: bool = False) -> str:
    """Return the HTML of the answer of turn `index`; while it grows it has no facts and no buttons.

    A provisional one stands whole, below a line that says what is awaited. `changed` are the numbers of citations whose
    quote no longer stands in the corpus, each with whether its document is still there.
    """
    answer, changed = turn.answer, changed or {}
    is_growing = turn.state == "growing"
    blocks = [_awaiting(turn), _understood(answer), _said(turn, changed), _stopped(turn)]
    if answer.provisional or not is_growing:
        blocks += [_note(answer), _withheld(answer)]
        blocks += [_disagreement(item) for item in answer.disagreements]
        blocks += [
            *_changed_notices(answer, changed),
            _nearest(answer),
            "" if is_growing else _search_instead(answer),
            _sources(answer, changed),
        ]
    if not is_growing:
        blocks.append(_footer(turn, index, thumbs=thumbs))
    return BLOCK_END.join(block for block in blocks if block)


def pending_messages(question: str) -> list[dict[str, str]]:
    """Return the messages that stand in the chat until the first words of the answer are there."""
    return [
        {"role": "user", "content": quoted(question, "div", class_="question")},
        {"role": "assistant", "content": tag("p", "Searching the documents …", class_="pending")},
    ]


def _awaiting(turn: Turn) -> str:
    """Return a line that says that a language model is asked, and what is shown meanwhile; "" if none is."""
    words = AWAITING_ANY if turn.answer.abstained else AWAITING
    return tag("p", words, class_="awaiting") if turn.answer.provisional and turn.state == "growing" else ""


def _stopped(turn: Turn) -> str:
    words = STOPPED_WRITING if turn.answer.provisional else STOPPED
    return tag("p", words, class_="notice") if turn.state == "stopped" else ""


def _understood(answer: Answer) -> str:
    is_plain = answer.interpreted_as.strip() in ("", answer.question.strip())
    understood = [] if is_plain else ["Understood as ", quoted(answer.interpreted_as, "q")]
    searches = [part for each in answer.searches for part in (", ", quoted(each, "q"))][1:]
    also = [". Also searched for " if understood else "Also searched for ", *searches] if searches else []
    return tag("p", [*understood, *also], class_="understood") if understood or also else ""


def _statements(answer: Answer, changed: Collection[int]) -> str:
    paragraphs = [
        _rows(run, answer.citations, changed) if is_table else _statement(run[0], answer.citations, changed)
        for is_table, run in _runs(answer)
    ]
    headline = answer.headline and in_its_language(answer.headline, "p", text(answer.headline), class_="short")
    return tag("div", [headline, *paragraphs], class_="statements")


def _runs(answer: Answer) -> Iterator[tuple[bool, list[Statement]]]:
    """Yield the rows of one table that follow one another, and every other statement alone; tell which of both."""

    def table_of(statement: Statement) -> tuple[tuple[str, ...], str, list[str]]:
        documents = [answer.citations[number - 1].document for number in statement.citations]
        return tuple(head for head, _ in statement.cells), statement.context, documents

    for (heads, *_), grouped in groupby(answer.statements, key=table_of):
        run = list(grouped)
        if heads and len(run) >= FEWEST_ROWS and not any(statement.notes for statement in run):
            yield True, run
        else:
            yield from ((False, [statement]) for statement in run)


def _rows(statements: Sequence[Statement], citations: Sequence[Citation], changed: Collection[int]) -> str:
    """Return the rows of one table as a table, the markers behind each."""
    first = statements[0]
    label = tag("p", quoted(first.label, "small"), class_="context") if first.context else ""
    heads = [*(quoted(head, "th", scope="col") for head, _ in first.cells), tag("td")]
    rows = [
        [
            *(in_its_language(cell, "td", _cell(cell, statement)) for _, cell in statement.cells),
            tag("td", "".join(_link(citations[number - 1], changed) for number in statement.citations)),
        ]
        for statement in statements
    ]
    body = [tag("thead", tag("tr", heads)), tag("tbody", [tag("tr", cells) for cells in rows])]
    # Whoever has no mouse scrolls a wide one with the keys.
    return label + tag("div", tag("table", body), class_="rows", tabindex="0", role="group", **{"aria-label": "Rows"})


def _cell(cell: str, statement: Statement) -> str:
    """Return the text of a cell, what answers in it being emphasised."""
    for span in statement.emphasis:
        found = re.search(rf"(?<!\w){re.escape(span.of(statement.text))}(?!\w)", cell)
        if found:
            before, after = cell[: found.start()], cell[found.end() :]
            return "".join((text(before), tag("strong", text(found[0])), text(after)))
    return text(cell)


def _statement(statement: Statement, citations: Sequence[Citation], changed: Collection[int]) -> str:
    markers = "".join(_link(citations[number - 1], changed) for number in statement.citations)
    cited = () if statement.is_code else (citations[number - 1] for number in statement.citations)
    code = [each for citation in cited for each in code_in(citation.quote, citation.document)]
    # The words stand apart, so that no sign for a direction in them can turn the markers around.
    words = tag("span", [
        _listing(part.of(statement.text)) if is_code else _emphasised(statement, part, code)
        for part, is_code in statement.parts
    ], class_="words")  # fmt: skip
    content = [words, NO_BREAK if markers else "", markers]
    label = tag("p", quoted(statement.label, "small"), class_="context") if statement.context else ""
    paragraph = label + in_its_language(statement.text, "p", content, class_="statement")
    notes = quoted(statement.remarks, "small") if statement.notes else ""
    return paragraph + (tag("p", notes, class_="notes") if notes else "")


def _listing(code: str) -> str:
    return tag("code", verbatim(code), class_="listing")


def _emphasised(statement: Statement, part: Span, code: Sequence[str]) -> str:
    """Return a part of the words of a statement with its emphasis, its lines and the pieces of code in it."""
    runs, position = [], part.start
    for span in statement.emphasis:
        if part.start <= span.start < part.end:
            runs += [_worded(statement.text[position : span.start], code), tag("strong", text(span.of(statement.text)))]
            position = span.end
    return "".join([*runs, _worded(statement.text[position : part.end], code)])


def _worded(words: str, code: Sequence[str]) -> str:
    for each in code:
        before, found, after = words.partition(each)
        if found:
            return "".join((lines(before), tag("code", text(each)), _worded(after, code)))
    return lines(words)


def _link(citation: Citation, changed: Collection[int], kind: str = "marker") -> str:
    """Return the link [n] that opens the citation; its brackets are copied and read aloud, but not shown."""
    brackets = (tag("span", "[", class_="bracket"), str(citation.number), tag("span", "]", class_="bracket"))
    kinds = f"{kind} changed" if citation.number in changed else kind
    return tag("a", brackets, class_=kinds, href=cite_link(citation.document, citation.start, citation.end))


def _changed_notices(answer: Answer, changed: Mapping[int, bool]) -> Iterator[str]:
    """Yield for each cited document that is gone or reads otherwise what of the answer no longer stands in it."""
    numbers: dict[str, list[str]] = {}
    for citation in answer.citations:
        if citation.number in changed:
            numbers.setdefault(citation.document, []).append(f"[{citation.number}]")
    there = {citation.document for citation in answer.citations if changed.get(citation.number)}
    for name, lost in numbers.items():
        what = "has changed" if name in there else "is gone, removed or renamed,"
        words = f" {what} since this answer: {', '.join(lost)} can no longer be found. Ask again."
        yield tag("p", [quoted(name), text(words)], class_="notice")


def _disagreement(item: Disagreement) -> str:
    title = tag("p", ["The documents disagree on ", quoted(item.subject)], class_="card-title")
    return tag("div", [title, tag("div", map(_version, item.versions), class_="versions")], class_="disagreement")


def _version(version: Version) -> str:
    citation = version.citation
    parts = (
        tag("p", quoted(version.value), class_="value"),
        tag("p", [quoted(" ".join(quote_lines(citation)), "q"), NO_BREAK, _link(citation, ())]),
        tag("p", _source_line(citation.title, day(citation.published)), class_="source-line"),
    )
    return tag("div", parts, class_="version")


def _source_line(title: str, published: str) -> list[str]:
    return [quoted(title, class_="title"), published]


def _said(turn: Turn, changed: Collection[int]) -> str:
    """Return the statements, those of an abstention with the reason for it.

    While a language model may still find an answer, it is not said that there is none.
    """
    answer = turn.answer
    if not answer.abstained:
        return _statements(answer, changed)
    first, *rest = (_statement(statement, answer.citations, changed) for statement in answer.statements)
    if answer.provisional and turn.state == "growing":
        return tag("div", rest, class_="statements") if rest else ""
    return tag("div", [first, tag("p", text(answer.reason), class_="reason"), *rest], class_="statements abstained")


def _note(answer: Answer) -> str:
    return tag("p", text(answer.note), class_="notice") if answer.note else ""


def _withheld(answer: Answer) -> str:
    """Return what a language model wrote and the documents do not prove, folded away, each sentence with its reason."""
    items = [tag("li", [quoted(each.text, "s"), " ", tag("small", text(each.reason))]) for each in answer.withheld]
    title = tag("summary", f"What was withheld ({len(items)})")
    return tag("details", [title, tag("ul", items)], class_="withheld") if items else ""


def _nearest(answer: Answer) -> str:
    """Return the nearest passages of an abstention; quotes on the names of the question say more than these."""
    if not answer.abstained or not answer.nearest or answer.citations:
        return ""
    title = tag("p", "The passages that come nearest", class_="list-title")
    return tag("div", [title, tag("ol", map(_passage, answer.nearest))], class_="nearest")


def _search_instead(answer: Answer) -> str:
    """Return a button that looks the words of an unanswered question up."""
    if not answer.abstained:
        return ""
    label = "Search the documents instead"
    return tag("button", label, type="button", class_="search-instead", value=answer.question[:QUERY_CHARACTERS])


def _passage(passage: Passage) -> str:
    whole = passage.in_words(" · ")
    words = whole[:SNIPPET_CHARACTERS]
    snippet = words if len(words) == len(whole) else words.rpartition(" ")[0] + "…"
    line = tag("span", _source_line(passage.title, day(passage.published)), class_="source-line")
    link = cite_link(passage.document, passage.start, passage.end)
    return tag("li", tag("a", [line, quoted(snippet, class_="snippet")], class_="passage", href=link))


def _sources(answer: Answer, changed: Collection[int]) -> str:
    """Return the cited documents in order of appearance, each with the numbers of its citations."""
    by_document: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        by_document.setdefault(citation.document, []).append(citation)
    items = (tag("li", _source(citations, changed), class_="source") for citations in by_document.values())
    return tag("ol", items, class_="sources") if by_document else ""


def _source(citations: Sequence[Citation], changed: Collection[int]) -> list[str]:
    first = citations[0]
    numbers = tag("span", (_link(citation, changed, "number") for citation in citations), class_="numbers")
    pages = dict.fromkeys(citation.page for citation in citations if citation.page)
    line = [*_source_line(first.title, day(first.published)), *(tag("span", f"page {each}") for each in pages)]
    return [numbers, tag("a", line, class_="source-title", href=cite_link(first.document, first.start, first.end))]


def _footer(turn: Turn, index: int, *, thumbs: bool) -> str:
    buttons = [_button("copy", "Copy the answer", index), _button("retry", "Ask again", index)]
    if thumbs:
        for direction, label in (("up", "Good answer"), ("down", "Bad answer")):
            buttons.append(_button(f"thumb-{direction}", label, index, chosen=turn.thumb == direction))
    return tag("div", [tag("p", _facts(turn.answer), class_="facts"), tag("div", buttons, class_="actions")],
               class_="answer-end")  # fmt: skip


def _facts(answer: Answer) -> list[str]:
    searched = answer.documents_searched
    cited = len({citation.document for citation in answer.citations})
    seconds = tag("span", text(_duration(answer)), class_="fact")
    if answer.abstained:
        return [tag("span", f"looked in {searched} documents", class_="fact"), seconds]
    if not answer.citations:
        # Talk, and what the documents state of themselves: nothing was looked for in them.
        return [seconds]
    source = tag("span", f"from {cited} of {searched} documents", class_="fact")
    writer = [tag("span", ["written by ", quoted(answer.written_by)], class_="fact")] if answer.written_by else []
    return [*_record(answer), *writer, source, seconds]


def _record(answer: Answer) -> Iterator[str]:
    """Yield how often answers like this one were right, in bars and in words, if that was measured."""
    if record := answer.record:
        lit = max(1, round(BARS * record.right))
        meter = tag("span", (tag("i", class_="bar on" if bar < lit else "bar") for bar in range(BARS)), class_="meter")
        yield tag("span", [meter, text(record.words)], class_="fact confidence", title=record.basis)


def _duration(answer: Answer) -> str:
    """Return how long the answer took: its stages "total" if there is one, else the sum of all."""
    milliseconds = answer.timings.get("total", sum(answer.timings.values()))
    return f"{milliseconds / 1000:.1f} s" if milliseconds >= 1000 else f"{max(1, round(milliseconds))} ms"


def _button(action: str, label: str, index: int, *, chosen: bool = False) -> str:
    kind = f"act act-{action} chosen" if chosen else f"act act-{action}"
    return tag("button", screen_reader(label), type="button", class_=kind, value=str(index), title=label)
