"""The command line of the evals: `python -m evals --help`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from assistant import Assistant, AssistantError
from assistant.finding import Calibration, Ranking
from evals.ablate import ablation_table, ablations, rules_of_answers, rules_of_comparisons, rules_of_proofs
from evals.asked_of_tables import ask_tables, read_table_questions, tables_table
from evals.benchmark import Wishes, kept_or_temporary, score_benchmark, written
from evals.calibrate import WEIGHT_OF_OURS, fit, observe, observe_benchmark, right_by_confidence, trade_off
from evals.cases import QUESTIONS, SPLITS, Case, read_cases
from evals.checker import check_balance, check_cases
from evals.comparison import as_text, compare
from evals.conversation import after_others, conversation_table, converse, read_turns, rewritten
from evals.errors import EvalsError
from evals.evaluate import Evaluation, Place, evaluate
from evals.feedback import append_rows, gather
from evals.growth import SIZES, growth
from evals.outcomes import Outcome
from evals.own_questions import attempts, promise_from, read_questions, refusal
from evals.provenance import ROOT, UNCOMMITTED, commit, provenance
from evals.removal import ARTICLE, PARAGRAPH
from evals.report import tables
from evals.report.growth_plot import growth_plot
from evals.report.readme import sizes_section, speed_section, with_results, with_sections
from evals.report.report import by_split, render_report
from evals.report.tables import Table
from evals.results import Result, read_result, write_result
from evals.speed import compare as compare_engines
from evals.squad import benchmark_of, read_squad
from evals.support import by_kind, judge, overall, read_claims, read_evidence
from evals.with_model import ask_both, side_by_side
from evals.words import fallen, scored, words_table
from index import SEEDS, IndexingError, ModelSettings, from_env, read_documents
from index.settings import default_library, default_store, store_location

BASELINE = Path(__file__).parent / "baseline.json"
REPORTS = Path(__file__).parent / "reports"
README, SPEED, SCALE = ROOT / "README.md", ROOT / "docs" / "speed.md", ROOT / "docs" / "scale.md"
FALLEN, BAD_INPUT = 1, 2
ABLATED = RANKING, ANSWERING, COMPARING, PROVING = "ranking", "answering", "comparing", "proving"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, 1 for a significant fall or a failed check, 2 for bad input."""
    options = parser().parse_args(arguments)
    try:
        code: int = options.command(options)
    except (EvalsError, IndexingError, AssistantError) as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    return code


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; without one, the questions are run."""
    parser = argparse.ArgumentParser(prog="python -m evals", description="Measure the assistant on fixed questions.")
    parser.set_defaults(command=run_command)
    parser.add_argument("--split", choices=[*SPLITS, "all"], default="all", help="which half (default: all)")
    parser.add_argument("--compare", type=Path, metavar="BASELINE", help="exit with 1 after a significant fall")
    parser.add_argument("--llm", action="store_true", help="let the model that ASSISTANT_LLM names write the answers")
    _corpus_options(parser)
    commands = parser.add_subparsers(title="commands")
    commands.add_parser("check", help="prove every question against the corpus").set_defaults(command=check_command)
    commands.add_parser("baseline", help="run, and write evals/baseline.json").set_defaults(command=baseline_command)
    commands.add_parser("readme", help="write the baseline's results into it").set_defaults(command=readme_command)
    commands.add_parser("support", help="score the checker of written sentences").set_defaults(command=support_command)
    commands.add_parser("words", help="score what reads names, follow-ups and languages").set_defaults(
        command=words_command
    )
    talk = commands.add_parser("conversation", help="score talk, questions about the documents, summaries")
    talk.add_argument("--show", action="store_true", help="print what is wrong with each answer of the dev half")
    talk.set_defaults(command=conversation_command)
    asked = commands.add_parser("tables", help="score questions to tables: a cell, the most, what fits, how many, sums")
    asked.add_argument("--show", action="store_true", help="print what is wrong with each answer of the dev half")
    asked.set_defaults(command=tables_command)
    model = commands.add_parser(
        "model", help="ask the dev questions with the model that ASSISTANT_LLM names and without"
    )
    model.add_argument("--minutes", type=float, default=30.0, help="that the model may take (default: 30)")
    model.add_argument("--rows", type=Path, metavar="FILE", help="where every outcome goes, as JSON")
    model.set_defaults(command=model_command)
    add = commands.add_parser("add", help="turn thumbs of the page into cases, in questions/feedback.jsonl")
    add.add_argument("file", type=Path, metavar="FEEDBACK", help="the file that the page adds thumbs and notes to")
    add.add_argument("--questions", type=Path, default=QUESTIONS, help="folder of the questions")
    add.set_defaults(command=add_command)
    speed = commands.add_parser("speed", help="time the embedding beside the engine whose weights it runs")
    speed.add_argument("--write", action="store_true", help="write the figures into docs/speed.md")
    speed.set_defaults(command=speed_command)
    bench = commands.add_parser("bench", help="measure what a corpus costs as it grows, beside a stock LlamaIndex")
    bench.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="of corpora, in passages")
    bench.add_argument("--folder", type=Path, help="where corpora and indexes are kept (default: a temporary folder)")
    bench.add_argument(
        "--write", action="store_true", help="write the figures into docs/scale.md, and their plot beside it"
    )
    bench.set_defaults(command=bench_command)
    ablate = commands.add_parser("ablate", help="turn one part of the ranking, or one rule, off at a time")
    ablate.add_argument(
        "--of", nargs="+", choices=ABLATED, default=ABLATED, help="parts or rules of what (default: all)"
    )
    ablate.add_argument("--squad", type=Path, metavar="FILE", help="on this benchmark instead of the dev questions")
    ablate.add_argument("--folder", type=Path, help="where its corpus and index are kept (default: a temporary folder)")
    ablate.set_defaults(command=ablate_command)
    _add_calibrate(commands)
    squad = commands.add_parser("squad", help="score a SQuAD 1.1 or 2.0 file")
    squad.add_argument("file", type=Path)
    squad.add_argument("--folder", type=Path, help="where corpus and index are kept (default: a temporary folder)")
    squad.add_argument("--remove", choices=[PARAGRAPH, ARTICLE], help="also ask with the gold taken out of the corpus")
    squad.add_argument("--questions", dest="translations", type=Path, metavar="FILE", help="its questions translated")
    squad.add_argument("--language", metavar="CODE", help="also ask in this language")
    squad.add_argument("--peers", action="store_true", help="also ask LlamaIndex's stock retrievers")
    squad.set_defaults(command=squad_command)
    return parser


def _add_calibrate(commands: Any) -> None:
    calibrate = commands.add_parser(
        "calibrate",
        help="measure on your own questions how sure an answer must be; or fit the constants of the confidence",
        description="With --error: find the lowest confidence from which on at most this share of answers is wrong, "
        "and keep it beside the index. Without: fit the constants of the confidence on dev data.",
    )
    calibrate.add_argument(
        "files", type=Path, nargs="*", metavar="FILE", help="your questions (JSONL); to fit on, SQuAD 1.1 or 2.0 files"
    )
    calibrate.add_argument("--error", type=_share, help="share of wrong answers to stay below, such as 0.1")
    calibrate.add_argument("--certainty", type=_share, default=0.95, help="of the promise (default: 0.95)")
    calibrate.add_argument("--forget", action="store_true", help="take away what was kept beside the index")
    calibrate.add_argument("--corpus", type=Path, default=argparse.SUPPRESS, help="folder of documents")
    calibrate.add_argument(
        "--store", type=store_location, default=argparse.SUPPRESS, help="folder of the index, or URL of a server"
    )
    calibrate.add_argument(
        "--translations", type=Path, metavar="FILE", help="questions of the first file to fit on in other languages"
    )
    calibrate.add_argument(
        "--folder", type=Path, help="where corpora and indexes to fit on are kept (default: a temporary folder)"
    )
    calibrate.set_defaults(command=calibrate_command)


def _share(text: str) -> float:
    value = float(text)
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return value


def _corpus_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--corpus", type=Path, default=SEEDS, help="folder of documents (default: seeds)")
    parser.add_argument("--store", type=Path, help="folder of the index (default: that of the corpus)")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="folder of *.jsonl files (default: ours)")
    parser.add_argument("--reports", type=Path, default=REPORTS, help="where the report goes (default: evals/reports)")


def run_command(options: argparse.Namespace) -> int:
    """Run the questions, print the tables, write the report, compare."""
    # A baseline that cannot be read should not cost a run.
    before = _baseline(options.compare) if options.compare else None
    cases, found, result = _run(options)
    comparison = compare(_of(before, options.split), result.outcomes) if before else None
    _print_tables(result)
    write_result(result, options.reports / "report.json")
    page = render_report(result, cases, found.documents, title="The fixed questions", comparison=comparison)
    (options.reports / "report.html").write_text(page, encoding="utf-8")
    print(f"\nEvery question: {options.reports / 'report.html'}")
    if comparison is None:
        return 0
    print(f"\nAgainst {options.compare}\n{as_text(comparison)}")
    return FALLEN if comparison.falls else 0


def _baseline(file: Path) -> Result:
    """Return a run to compare with; raises EvalsError if it was made from code that nobody else has."""
    before = read_result(file)
    if str(before.settings.get("commit", "")).endswith(UNCOMMITTED):
        raise EvalsError(f"{file}: was made from uncommitted code. Commit it, then: python -m evals baseline")
    return before


def _run(options: argparse.Namespace) -> tuple[list[Case], Evaluation, Result]:
    """Check the questions, put those of the split to the assistant, and return them with what came of it."""
    cases = _checked_cases(options.questions, options.corpus)
    cases = [case for case in cases if options.split in (case.split, "all")]
    if not cases:
        raise EvalsError(f"{options.questions}: has no {options.split} question.")
    model = _model() if options.llm else None
    place = Place(options.corpus, options.store)
    found = evaluate(place, cases, model=model, with_peers=True, progress=show_progress)
    return cases, found, Result(provenance(found.documents, cases, Ranking(), model), found.outcomes)


def _checked_cases(questions: Path, corpus: Path) -> list[Case]:
    cases = read_cases(questions)
    problems = check_cases(cases, {document.name: document.text for document in read_documents(corpus)})
    if problems:
        raise EvalsError("\n".join(problems))
    return cases


def _of(result: Result, split: str) -> list[Outcome]:
    return [outcome for outcome in result.outcomes if split in (outcome.split, "all")]


def _print_tables(result: Result) -> None:
    """Print dev by kind, unless only test was run, both halves side by side, and what crashed."""
    splits = by_split(result.outcomes)
    first, members = next(iter(splits.items()))
    for table in (
        tables.by_kind(members, f"By kind, {first}"),
        tables.retrieval(members, f"Retrieval, {first}"),
        tables.speed(result.outcomes, "Time"),
        tables.summary(dict(splits), "Every measure"),
    ):
        print(tables.as_text(table), end="\n\n")
    for outcome in result.outcomes:
        if outcome.error:
            print(f"Crashed: {outcome.id}: {outcome.error}")


def check_command(options: argparse.Namespace) -> int:
    """Prove the questions against the corpus, and their balance."""
    cases = read_cases(options.questions)
    problems = check_cases(cases, {document.name: document.text for document in read_documents(options.corpus)})
    problems += check_balance(cases)
    print("\n".join(problems) if problems else f"{len(cases)} questions: every quote, offset and fact is proven.")
    return FALLEN if problems else 0


def baseline_command(options: argparse.Namespace) -> int:
    """Run all questions and keep the run as the one that later ones are compared with."""
    if commit(ROOT).endswith(UNCOMMITTED):
        raise EvalsError("The code has changes that are not committed, so nobody could make this baseline again.")
    options.split = "all"
    _, _, result = _run(options)
    _print_tables(result)
    write_result(result, BASELINE)
    print(f"Written: {BASELINE}. Write the README's results with: python -m evals readme")
    return 0


def readme_command(_: argparse.Namespace) -> int:
    """Put the baseline's results into the README."""
    README.write_text(with_results(_page(README), read_result(BASELINE), README), encoding="utf-8")
    return 0


