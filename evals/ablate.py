"""Turn one part of the ranking, or one rule, off at a time, and measure what it was worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import fields, replace
from functools import wraps
from typing import Any, TypeVar

from assistant import Assistant
from assistant.comparing import find_disagreements
from assistant.finding import Ranking
from evals.cases import Case
from evals.comparison import compare
from evals.disagreement_pairs import LABELLED, Tally, read_pairs, tally
from evals.evaluate import Place, Progress, silent
from evals.outcomes import Outcome
from evals.report.summary import confidence_estimate, estimate_of
from evals.report.tables import Table
from evals.rules import OF_ANSWERS, OF_COMPARISONS, OF_PROOFS, Rule, replaced, watching, without
from evals.run import Corpus, answer_cases
from evals.support import Verdict, embedded, judged, read_claims, read_evidence
from index import SEEDS, LocalEmbedding, read_documents

Run = Callable[[Ranking], Sequence[Outcome]]
"""Put the same cases to an assistant with this ranking."""

T = TypeVar("T")
R = TypeVar("R")

ALL_PARTS = "all parts"
ALL_RULES = "all rules"
DEV = "dev"
# All but "passed" are independent of the threshold of abstention, which was set with all parts on.
MEASURES = {
    "sentences.hit@1": "sentence hit@1",
    "sentences.ndcg@10": "sentence nDCG@10",
    "passages.ndcg@10": "passage nDCG@10",
    "passed": "passed",
}
# Sums over the questions that a measure applies to: of few questions, a sum tells more than a mean.
SUMS = {
    "facts": "facts",
    "cited_first": "cited first",
    "set_f1": "set F1",
    "abstention_recall": "declined",
    "citations": "citations",
}
FOLLOW_UP = "follow_up"
# What takes long and no rule changes, by the class that does it.
SLOW = {
    "finding.finder.Index": ("embed", "search"),
    "finding.reader.Reader": ("read",),
    "doctor.LocalEmbedding": ("get_text_embedding", "get_text_embedding_batch"),
}


def parts_of(ranking: Ranking) -> list[str]:
    """Return the names of the weights that are on."""
    weights = {field.name: getattr(ranking, field.name) for field in fields(ranking)}
    return [name for name, weight in weights.items() if isinstance(weight, float) and weight != 0.0]


def ablations(ranking: Ranking, run: Run) -> Iterator[tuple[str, Sequence[Outcome]]]:
    """Yield the outcomes with all parts on, then those with each part at 0.0, by name."""
    yield ALL_PARTS, run(ranking)
    for part in parts_of(ranking):
        yield part, run(replace(ranking, **{part: 0.0}))


def ablation_table(runs: Mapping[str, Sequence[Outcome]]) -> Table:
    """Return one row a part: how the means change without it, and how probable so large a change is by chance."""
    whole = runs[ALL_PARTS]
    rows = [_row(f"without {part}", whole, outcomes) for part, outcomes in runs.items() if part != ALL_PARTS]
    note = (
        f"n = {len(whole)}. Differences from all parts; p of nDCG by paired bootstrap, of passed by McNemar. "
        "Only one part is off at a time and nothing is fitted anew: parts that stand in for one another look cheap."
    )
    headers = ("ranking", *MEASURES.values(), "AUROC", "p (sentence nDCG@10)", "p (passed)")
    return Table("What each part is worth", headers, (_whole_row(whole), *rows), note)


def _whole_row(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    means = [_mean(outcomes, key) for key in MEASURES]
    return ALL_PARTS, *(f"{mean:.3f}" for mean in means), f"{_auroc(outcomes):.3f}", "", ""


def _row(name: str, whole: Sequence[Outcome], outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    changes = [f"{_mean(outcomes, key) - _mean(whole, key):+.3f}" for key in MEASURES]
    tests = compare(whole, outcomes).tests
    auroc = f"{_auroc(outcomes) - _auroc(whole):+.3f}"
    return name, *changes, auroc, f"{tests['sentence nDCG@10'].p:.3f}", f"{tests['passed'].p:.3f}"


def _mean(outcomes: Sequence[Outcome], key: str) -> float:
    found = estimate_of(outcomes, key)
    return found.value if found else float("nan")


def _auroc(outcomes: Sequence[Outcome]) -> float:
    found = confidence_estimate(outcomes, "auroc")
    return found.value if found else float("nan")


def rules_of_answers(place: Place, cases: Sequence[Case], progress: Progress = silent) -> Table:
    """Return one row a rule of answering: how many answers change without it, and what is lost or won by that."""
    with remembered(), Assistant.open(place.corpus, place.store, promised=False) as assistant:
        corpus = Corpus.of(assistant)

        def ask(asked: Sequence[Case]) -> list[Outcome]:
            return list(answer_cases(assistant, asked, corpus))

        return rules_table(*ruled_out(OF_ANSWERS, cases, ask, progress))


def ruled_out(
    rules: Sequence[Rule], cases: Sequence[T], run: Callable[[Sequence[T]], list[R]], progress: Progress = silent
) -> tuple[list[R], dict[str, list[R]]]:
    """Return what comes of the cases with all rules, and without each rule by its name.

    A case is run again without a rule only if that did something in it.
    """
    whole, busy = [], []
    for case in cases:
        with watching(rules) as names:
            whole += run([case])
        busy.append(names)
    runs = {}
    for number, rule in enumerate(rules, start=1):
        with without(rule):
            runs[rule.name] = [
                run([case])[0] if rule.name in names else result
                for case, result, names in zip(cases, whole, busy, strict=True)
            ]
        progress(number, len(rules))
    return whole, runs


def rules_table(whole: Sequence[Outcome], runs: Mapping[str, Sequence[Outcome]]) -> Table:
    """Return one row a rule: the sums of the measures with all rules, and how they change without this one."""
    rows = [(ALL_RULES, "", f"{_sum(whole, 'passed'):g}", "", f"{_sum(_follow_ups(whole), 'passed'):g}",
             *(f"{_sum(whole, key):.4g}" for key in SUMS))]  # fmt: skip
    rows += [_rule_row(f"without {name}", whole, outcomes) for name, outcomes in runs.items()]
    note = (
        f"n = {len(whole)}. Sums over the questions that a measure applies to, and their changes without one rule. "
        "A changed answer differs in anything that is shown. Nothing is fitted anew."
    )
    headers = ("rule", "changed", "passed", "won / lost", "of follow-ups", *SUMS.values())
    return Table("What each rule of answering is worth", headers, tuple(rows), note)


def _rule_row(name: str, whole: Sequence[Outcome], outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    pairs = [(one.scores["passed"], other.scores["passed"]) for one, other in zip(whole, outcomes, strict=True)]
    won, lost = sum(one < other for one, other in pairs), sum(one > other for one, other in pairs)
    changed = sum(_shown(one) != _shown(other) for one, other in zip(whole, outcomes, strict=True))
    followed = _sum(_follow_ups(outcomes), "passed") - _sum(_follow_ups(whole), "passed")
    changes = [_change(_sum(outcomes, key) - _sum(whole, key)) for key in SUMS]
    return name, str(changed), _change(won - lost), f"{won} / {lost}", _change(followed), *changes


def _shown(outcome: Outcome) -> tuple[object, ...]:
    return outcome.interpreted_as, outcome.text, outcome.reason, outcome.citations, outcome.error


def _follow_ups(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.kind == FOLLOW_UP]


def _sum(outcomes: Sequence[Outcome], key: str) -> float:
    return sum(outcome.scores.get(key, 0.0) for outcome in outcomes)


def _change(change: float) -> str:
    return f"{change:+.3g}" if abs(change) > 1e-9 else "0"


def rules_of_comparisons() -> Table:
    """Return one row a rule by which sentences are compared: alarms, and how many of them are right, without it."""
    documents = {document.name: document for document in read_documents(SEEDS)}
    pairs = [pair for pair in read_pairs(LABELLED, documents) if pair.split == DEV]
    runs = {ALL_RULES: tally(pairs, find_disagreements)}
    for rule in OF_COMPARISONS:
        with without(rule):
            runs[f"without {rule.name}"] = tally(pairs, find_disagreements)
    rows = tuple((name, *_counts(run)) for name, run in runs.items())
    labelled = sum(pair.disagree for pair in pairs)
    note = f"n = {len(pairs)} labelled pairs of the dev half, of which {labelled} disagree."
    return Table("What each rule of comparing is worth", ("rule", "alarms", "right", "missed"), rows, note)


def _counts(run: Tally) -> tuple[str, str, str]:
    alarms = run.precision.n if run.precision else 0
    return str(alarms), str(alarms - len(run.false_alarms)), str(len(run.missed))


def rules_of_proofs(progress: Progress = silent) -> Table:
    """Return one row a rule of proving: how many sentences are shown without it, and how many of them are supported."""
    claims = [claim for claim in read_claims() if claim.split == DEV]
    with remembered():
        engine = LocalEmbedding()
        vectors = embedded(read_evidence(), engine)
        whole, runs = ruled_out(OF_PROOFS, claims, lambda asked: judged(asked, vectors, engine), progress)
    rows = ((ALL_RULES, "", *_shares(whole), ""), *(_proof_row(name, whole, run) for name, run in runs.items()))
    supported = sum(claim.supported for claim in claims)
    note = f"n = {len(claims)} claims of the dev half, of which {supported} are supported."
    headers = ("rule", "changed", "shown, supported", "shown, broken", "broken kinds that come through")
    return Table("What each rule of proving is worth", headers, rows, note)


def _shares(verdicts: Sequence[Verdict]) -> tuple[str, str]:
    shown = [verdict.claim.supported for verdict in verdicts if verdict.shown]
    return str(sum(shown)), str(len(shown) - sum(shown))


def _proof_row(name: str, whole: Sequence[Verdict], run: Sequence[Verdict]) -> tuple[str, ...]:
    pairs = [(one, other) for one, other in zip(whole, run, strict=True) if one.shown != other.shown]
    let_through = [other.claim.kind for _, other in pairs if other.shown and not other.claim.supported]
    kinds = ", ".join(f"{let_through.count(kind)} {kind}" for kind in sorted(set(let_through)))
    return f"without {name}", str(len(pairs)), *_shares(run), kinds


@contextmanager
def remembered() -> Iterator[None]:
    """Do what takes long and no rule changes once for each of its arguments."""
    with ExitStack() as stack:
        for where, methods in SLOW.items():
            home = stack.enter_context(replaced(where, {}))
            stack.enter_context(replaced(where, {name: _once(getattr(home, name)) for name in methods}))
        yield


def _once(method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method that computes each result once, for one object."""
    results: dict[str, Any] = {}

    @wraps(method)
    def remembering(self: Any, *arguments: Any, **choices: Any) -> Any:
        key = repr((arguments, choices))
        if key not in results:
            results[key] = method(self, *arguments, **choices)
        return results[key]

    return remembering
