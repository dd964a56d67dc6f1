"""The labelled set of written sentences is sound, and the checker is scored on it."""

from collections import Counter
from pathlib import Path

import pytest

from evals.errors import EvalsError
from evals.support import Claim, Verdict, by_kind, judge, overall, read_claims, read_evidence
from index import SEEDS, LocalEmbedding

SHOWN_RIGHTLY = {"verbatim", "paraphrase", "fusion", "summary", "repair", "translation"}
BROKEN = {
    "number", "name", "date", "negation", "role", "invention", "citation", "unit", "attribution", "generalisation",
    "modality", "quote", "injection", "translation broken",
}  # fmt: skip


def test_the_set_is_large_and_its_halves_share_no_topic():
    claims = read_claims()
    topics = {split: {claim.topic for claim in claims if claim.split == split} for split in ("dev", "test")}

    assert Counter(claim.split for claim in claims) == {"dev": 598, "test": 115}
    assert not topics["dev"] & topics["test"]
    assert len({claim.id for claim in claims}) == len({claim.sentence for claim in claims}) == len(claims)


@pytest.mark.parametrize("split", ["dev", "test"])
def test_nearly_half_of_each_split_is_supported_and_every_kind_of_error_is_there(split):
    claims = [claim for claim in read_claims() if claim.split == split]
    supported = [claim for claim in claims if claim.supported]

    assert 0.4 < len(supported) / len(claims) < 0.5
    assert {claim.kind for claim in supported} <= SHOWN_RIGHTLY
    assert {claim.kind for claim in claims if not claim.supported} >= BROKEN - {"quote"}


def test_every_claim_cites_passages_of_its_topic():
    topics = read_evidence()

    assert [
        claim.id for claim in read_claims() if not set(claim.cites) <= set(range(1, len(topics[claim.topic]) + 1))
    ] == []


def test_passages_of_the_shipped_articles_stand_there_to_the_letter():
    articles = [path.read_bytes().decode() for path in sorted(SEEDS.glob("*.txt"))]
    shipped = {"invitation", "brief", "meeting", "mediator", "abbas", "ambitions", "histories"}
    passages = [passage for topic, found in read_evidence().items() if topic in shipped for _, passage in found]

    assert len(passages) == 31
    assert [passage.document for passage in passages if not any(passage.text in article for article in articles)] == []


def test_the_checker_reaches_its_bar_on_the_test_half(embedding: LocalEmbedding):
    claims = [claim for claim in read_claims() if claim.split == "test"]
    topics = {topic: passages for topic, passages in read_evidence().items() if topic in {c.topic for c in claims}}

    verdicts = judge(claims, topics, embedding)

    shown = [verdict.claim.supported for verdict in verdicts if verdict.shown]
    assert sum(shown) / len(shown) >= 0.95
    assert sum(shown) / sum(claim.supported for claim in claims) >= 0.80


def verdict(kind: str, *, supported: bool, shown: bool) -> Verdict:
    claim = Claim("one-01", "dev", "one", kind, "It rained.", (1,), supported)
    return Verdict(claim, shown, "" if shown else "not supported", 10.0)


def test_precision_is_of_what_is_shown_and_recall_of_what_is_supported():
    verdicts = [
        verdict("paraphrase", supported=True, shown=True),
        verdict("paraphrase", supported=True, shown=False),
        verdict("number", supported=False, shown=True),
        verdict("number", supported=False, shown=False),
        verdict("number", supported=False, shown=False),
    ]

    # 1 of 2 shown is right, 1 of 2 supported is shown; Wilson's interval of 1 of 2 is .09 to .91.
    assert overall(verdicts).rows == (("dev", "5", "2", "0.50 [0.09, 0.91] (2)", "0.50 [0.09, 0.91] (2)", "10.0"),)
    # 1 of 3: .06 to .79.
    assert by_kind(verdicts, "dev").rows == (
        ("paraphrase", "yes", "2", "1", "0.50 [0.09, 0.91] (2)"),
        ("number", "no", "3", "1", "0.33 [0.06, 0.79] (3)"),
    )
    assert by_kind(verdicts, "test").rows == ()


def test_nothing_shown_has_no_precision():
    assert overall([verdict("number", supported=False, shown=False)]).rows == (("dev", "1", "0", "-", "-", "10.0"),)


@pytest.mark.parametrize("text", ["{", '{"id": "a"}', '{"id": "a", "cites": [1], "surplus": 1}'])
def test_a_row_that_is_no_claim_is_named(tmp_path: Path, text: str):
    path = tmp_path / "rows.jsonl"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(EvalsError, match=r"rows\.jsonl"):
        read_claims(path)