def _page(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise EvalsError(f"{file}: cannot be read ({error}).") from None


def speed_command(options: argparse.Namespace) -> int:
    """Print how fast the embedding is, and put that into its page of the documentation if asked to."""
    table = compare_engines()
    print(tables.as_text(table))
    if options.write:
        SPEED.write_text(with_sections(_page(SPEED), [speed_section(table)], SPEED), encoding="utf-8")
    return 0


def bench_command(options: argparse.Namespace) -> int:
    """Print what a corpus costs as it grows, and put that into its page of the documentation if asked to."""
    with kept_or_temporary(options.folder) as folder:
        table = growth(options.sizes, folder, told=lambda line: print(line, file=sys.stderr, flush=True))
    print(tables.as_text(table))
    if options.write:
        SCALE.write_text(with_sections(_page(SCALE), [sizes_section(table)], SCALE), encoding="utf-8")
        if drawn := growth_plot(table):
            SCALE.with_suffix(".svg").write_text(drawn, encoding="utf-8")
    return 0


def support_command(_: argparse.Namespace) -> int:
    """Print how well the checker tells supported sentences from broken ones."""
    verdicts = judge(read_claims(), read_evidence())
    for table in (overall(verdicts), *(by_kind(verdicts, split) for split in SPLITS)):
        print(tables.as_text(table), end="\n\n")
    return 0


def words_command(_: argparse.Namespace) -> int:
    """Print how well words are read; return 1 if a set falls below its floor."""
    for split in SPLITS:
        print(tables.as_text(words_table(scored(split), split)), end="\n\n")
    return FALLEN if fallen(scored("test")) else 0


def tables_command(options: argparse.Namespace) -> int:
    """Print how many questions to tables are answered right, by kind."""
    questions = read_table_questions()
    wrong = ask_tables(questions)
    print(tables.as_text(tables_table(questions, wrong)))
    for question in questions:
        if options.show and question.split == "dev" and wrong[question.id]:
            print(f"{question.id}: {question.question}\n    {wrong[question.id]}")
    return 0


def conversation_command(options: argparse.Namespace) -> int:
    """Print how many turns of each kind are answered right."""
    turns = read_turns()
    with Assistant.open(options.corpus, options.store, promised=False) as assistant:
        others = after_others(turns, read_cases())
        wrong = converse(assistant, turns) | rewritten(assistant, others)
    turns += others
    print(tables.as_text(conversation_table(turns, wrong)))
    for turn in turns:
        if options.show and turn.split == "dev" and wrong[turn.id]:
            print(f"{turn.id}: {turn.question}\n    {wrong[turn.id]}")
    return 0


def model_command(options: argparse.Namespace) -> int:
    """Print what a language model makes of the dev questions beside what quoting makes of them."""
    cases = [case for case in _checked_cases(options.questions, options.corpus) if case.split == "dev"]
    model = _model()
    place = Place(options.corpus, options.store)
    quoted, written = ask_both(place, cases, model, minutes=options.minutes, progress=show_progress)
    print(tables.as_text(side_by_side(quoted, written, f"With {model.endpoint.model} and without")))
    if options.rows:
        settings = {"model": model.endpoint.model, "minutes": options.minutes}
        write_result(Result(settings, tuple(quoted)), options.rows.with_suffix(".without.json"))
        write_result(Result(settings, tuple(written)), options.rows)
    return 0


def _model() -> ModelSettings:
    """Return the language model that the settings name; raises EvalsError if they name none."""
    model = from_env().model
    if model is None:
        raise EvalsError(
            "A language model is needed. Name one with ASSISTANT_LLM, and its server with ASSISTANT_LLM_URL."
        )
    return model


def add_command(options: argparse.Namespace) -> int:
    """Add right answers as cases, and list the wrong ones for a person to write."""
    gathered = gather(options.file, {case.id for case in read_cases(options.questions)})
    path = append_rows(options.questions, gathered.rows)
    print(f"{len(gathered.rows)} cases added to {path}. Prove them with: python -m evals check")
    for question, note in gathered.wrong:
        print(f"To be written by hand: {question}" + (f" (note: {note})" if note else ""))
    return 0


def ablate_command(options: argparse.Namespace) -> int:
    """Print what each part of the ranking and each rule is worth, on dev."""
    with _ablation_source(options) as (place, cases):

        def run(ranking: Ranking) -> Sequence[Outcome]:
            return evaluate(place, cases, ranking=ranking, progress=show_progress).outcomes

        makers: dict[str, Callable[[], Table]] = {
            RANKING: lambda: ablation_table(dict(ablations(Ranking(), run))),
            ANSWERING: lambda: rules_of_answers(place, cases, show_progress),
            COMPARING: rules_of_comparisons,
            PROVING: lambda: rules_of_proofs(show_progress),
        }
        for wanted in options.of:
            print(tables.as_text(makers[wanted]()), end="\n\n", flush=True)
    return 0


@contextmanager
def _ablation_source(options: argparse.Namespace) -> Iterator[tuple[Place, Sequence[Case]]]:
    if options.squad is None:
        cases = _checked_cases(options.questions, options.corpus)
        yield Place(options.corpus, options.store), [case for case in cases if case.split == "dev"]
        return
    whole = benchmark_of(read_squad(options.squad), str(options.squad))
    with kept_or_temporary(options.folder) as folder:
        yield written(whole, folder), whole.cases


def calibrate_command(options: argparse.Namespace) -> int:
    """Measure what can be promised of a person's own corpus, forget that, or fit the confidence on dev data."""
    if options.forget:
        with _as_it_is_asked(options) as assistant:
            assistant.keep(None)
        print("Forgotten. The built-in confidence is enough for an answer.")
        return 0
    return _fit(options) if options.error is None else _promise(options)


def _promise(options: argparse.Namespace) -> int:
    """Keep what can be promised on the questions of a file, and print it; return 1 if that is nothing."""
    if len(options.files) != 1:
        raise EvalsError("--error takes one file of your own questions: docs/calibration.md shows its form.")
    cases, wishes = read_questions(options.files[0]), {"error": options.error, "certainty": options.certainty}
    with _as_it_is_asked(options) as assistant:
        # What was promised before is measured anew; and if the store is in use, that should show before the work.
        assistant.keep(None)
        tried = list(attempts(assistant, cases, show_progress))
        promise = promise_from(tried, **wishes, day=date.today().isoformat())
        if promise is None:
            print(refusal(tried, **wishes))
            return FALLEN
        assistant.keep(promise)
    print(promise.words)
    return 0


def _as_it_is_asked(options: argparse.Namespace) -> Assistant:
    """Return an assistant over the documents that the page and the terminal ask, without a model."""
    settings = from_env()
    is_given = options.corpus != SEEDS
    corpus = options.corpus if is_given else settings.corpus
    return Assistant.open(
        corpus,
        options.store or (default_store(corpus) if is_given else settings.store),
        library=default_library(corpus) if is_given else settings.library,
        embedding=settings.embedding,
    )


def _fit(options: argparse.Namespace) -> int:
    """Print the constants for assistant/finding/confidence.py, and what each threshold declines."""
    ours = [case for case in _checked_cases(options.questions, options.corpus) if case.split == "dev"]
    seen = list(observe(Place(options.corpus, options.store), ours, "our dev questions", weight=WEIGHT_OF_OURS))
    for file in options.files:
        folder = options.folder / file.stem if options.folder else None
        translations = options.translations if file == options.files[0] else None
        seen += observe_benchmark(file, folder, translations, show_progress)
    for name, foreign in (("SAME_LANGUAGE", False), ("OTHER_LANGUAGE", True)):
        group = [each for each in seen if each.foreign is foreign]
        fitted = fit(group)
        print(f"{name}: " + ", ".join(f"{signal}={weight:.2f}" for signal, weight in fitted.items()))
        print(tables.as_text(trade_off(group, Calibration(**fitted, threshold=0.0))), end="\n\n")
    print(tables.as_text(right_by_confidence(seen)))
    return 0


def squad_command(options: argparse.Namespace) -> int:
    """Print the tables of a benchmark."""
    if bool(options.language) != bool(options.translations):
        raise EvalsError("--language and --questions belong together. Give both or neither.")
    wishes = Wishes(
        folder=options.folder,
        remove=options.remove or "",
        language=options.language or "",
        translations=options.translations,
        with_peers=options.peers,
    )
    for block in score_benchmark(options.file, wishes, show_progress):
        print(block, end="\n\n", flush=True)
    return 0


def show_progress(done: int, total: int) -> None:
    """Show on a terminal how many questions have been asked."""
    if sys.stderr.isatty():
        print(f"\r{done} of {total}", end="\r" if done < total else "\r\033[K", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
