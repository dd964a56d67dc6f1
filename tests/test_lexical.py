"""Terms of texts, and BM25 on a scale from 0 to 1."""

import math

import numpy as np
import pytest

from index import Document, Passage, PassageParser
from index.lexical import (
    K1,
    B,
    DocumentTerms,
    LexicalIndex,
    content_terms,
    count_terms,
    highest,
    inverse_frequency,
    sentence_terms,
    terms,
)

TEXTS = ("Cats purr. Cats sleep.", "Dogs bark at cats.", "Birds sing.")


@pytest.fixture
def passages() -> list[Passage]:
    parser = PassageParser()
    return [passage for n, text in enumerate(TEXTS) for passage in parser.passages(Document(f"{n}.txt", text, str(n)))]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("The Cats' meetings, invited!", "en", ["the", "cat", "meet", "invit"], id="stems"),
        pytest.param("Russia’s and Iran's", "en", ["russia", "and", "iran"], id="possessives"),
        pytest.param("the U.S. and the U.N.", "en", ["the", "us", "and", "the", "un"], id="acronyms"),
        pytest.param("1,000.5 in 1947", "en", ["1000.5", "in", "1947"], id="numbers"),
        pytest.param("naïve café", "en", ["naiv", "cafe"], id="accents"),
        pytest.param("nai\u0308ve", "en", ["naiv"], id="accents in two characters"),
        pytest.param("Häuser", "de", ["haus"], id="German"),
        pytest.param("йод", "ru", ["йод"], id="a Russian letter is no accent"),
        pytest.param("北京大学", "zh", ["北京", "京大", "大学"], id="pairs of signs"),
        pytest.param("山", "zh", ["山"], id="one sign"),
        pytest.param("GPT4模型", "zh", ["gpt4", "模型"], id="mixed scripts"),
        pytest.param("snake_case x_1", "en", ["snake", "case", "x", "1"], id="underscores"),
        pytest.param("😀 — … \0 \ud800", "en", [], id="no words"),
    ],
)
def test_a_text_has_these_terms(text: str, language: str, expected: list[str]) -> None:
    assert terms(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "stem_as", "expected"),
    [
        pytest.param("Who did the US invite?", "en", "", ["us", "invit"], id="US is not the pronoun"),
        pytest.param("who told us", "en", "", ["told"], id="the pronoun is not US"),
        pytest.param("WHO DID IT INVITE", "en", "", ["invit"], id="all in capitals"),
        pytest.param("¿Quién fue invitado?", "es", "", ["invit"], id="Spanish"),
        pytest.param("Wer ist in Moskau?", "de", "en", ["moskau"], id="stemmed as the texts"),
        pytest.param("what is it", "en", "", [], id="function words only"),
    ],
)
def test_function_words_are_no_content(text: str, language: str, stem_as: str, expected: list[str]) -> None:
    assert content_terms(text, language, stem_as) == expected


@pytest.mark.parametrize(
    ("holders", "total", "value"),
    [
        pytest.param(0, 10, math.log(1 + 10.5 / 0.5), id="in none"),
        pytest.param(3, 10, math.log(1 + 7.5 / 3.5), id="in some"),
        pytest.param(10, 10, math.log(1 + 0.5 / 10.5), id="in all"),
    ],
)
def test_inverse_frequency_is_that_of_lucene(holders: int, total: int, value: float) -> None:
    assert inverse_frequency(holders, total) == pytest.approx(value)


def test_a_score_is_the_share_of_the_most_that_a_text_could_score(passages: list[Passage]) -> None:
    scores = LexicalIndex.build(passages).scores(["dog"])

    # "1 Dogs bark at cats." has 5 terms, the three texts (with their titles) have 5, 5 and 3.
    saturated = 1 / (1 + K1 * (1 - B + B * 5 / (13 / 3)))
    assert scores == pytest.approx([0, saturated, 0], rel=1e-5)


def test_an_unknown_word_weighs_most_and_lowers_the_score(passages: list[Passage]) -> None:
    lexical = LexicalIndex.build(passages)

    known, unknown = inverse_frequency(1, 3), inverse_frequency(0, 3)
    expected = lexical.scores(["dog"]) * known / (known + unknown)
    assert lexical.scores(["dog", "zebra"]) == pytest.approx(expected, rel=1e-5)
    assert lexical.scores(["zebra"]).tolist() == [0, 0, 0]


def test_no_words_score_nothing(passages: list[Passage]) -> None:
    assert LexicalIndex.build(passages).scores([]).tolist() == [0, 0, 0]


def test_a_word_that_is_asked_twice_counts_once(passages: list[Passage]) -> None:
    lexical = LexicalIndex.build(passages)

    assert lexical.scores(["dog", "dog", "cat"]).tolist() == lexical.scores(["cat", "dog"]).tolist()


