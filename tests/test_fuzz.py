"""Random corpora and random questions: the law holds, nothing raises, nothing takes long.

`make fuzz` looks longer: FUZZ=10000 sets how many corpora are tried.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from law import assert_lawful
from test_build import RandomEmbedding

from assistant import Assistant
from assistant.terminal import answer_text
from assistant.web.articles import article
from assistant.web.conversation import Turn
from assistant.web.message import answer_message
from assistant.words.phrases import Phrase, phrase
from index.errors import CorpusEmptyError, DocumentError

CORPORA = int(os.environ.get("FUZZ", "6"))
# An answer takes a tenth of a second; many tests share a machine.
MOST_SECONDS = 20.0
PROMPTS = Path(__file__).parent.parent / "assistant" / "writing" / "prompts"
OURS = [phrase(each, "en") for each in (Phrase.ABSTENTION, Phrase.UNSURE, Phrase.HELLO)]
SAMPLES = """
    The harbour master of Lorn is Ada Quill. She “met” Tom Hale on 4 March 2021, in Esk: 12,5 % of $1.5 million?
    “No,” he said yesterday. Он приехал в Москву 5 мая.
    قال أمس «لا». 会议在三月举行。 הוא אמר. U.S. Mr. e.g. http://x.yz [1] [2]
    </script> <b> &amp; | a|b | --- # ## - * 1. 2) > ``` ~~~ $$ {{x}} ${x} (a)
"""
WORDS = [*SAMPLES.split(), "\x00", "\ufeff", "\u200b", "\u202e", "\u0301", "\r\n", "\r", "\t", "\\"]
PIECES = st.one_of(
    st.sampled_from([*WORDS, "\n\n", "\r\n\r\n", "\n- ", "\n# ", *OURS]),
    st.text(max_size=8),
    st.characters(),
    st.integers(1, 3000).map(lambda times: "long" * times),
    st.sampled_from([path.read_text(encoding="utf-8") for path in sorted(PROMPTS.glob("*.md"))]),
)
TEXTS = st.lists(PIECES, min_size=1, max_size=60).map(lambda pieces: " ".join(pieces))
NAMES = st.sampled_from(["a.txt", "b.md", "c.csv", "d.log", "e.tsv", "f.html", "sub/g.md", "[1] h.txt"])
ASKING = [
    "Who is",
    "When did",
    "What did",
    "How many",
    "Which people",
    "Was ist",
    "Кто",
    "ماذا",
    "谁",
    "and",
    "why?",
    "more",
]
QUESTIONS = st.lists(st.one_of(st.sampled_from([*ASKING, *WORDS]), st.text(max_size=6)), max_size=12).map(" ".join)


@settings(
    max_examples=CORPORA, deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)  # fmt: skip
@given(corpus=st.dictionaries(NAMES, TEXTS, min_size=1, max_size=4), asked=st.lists(QUESTIONS, min_size=1, max_size=3))
def test_of_any_corpus_and_any_question_the_law_holds(corpus: dict[str, str], asked: list[str]) -> None:
    with TemporaryDirectory() as folder:
        for name, text in corpus.items():
            path = Path(folder) / "corpus" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode(errors="replace"))
        try:
            assistant = Assistant.open(Path(folder) / "corpus", Path(folder) / "store", embedding=RandomEmbedding())
        except (CorpusEmptyError, DocumentError):
            assume(False)
        with assistant:
            history: list[tuple[str, str]] = []
            for question in asked:
                since = time.process_time()
                for answer in assistant.stream(question, history=history):
                    assert_lawful(answer, assistant)
                    assert answer_message(Turn(answer), 0)
                    assert answer_text(answer, colour=False)
                assert time.process_time() - since < MOST_SECONDS
                history.append((question, answer.text))
            for document in assistant.documents:
                runs = [run["text"] for block in article(document, [])["blocks"] for run in block["runs"]]
                assert "".join(runs) == document.text
