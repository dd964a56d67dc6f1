"""Quoted speech: which words one speaker says in one go, and whose they are."""

import pytest

from assistant.answering.whole_speech import with_speaker
from assistant.words.speech import quoted_spans, speech_at, speeches
from index import Span

SIGNED = "“The bridge is old. It must go.” Ada Quill, harbour engineer"
ACROSS = (
    "“The bridge is old,” said Ada J. Quill, an engineer in the port.\n"
    "“It was built in a hurry. Nobody knows how deep its piers stand.”\n"
    "The council met in May."
)
INTERRUPTED = (
    "“We asked everybody,” Quill said. “Nobody came. Two wrote.” According to her, “they are afraid,” she added. "
    "The talks go on."
)


def read(text: str) -> list[tuple[str | None, list[str]]]:
    return [
        (speech.speaker.of(text) if speech.speaker else None, [part.of(text) for part in speech.parts])
        for speech in speeches(text)
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param("“It is old,” Quill said.", "Quill", id="said behind"),
        pytest.param("“It is old,” said Ada Quill, an engineer.", "Ada Quill", id="said before the name"),
        pytest.param("“It is old,” said Ada J. Quill of the port.", "Ada J. Quill", id="an initial"),
        pytest.param("“It is old,” Ada Quill, who built it, told the paper.", "Ada Quill", id="a description between"),
        pytest.param("“Is it old?” Quill asked.", "Quill", id="a question"),
        pytest.param('"It is old," Quill said.', "Quill", id="straight marks"),
        pytest.param("«It is old,» Quill said.", "Quill", id="angle marks"),
        pytest.param("Ada Quill said: “It is old.”", "Ada Quill", id="said in front"),
        pytest.param("Quill told the council that “it is old and weak.”", "Quill", id="told somebody"),
        pytest.param("According to Ada Quill, “it is old.”", "Ada Quill", id="according to"),
        pytest.param("“It is old,” according to the minister Ada Quill.", "Ada Quill", id="according to, behind"),
        pytest.param("“It is old,” the Court noted.", "the Court", id="an article belongs to the name"),
        pytest.param("“It is old,” the ministry said.", None, id="nobody is named"),
        pytest.param("“It is old,” she said.", None, id="a pronoun"),
        pytest.param(SIGNED, "Ada Quill", id="a signature"),
    ],
)
def test_a_speech_has_the_speaker_that_its_attribution_names(text: str, speaker: str | None) -> None:
    ((found, _),) = read(text)
    assert found == speaker


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The “old bridge” is closed.", id="a word in quotation marks"),
        pytest.param("“It is old.” The council met on Monday and said nothing.", id="another sentence follows"),
        pytest.param("It is old.", id="no marks"),
        pytest.param("“", id="a mark alone"),
        pytest.param("”", id="a closing mark alone"),
    ],
)
def test_words_that_nobody_is_said_to_speak_are_no_speech(text: str) -> None:
    assert speeches(text) == ()


def test_a_speech_goes_on_behind_its_attribution_and_in_a_paragraph_that_is_quoted_whole() -> None:
    assert read(ACROSS) == [
        ("Ada J. Quill", ["“The bridge is old,”", "“It was built in a hurry. Nobody knows how deep its piers stand.”"])
    ]


def test_he_and_she_go_on_with_the_speaker_of_the_paragraph() -> None:
    assert read(INTERRUPTED) == [
        ("Quill", ["“We asked everybody,”", "“Nobody came. Two wrote.”", "“they are afraid,”"])
    ]


def test_two_speakers_make_two_speeches() -> None:
    assert read("“It is old,” Quill said. “It is not,” Penn said.") == [
        ("Quill", ["“It is old,”"]),
        ("Penn", ["“It is not,”"]),
    ]


def test_a_paragraph_that_is_quoted_in_part_goes_on_with_nobody() -> None:
    assert read("“It is old,” Quill said.\n“It will stand.” So it did for years.") == [("Quill", ["“It is old,”"])]


def test_a_quotation_in_a_quotation_ends_with_the_outer_one() -> None:
    text = 'Quill said: “He told "everybody" and left.” Then it rained.'
    assert [span.of(text) for span in quoted_spans(text)] == ['“He told "everybody" and left.”']


def test_marks_of_two_kinds_are_matched_as_well_as_they_can_be() -> None:
    text = '“It is old." Then “he said "all of it,” and left.'
    assert [span.of(text) for span in quoted_spans(text)] == ['“It is old."', '“he said "all of it,”']


def test_a_span_that_touches_two_speeches_is_of_none() -> None:
    text = "“It is old,” Quill said. “It is not,” Penn said."
    assert speech_at(text, Span(0, len(text))) is None
    assert speech_at(text, Span(0, 5)) is speeches(text)[0]


@pytest.mark.parametrize(
    ("text", "chosen", "widened"),
    [
        pytest.param(ACROSS, "Nobody knows how deep its piers stand.”", ACROSS.rpartition("\n")[0], id="whole"),
        pytest.param(SIGNED, "It must go.”", SIGNED, id="to the signature"),
        pytest.param(ACROSS, "The council met in May.", "The council met in May.", id="no speech"),
        pytest.param(
            "“It is old,” Quill said. “It stands.”",
            "“It is old,” Quill said.",
            "“It is old,” Quill said.",
            id="it names its speaker itself",
        ),
        pytest.param(
            "“It is old,” Quill said. “It stands. All know it,” she added.",
            "All know it,” she added.",
            "“It is old,” Quill said. “It stands. All know it,” she added.",
            id="to the attribution with a name",
        ),
        pytest.param(
            f"“It is old,” Quill said. “It stands. {'It was built of stone in a hurry. ' * 30}”",
            "“It stands.",
            "“It is old,” Quill said. “It stands.",
            id="of a long speech, to the attribution only",
        ),
        pytest.param(
            f"“{'It was built of stone in a hurry. ' * 30}It stands,” Quill said.",
            "“It was built of stone in a hurry.",
            "“It was built of stone in a hurry.",
            id="the attribution is too far",
        ),
    ],
)
def test_a_quotation_is_widened_to_its_speech_and_speaker(text: str, chosen: str, widened: str) -> None:
    start = text.index(chosen)
    assert with_speaker(text, Span(start, start + len(chosen))).of(text) == widened
