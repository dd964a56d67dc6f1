"""What is known of all documents together: as if it had been made anew, however they have changed."""

import numpy as np

from index import Document, PassageParser
from index.stored import StoredDocument
from index.summary import DocumentSummary, Standing, Summary

WORDS = ["cat", "dog", "Bird", "mouse", "Tree", "house", "sings", "barks"]


def made(name: str, text: str, title: str = "") -> StoredDocument:
    return StoredDocument.cut(Document(name, text, title or name), PassageParser(fewest_tokens=5, most_tokens=30))


def places(summary: Summary, documents: dict[str, StoredDocument]) -> dict[str, list[int]]:
    """Return where each row of the documents stands."""
    rows = sorted(set().union(*(stored.passage_rows for stored in documents.values())))
    standing = Standing(summary.places, summary.lexical.numbers(), lambda: iter(rows))
    assert (len(standing), list(standing)) == (len(rows), rows)
    assert "0" * 32 not in standing
    return {row: sorted(standing.places(row)) for row in rows}


def test_a_summary_that_has_changed_is_as_one_made_anew() -> None:
    random = np.random.default_rng(0)
    held: dict[str, StoredDocument] = {}
    summary = Summary()
    for step in range(40):
        name = f"{random.integers(9):02}.md"
        heading = f"# {random.choice(WORDS)}\n\n"
        text = " ".join(f"The {random.choice(WORDS)} {random.choice(WORDS)}." for _ in range(random.integers(1, 9)))
        after = {key: stored for key, stored in held.items() if key != name}
        if step % 3:
            after[name] = made(name, heading + text)
        after = dict(sorted(after.items()))
        gone = {name: DocumentSummary.of(held[name])} if name in held else {}
        new = {name: DocumentSummary.of(after[name])} if name in after else {}

        summary = summary.with_changes(gone, new, list(after))

        fresh = Summary().with_changes({}, {key: DocumentSummary.of(each) for key, each in after.items()}, list(after))
        for tally in ("written", "capitalised", "headings", "languages"):
            assert getattr(summary, tally) == getattr(fresh, tally), tally
        assert summary.lexical.scores(["cat", "tree"]).tolist() == fresh.lexical.scores(["cat", "tree"]).tolist()
        assert summary.lexical.holding(["cat", "bird"]).tolist() == fresh.lexical.holding(["cat", "bird"]).tolist()
        assert places(summary, after) == places(fresh, after)
        assert summary.with_tables == fresh.with_tables
        held = after


def test_documents_with_tables_are_known() -> None:
    tables = {
        "plain.md": made("plain.md", "The cat sat."),
        "rows.md": made("rows.md", "| cat | price |\n|---|---|\n| Tom | 3 |\n| Tim | 4 |\n"),
        "values.csv": made("values.csv", "cat,price\nTom,3\nTim,4\n"),
    }
    known = {name: DocumentSummary.from_bytes(DocumentSummary.of(each).to_bytes()) for name, each in tables.items()}

    summary = Summary().with_changes({}, known, list(known))

    assert Summary.from_bytes(summary.to_bytes()).with_tables == {"rows.md", "values.csv"}
    less = summary.with_changes({"rows.md": known["rows.md"]}, {}, ["plain.md", "values.csv"])
    assert less.with_tables == {"values.csv"}


def test_a_text_that_stands_twice_has_both_its_places() -> None:
    twice = {
        name: made(name, "The old cat sat on it.\n\nThe old cat sat on it.", title="a") for name in ("a.txt", "b.txt")
    }
    summary = Summary().with_changes({}, {name: DocumentSummary.of(each) for name, each in twice.items()}, list(twice))

    standing = Standing(summary.places, summary.lexical.numbers(), lambda: iter(()))

    (row,) = set(twice["b.txt"].passage_rows)
    assert sorted(standing.places(row)) == [0, 1, 2, 3]
    assert sorted(standing.without({0, 1}).places(row)) == [2, 3]
    assert (len(standing.without({0})), row in standing.without({0, 1, 2, 3})) == (1, False)


def test_passages_that_hold_all_terms_are_found() -> None:
    texts = {"a.txt": "The cat sat.", "b.txt": "The dog sat.", "c.txt": "The cat saw the dog."}
    summaries = {name: DocumentSummary.of(made(name, text)) for name, text in texts.items()}
    lexical = Summary().with_changes({}, summaries, list(texts)).lexical

    assert lexical.holding(["cat", "dog"]).tolist() == [2]
    assert lexical.holding(["cat"]).tolist() == [0, 2]
    assert lexical.holding(["cat", "zebra"]).tolist() == []


def test_the_commonest_spelling_is_that_of_a_word() -> None:
    text = "We saw McAda there. We saw MCADA, McAda and Bird."
    summary = Summary().with_changes({}, {"a.txt": DocumentSummary.of(made("a.txt", text))}, ["a.txt"])

    assert summary.spellings == {"mcada": "McAda", "bird": "Bird"}
