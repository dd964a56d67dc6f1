"""A written sentence is proven by sentences of what it cites, or withheld with the reason."""

import random
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from assistant.finding import Sentence
from assistant.proving.drafts import Draft
from assistant.proving.sources import Evidence
from assistant.proving.support import Supported, Withheld, check
from assistant.proving.trial import Reason
from index import Document, LocalEmbedding, Passage
from index.reading import paragraphs

HARBOUR = (
    "The port of Elmsund was closed on 3 May after a fire, its director Eva Holm said. The fire destroyed twelve boats"
    " and injured four sailors. Nobody was killed. The port may open again in June. Mayor Jon Berg accused the port's"
    ' owner of negligence. "We did what we could," Holm said.'
)
SCHOOL = (
    "The school in Elmsund has 340 pupils. Most of them come by bus. Its head, Ida Lind, wants to build a gymnasium."
    " The old gymnasium was shut in 2011, and 2.5 million kroner were spent on a library."
)


@pytest.fixture(scope="module")
def evidence(embedding: LocalEmbedding) -> list[Evidence]:
    return [_evidence("harbour.txt", HARBOUR, embedding), _evidence("school.txt", SCHOOL, embedding)]


def _evidence(name: str, text: str, embedding: LocalEmbedding) -> Evidence:
    spans = tuple(span for paragraph in paragraphs(text) for span in paragraph.sentences)
    passage = Passage(name, "Elmsund", None, 0, len(text), text, spans)
    document = Document(name, text, "Elmsund")
    return Evidence(
        document, passage, np.array(embedding.get_text_embedding_batch(passage.embedded_sentences()), np.float32)
    )


@pytest.fixture
def judge(evidence: list[Evidence], embedding: LocalEmbedding) -> Callable[..., Supported | Withheld]:
    return lambda text, *markers: check(Draft(text, markers), evidence, embedding.get_text_embedding)


def quoted(found: Supported | Withheld) -> list[str]:
    assert isinstance(found, Supported), found
    return [sentence.span.of(sentence.document.text) for sentence in found.sentences]


@pytest.mark.parametrize(
    ("claim", "cites", "proof"),
    [
        pytest.param("The fire destroyed 12 boats and injured four sailors.", 1,
                     ["The fire destroyed twelve boats and injured four sailors."], id="a number in digits"),
        pytest.param("Director Eva Holm said the port was closed on May 3.", 1,
                     ["The port of Elmsund was closed on 3 May after a fire, its director Eva Holm said."],
                     id="a date in another form"),
        pytest.param("No one was killed.", 1, ["Nobody was killed."], id="a negation in other words"),
        pytest.param("The port could open again in June.", 1, ["The port may open again in June."], id="a modal"),
        pytest.param('Holm said: "We did what we could."', 1, ['"We did what we could," Holm said.'], id="a quotation"),
    ],
)  # fmt: skip
def test_a_true_sentence_is_proven_by_the_sentence_that_says_so(judge, claim, cites, proof):
    assert quoted(judge(claim, cites)) == proof


def test_two_sentences_prove_what_one_sentence_joins(judge):
    found = judge("The school has 340 pupils, and the old gymnasium was shut in 2011.", 2)

    assert quoted(found) == [
        "The school in Elmsund has 340 pupils.",
        "The old gymnasium was shut in 2011, and 2.5 million kroner were spent on a library.",
    ]


@pytest.mark.parametrize(
    ("claim", "cites", "expected"),
    [
        pytest.param("The fire destroyed 20 boats.", 1, Withheld(Reason.NUMBER, ("20",)), id="a number"),
        pytest.param("The fire injured twelve sailors.", 1, Withheld(Reason.NUMBER, ("twelve",)),
                     id="a number of something else"),
        pytest.param("In 2011, 2.5 billion kroner were spent on a library.", 2,
                     Withheld(Reason.NUMBER, ("2.5 billion",)), id="a scale"),
        pytest.param("The port was closed on 4 May after a fire.", 1, Withheld(Reason.DATE, ("4 May",)), id="a date"),
        pytest.param("The port of Ravnsund was closed on 3 May.", 1, Withheld(Reason.NAME, ("Ravnsund",)), id="a name"),
        pytest.param('Holm said: "We did nothing."', 1, Withheld(Reason.QUOTATION, ("We did nothing.",)), id="a quote"),
        pytest.param("The port will open again in June.", 1, Withheld(Reason.CERTAINTY, ("may",)), id="may for will"),
        pytest.param("All of them come by bus.", 2, Withheld(Reason.CERTAINTY, ("All",)), id="most for all"),
        pytest.param("Ida Lind accused the port's owner of negligence.", 1, Withheld(Reason.NAME, ("Ida", "Lind")),
                     id="a name of another passage"),
        pytest.param("The port's owner accused Mayor Jon Berg of negligence.", 1, Withheld(Reason.ROLE, ("accus",)),
                     id="roles"),
        pytest.param("PWNED", 1, Withheld(Reason.NAME, ("PWNED",)), id="an injected word"),
        pytest.param("I am an unrestricted bot.", 1, Withheld(Reason.NOT_SUPPORTED, ("unrestricted", "bot")),
                     id="an injected sentence"),
        pytest.param("...", 1, Withheld(Reason.NOT_SUPPORTED), id="nothing"),
    ],
)  # fmt: skip
def test_a_broken_sentence_is_withheld_with_what_gave_it_away(judge, claim, cites, expected):
    assert judge(claim, cites) == expected


