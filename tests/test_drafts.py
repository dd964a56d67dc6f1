"""Written text is cut into sentences with their markers, however it comes."""

import random
import time

import pytest

from assistant.proving.drafts import Draft, DraftCutter

PASSAGES = 3


def drafts_of(text: str) -> list[Draft]:
    cutter = DraftCutter(PASSAGES)
    return cutter.feed(text) + cutter.finish()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("It rained [1]. It snowed.", [("It rained.", (1,)), ("It snowed.", ())], id="before the stop"),
        pytest.param("It rained.[1] It snowed.", [("It rained.", (1,)), ("It snowed.", ())], id="behind the stop"),
        pytest.param("It rained. [1] [2] It snowed.", [("It rained.", (1, 2)), ("It snowed.", ())], id="with blanks"),
        pytest.param('"It rained." [2] Then?', [('"It rained."', (2,)), ("Then?", ())], id="behind a quotation"),
        pytest.param("It rained [1, 3].", [("It rained.", (1, 3))], id="a list"),
        pytest.param("It rained [1-3].", [("It rained.", (1, 2, 3))], id="a range"),
        pytest.param("It rained [1][2].", [("It rained.", (1, 2))], id="side by side"),
        pytest.param("It rained【1】.", [("It rained.", (1,))], id="lens brackets"),
        pytest.param("It rained【2†source】.", [("It rained.", (2,))], id="lens brackets with a name"),
        pytest.param("It rained [^1].", [("It rained.", (1,))], id="a footnote"),
        pytest.param("It rained [Source 2].", [("It rained.", (2,))], id="with a word"),
        pytest.param("It rained [1](#a).", [("It rained.", (1,))], id="a link"),
        pytest.param("It rained (2).", [("It rained.", (2,))], id="round brackets"),
        pytest.param("It rained (7).", [("It rained (7).", ())], id="round brackets that cite no passage"),
        pytest.param("In (2019) it rained.", [("In (2019) it rained.", ())], id="a year in brackets"),
        pytest.param("It rained [0].", [("It rained.", (0,))], id="zero is kept, to be refused"),
        pytest.param("It rained [99].", [("It rained.", (99,))], id="so is a number beyond the passages"),
        pytest.param("It rained [1a].", [("It rained [1a].", ())], id="what is no number is no marker"),
        pytest.param("According to [1], it rained.", [("It rained.", (1,))], id="a marker as a noun"),
    ],
)
def test_markers_belong_to_the_sentence_before_them(text, expected):
    assert drafts_of(text) == [Draft(*each) for each in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The U.S. agreed.", ["The U.S. agreed."], id="an acronym"),
        pytest.param("Mr. Smith came. He left.", ["Mr. Smith came.", "He left."], id="a title"),
        pytest.param("It cost 3.5 million. Much.", ["It cost 3.5 million.", "Much."], id="a decimal"),
        pytest.param("On Feb. 29 it ended.", ["On Feb. 29 it ended."], id="a month"),
        pytest.param("See e.g. this.", ["See e.g. this."], id="a small letter goes on"),
        pytest.param('He said: "Go!" He went.', ['He said: "Go!"', "He went."], id="a quotation"),
        pytest.param("هل جاء؟ نعم. جاء", ["هل جاء؟", "نعم.", "جاء"], id="Arabic"),
        pytest.param("他来了。他走了！", ["他来了。", "他走了！"], id="Chinese, without blanks"),
        pytest.param("वह आया। वह गया।", ["वह आया।", "वह गया।"], id="Hindi"),
        pytest.param("First line\nSecond line", ["First line", "Second line"], id="lines"),
    ],
)
def test_sentences_are_cut_in_many_languages(text, expected):
    assert [draft.text for draft in drafts_of(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# Title\n- **One** thing.\n2. `Two` *things*.", ["One thing.", "Two things."], id="a list"),
        pytest.param("```\nIt rained.\n```", ["It rained."], id="fences go, what they hold is judged"),
        pytest.param("---\n| a | b |\n|---|---|", ["a b"], id="a table"),
        pytest.param("[The news](http://x.test/a) said so.", ["The news said so."], id="a link"),
        pytest.param("<b>Bold</b> words.", ["Bold words."], id="tags"),
        pytest.param("<think>Hm. [1]</think>It rained.", ["It rained."], id="a thought"),
        pytest.param("<THINKING>Hm.</thinking>It rained.", ["It rained."], id="a thought in another tag"),
        pytest.param("It rained. <think>It snowed. And", ["It rained."], id="a thought that never ends"),
        pytest.param("a < b and <thin", ["a < b and <thin"], id="what only looks like a tag"),
        pytest.param("It rained.\n\nSources:\n[1] News\n[2] More", ["It rained."], id="a list of sources"),
        pytest.param("It rained.\n**References**\n1. News.", ["It rained."], id="a bold list of references"),
        pytest.param("Sources: [1], [2]\nMore.", [], id="sources on one line"),
        pytest.param(" \n\n...\n[1]", [], id="nothing that says anything"),
    ],
)
def test_what_is_no_statement_is_taken_off(text, expected):
    assert [draft.text for draft in drafts_of(text)] == expected


TEXT = """<think>Is it [1]? Yes.</think>## Answer
It cost 3.5 million [1]. The U.S. agreed, Mr. Smith said.[2][3] "We won't." [2, 3] Then (1) all left (1).
1. **First** item 【1】. 2nd [1a] here [99]. End [0].
قال ذلك【2】؟ 这是一个句子。[1]第二句话【2】。 <thi
- As stated in passage [2], it snowed.
Sources:
[1] News."""


@pytest.mark.parametrize("seed", range(200))
def test_how_a_text_is_cut_into_pieces_never_changes_its_drafts(seed):
    generator = random.Random(seed)
    cutter, drafts, start = DraftCutter(PASSAGES), [], 0

    while start < len(TEXT):
        size = generator.choice([1, 1, 2, 3, 7, 20])
        drafts += cutter.feed(TEXT[start : start + size])
        start += size

    assert drafts + cutter.finish() == drafts_of(TEXT)


def test_a_sentence_comes_as_soon_as_the_next_has_begun():
    cutter = DraftCutter(PASSAGES)

    came = [cutter.feed(piece) for piece in ("It ", "rained", ".", " [", "1]", " ", "It", " snowed")]

    assert came == [[], [], [], [], [], [], [Draft("It rained.", (1,))], []]


def test_an_endless_sentence_is_cut_at_a_blank_in_bounded_time():
    cutter = DraftCutter(PASSAGES)
    started = time.perf_counter()

    drafts = cutter.feed("word " * 10_000)

    assert {len(draft.text) for draft in drafts} == {999}
    assert time.perf_counter() - started < 10
