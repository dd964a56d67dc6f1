"""Whom the pronoun that opens a sentence means, and when that is left open."""

import pytest

from assistant.answering.opening_pronouns import Antecedent, antecedent
from assistant.words.reading import sentences_in
from index import Span

KNOWN = "In spring Ada Quill came. The port of Lorn saw Quill again.\n\n"


def found(text: str) -> Antecedent | None:
    """Return the antecedent of the pronoun that opens the last sentence."""
    whole = KNOWN + text
    return antecedent(whole, sentences_in(whole, Span(0, len(whole)))[-1])


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        pytest.param("Ada Quill built the bridge in Lorn. She was the first.", "She", "Ada Quill", id="a person"),
        pytest.param("Quill died in May. Her work was forgotten.", "Her", "Quill", id="a name of one word"),
        pytest.param("In May, Quill was a guest there. She left soon.", "She", "Quill", id="behind a time"),
        pytest.param("Ada Quill, born in Lorn, built it. She left. She came back.", "She", "Ada Quill", id="a chain"),
        pytest.param(
            "Lorn Union is a club of the north. It won twice.", "It", "Lorn Union", id="a thing that is told of"
        ),
        pytest.param("Lorn Union was founded in May. It won twice.", "It", "Lorn Union", id="a thing that was founded"),
        pytest.param("The Lorn Rovers were a club. They won twice.", "They", "Lorn Rovers", id="a group"),
    ],
)
def test_the_only_name_that_can_be_meant_is_meant(text: str, pronoun: str, name: str) -> None:
    assert found(text) == Antecedent(pronoun, name)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Ada Quill met Eve Penn. She left.", id="two persons"),
        pytest.param("Ada Quill met a minister. She left.", id="a person without a name"),
        pytest.param("Ada Quill built it. She met Eve Penn. She left.", id="another person between"),
        pytest.param("The bridge fell. She left.", id="nobody is named"),
        pytest.param("Students came to see Quill. She left.", id="not the subject"),
        pytest.param("Lorn Union bought a field. It was green.", id="a thing beside the subject"),
        pytest.param("Lorn Union is a club. It is clear that it won.", id="it means nothing"),
        pytest.param("Lorn Union is a club. It was Quill who led it.", id="it only points ahead"),
        pytest.param("Ada Quill told “the old guard” there. She left.", id="words in quotation marks"),
        pytest.param("The Lorn Rovers defeated the Penn Rangers. They left.", id="two groups"),
        pytest.param("Ada Quill built it. The bridge fell.", id="no pronoun"),
        pytest.param("She left.", id="nothing before"),
    ],
)
def test_a_pronoun_that_could_mean_another_is_left_open(text: str) -> None:
    assert found(text) is None