def test_the_weight_of_a_term_counts_sentences(passages: list[Passage]) -> None:
    lexical = LexicalIndex.build(passages)

    # Of the four sentences, three hold "cat", one "dog", none "zebra".
    assert [lexical.weight(term) for term in ("cat", "dog", "zebra")] == [
        inverse_frequency(3, 4), inverse_frequency(1, 4), inverse_frequency(0, 4)
    ]  # fmt: skip
    assert [lexical.knows(term) for term in ("cat", "zebra")] == [True, False]


def test_the_sentences_of_a_passage_have_their_terms(passages: list[Passage]) -> None:
    assert sentence_terms(passages[0]) == [{"cat", "purr"}, {"cat", "sleep"}]


def test_an_index_that_has_changed_scores_as_a_new_one() -> None:
    parser, random = PassageParser(fewest_tokens=5, most_tokens=30), np.random.default_rng(0)
    words = ["cat", "dog", "bird", "mouse", "tree", "house", "sings", "barks"]

    def counted(name: str) -> DocumentTerms:
        text = " ".join(f"The {random.choice(words)} {random.choice(words)}." for _ in range(random.integers(1, 9)))
        return count_terms(parser.passages(Document(name, text, name)), "en")

    held: dict[str, DocumentTerms] = {}
    known = held
    lexical = LexicalIndex()
    for step in range(60):
        name = f"{random.integers(12):02}"
        held = {**held, name: counted(name)} if step % 3 else {key: held[key] for key in held if key != name}
        before = lexical.scores(["cat"]).tolist()
        gone = {key: each for key, each in known.items() if held.get(key) is not each}
        new = {key: each for key, each in held.items() if known.get(key) is not each}
        changed = lexical.with_changes(gone, new, sorted(held))
        assert lexical.scores(["cat"]).tolist() == before
        lexical, fresh = changed, LexicalIndex().with_changes({}, held, sorted(held))
        known = held
        for query in (["cat"], ["dog", "tree"], ["00", "zebra"]):
            assert lexical.scores(query) == pytest.approx(fresh.scores(query), abs=1e-6)
            assert lexical.stuffed(query) == fresh.stuffed(query)
            assert lexical.stuffed(query) == fresh.stuffed(query)
        assert [lexical.weight(word) for word in words] == [fresh.weight(word) for word in words]
        assert [lexical.knows(word) for word in words] == [fresh.knows(word) for word in words]


@pytest.mark.parametrize(
    ("text", "stuffed"),
    [
        pytest.param("The cat, a dog. " * 4, True, id="each sentence"),
        pytest.param("The cat, a dog. " * 2 + "A bird sings. " * 2, False, id="half of the sentences, but seldom"),
        pytest.param("The cat, a dog. " * 4 + "A bird sings. " * 4, False, id="less than half, after once a passage"),
        pytest.param("The cat purrs. " * 8, False, id="one word"),
        pytest.param("# The cat, a dog\n\n" + "One sings. " * 30, False, id="a heading"),
    ],
)
def test_a_document_is_stuffed_if_half_its_sentences_repeat_most_of_a_question(text: str, stuffed: bool) -> None:
    parser = PassageParser()
    held = {
        name: count_terms(parser.passages(Document(name, text, name)), "en")
        for name, text in (("a.md", "The bird and the mouse. A cat. A dog."), ("b.md", text))
    }

    found = LexicalIndex().with_changes({}, held, list(held)).stuffed(["cat", "dog"])

    assert found == ({"b.md"} if stuffed else set())


@pytest.mark.parametrize(
    ("text", "query"),
    [
        pytest.param("A cat. " + "The zebra purrs. " * 8, ["cat", "zebra"], id="one word, though the one that weighs"),
        pytest.param("The cat, a dog. " * 4, ["cat", "dog", "bird"], id="two words, but not the one that weighs"),
    ],
)
def test_a_document_is_not_stuffed_with_a_question_of_which_it_repeats_a_part(text: str, query: list[str]) -> None:
    parser = PassageParser()
    held = {
        name: count_terms(parser.passages(Document(name, text, name)), "en")
        for name, text in (("a.md", "The bird and the mouse. A cat. A dog."), ("b.md", text))
    }

    assert LexicalIndex().with_changes({}, held, list(held)).stuffed(query) == set()


def test_terms_are_kept_as_they_were(passages: list[Passage]) -> None:
    counted = count_terms(passages[:2], "en")

    kept = DocumentTerms.from_bytes(counted.to_bytes())

    assert kept.to_bytes() == counted.to_bytes()
    assert (kept.language, kept.terms, kept.lengths.tolist(), kept.sentences) == ("en", counted.terms, [5, 5], 3)


def test_the_highest_scores_come_first_and_of_equal_ones_the_first() -> None:
    scores = np.array([0.1, 0.5, 0.0, 0.5, 0.9, 0.5], dtype=np.float32)

    assert [highest(scores, count).tolist() for count in (1, 2, 3, 6, 9)] == [
        [4], [4, 1], [4, 1, 3], [4, 1, 3, 5, 0, 2], [4, 1, 3, 5, 0, 2],
    ]  # fmt: skip