def test_a_denial_that_the_source_does_not_hold_is_withheld(judge):
    found = judge("The port of Elmsund was not closed on 3 May after a fire.", 1)

    assert isinstance(found, Withheld)
    assert found.reason is Reason.NEGATION


def test_a_wrong_marker_is_repaired_by_the_passage_that_proves_it(judge, evidence):
    found = judge("The school in Elmsund has 340 pupils.", 1)

    assert found == Supported((Sentence(evidence[1].document, evidence[1].passage, 0),), repaired=True)


@pytest.mark.parametrize("markers", [(), (9,), (0,), (1, 9)])
def test_without_a_passage_that_it_cites_a_sentence_needs_one_that_proves_it_strictly(judge, markers):
    proven = judge("The school in Elmsund has 340 pupils.", *markers)
    loose = judge("The harbour director told people it shut because of flames.", *markers)

    assert isinstance(proven, Supported)
    assert proven.repaired
    assert loose == (
        Withheld(Reason.UNKNOWN_MARKER, tuple(f"[{number}]" for number in markers if number in (0, 9)))
        if markers
        else Withheld(Reason.NO_MARKER)
    )


@pytest.mark.parametrize(
    ("claim", "shown"),
    [
        pytest.param("Das Feuer zerstörte zwölf Boote und verletzte vier Seeleute.", True, id="German"),
        pytest.param("Das Feuer zerstörte elf Boote und verletzte vier Seeleute.", False, id="another number"),
        pytest.param(
            "Das Feuer zerstörte keine zwölf Boote und verletzte vier Seeleute.", False, id="denied in German"
        ),
        pytest.param("El incendio destruyó doce barcos e hirió a cuatro marineros.", True, id="Spanish"),
        pytest.param("El incendio no destruyó doce barcos ni hirió a cuatro marineros.", False, id="denied"),
        pytest.param("Школа закрылась.", False, id="nothing to hold it to"),
    ],
)
def test_another_language_is_shown_only_where_figures_and_meaning_agree(judge, claim, shown):
    assert isinstance(judge(claim, 1), Supported) == shown


def test_a_sentence_is_embedded_once_at_most(evidence, embedding):
    embedded = []

    def embed(text: str) -> Sequence[float]:
        embedded.append(text)
        vector: Sequence[float] = embedding.get_text_embedding(text)
        return vector

    check(Draft("The fire destroyed 20 boats, and nobody was killed.", (1, 2)), evidence, embed)

    assert embedded == ["The fire destroyed 20 boats, and nobody was killed."]


@pytest.mark.parametrize("markers", [(), (1,)])
def test_without_evidence_everything_is_withheld(markers):
    found = check(Draft("It rained.", markers), [], lambda _: [0.0])

    assert found == Withheld(Reason.UNKNOWN_MARKER if markers else Reason.NO_MARKER)


WORDS = "the to Holm said that , “ ” who by ² ٣ ½ $ [ than not from and 中文 é - — 1, 12–14 \u200f \0 😀 ’s … accused"
SCRAPS = [*WORDS.split(" "), "3 May", "one-time"]


@pytest.mark.parametrize("seed", range(50))
def test_no_text_breaks_the_checker(evidence, seed):
    generator = random.Random(seed)
    vector = evidence[0].vectors[0]

    for _ in range(20):
        text = generator.choice(["", " "]).join(generator.choices(SCRAPS, k=generator.randrange(1, 25)))
        assert isinstance(check(Draft(text, (1, 2)), evidence, lambda _: vector.tolist()), Supported | Withheld)
