"""Prove the fixed questions against the corpus: every quote, offset and fact, and the balance of the set."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from evals.cases import Case, Evidence
from evals.metrics.counts import count_of
from evals.metrics.matching import fold, holds_one_of

FEWEST_QUESTIONS = 200
SMALLEST_SHARE_UNANSWERABLE = 0.25


def check_cases(cases: Sequence[Case], texts: Mapping[str, str]) -> list[str]:
    """Return what is wrong with the cases, each as "file:line: problem"; `texts` is the corpus by document name."""
    problems = [f"{case.source}: {problem}" for case in cases for problem in case_problems(case, texts)]
    return problems + list(_repetitions(cases))


def check_balance(cases: Sequence[Case]) -> list[str]:
    """Return in what the set as a whole falls short of what is promised of it: size, splits, unanswerable share."""
    problems = []
    if len(cases) < FEWEST_QUESTIONS:
        problems.append(f"{len(cases)} questions are fewer than {FEWEST_QUESTIONS}")
    unanswerable = sum(not case.answerable for case in cases)
    if unanswerable < SMALLEST_SHARE_UNANSWERABLE * len(cases):
        problems.append(f"{unanswerable} of {len(cases)} questions are unanswerable, fewer than a quarter")
    splits: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        splits[case.kind][case.split] += 1
    for kind, count in splits.items():
        if abs(count["dev"] - count["test"]) > 1:
            problems.append(f"{kind} has {count['dev']} dev and {count['test']} test questions, not half and half")
    return problems


def case_problems(case: Case, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with the gold of one case."""
    if not case.answerable:
        if case.facts or case.evidence:
            yield "an unanswerable question has facts or evidence"
        return
    if not case.facts or not case.evidence:
        yield "an answerable question lacks facts or evidence"
    for evidence in case.evidence:
        yield from evidence_problems(evidence, case, texts)
    if len({(evidence.document, evidence.start) for evidence in case.evidence}) < len(case.evidence):
        yield "two entries of the evidence are the same sentence"
    for number, alternatives in enumerate(case.facts):
        proofs = [evidence for evidence in case.evidence if number in evidence.facts]
        count = count_of(alternatives)
        if count:
            yield from _miscounts(number, count, (len({proof.document for proof in proofs}), len(texts)))
            continue
        for alternative in alternatives:
            if not any(holds_one_of(proof.quote, [alternative]) for proof in proofs):
                yield f"no evidence of fact {number} holds {alternative!r}"


def _miscounts(number: int, told: tuple[int, int], found: tuple[int, int]) -> Iterator[str]:
    """Yield how a fact miscounts the documents of its evidence, or those of the corpus."""
    if told != found:
        counts = "{} of {}, but its evidence is in {} of {} documents".format(*told, *found)
        yield f"fact {number} counts {counts}"


def evidence_problems(evidence: Evidence, case: Case, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with one piece of evidence: its document, its quote, its ends, the facts it claims."""
    text = texts.get(evidence.document)
    if text is None:
        yield f"the corpus has no document {evidence.document}"
        return
    found = text[evidence.start : evidence.end]
    if found != evidence.quote:
        yield f"{evidence.document}[{evidence.start}:{evidence.end}] is {found[:40]!r}, not {evidence.quote[:40]!r}"
    if not _ends_are_whole(text, evidence):
        yield f"the quote {evidence.quote[:40]!r} begins or ends in blanks or within a word"
    if not evidence.facts:
        yield f"the quote {evidence.quote[:40]!r} proves no fact"
    for number in evidence.facts:
        if not count_of(case.facts[number]) and not holds_one_of(evidence.quote, case.facts[number]):
            yield f"the quote {evidence.quote[:40]!r} does not hold fact {number}, {' or '.join(case.facts[number])}"


def _ends_are_whole(text: str, evidence: Evidence) -> bool:
    around = text[max(evidence.start - 1, 0) : evidence.start] + text[evidence.end : evidence.end + 1]
    return evidence.quote == evidence.quote.strip() != "" and not re.search(r"\w", around)


def _repetitions(cases: Sequence[Case]) -> Iterator[str]:
    """Yield the cases that ask, after the same history, what an earlier one asks in the same words."""
    first: dict[tuple[str, object], str] = {}
    for case in cases:
        key = (re.sub(r"[^\w\s]", "", fold(case.question)), case.history)
        if key in first:
            yield f"{case.source}: asks what {first[key]} asks"
        first.setdefault(key, case.source)
