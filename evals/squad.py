"""Turn a file of SQuAD's form into a corpus and cases, so that a public benchmark is scored like our own questions.

Read are the JSON of SQuAD 1.1 and 2.0 (Rajpurkar et al. 2016, 2018; also XQuAD, Artetxe et al. 2020) and two reduced
forms: {"paragraphs": [{"title", "context", "questions": [{"id", "question", "answers"}]}]}, and {"rows": [{"id",
"question", "context", "answers", "is_impossible"}]}, where answers are strings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evals.cases import Case, Evidence
from evals.errors import EvalsError
from index import Span
from index.reading import paragraphs

# A paragraph ends at a blank line, so contexts stay paragraphs of their article.
SEPARATOR = "\n\n"
ANSWERABLE, IMPOSSIBLE = "answerable", "impossible"


@dataclass(frozen=True, slots=True)
class Question:
    """A question; `answers` holds (text, offset in the context, or -1 where the file does not state it)."""

    id: str
    text: str
    answers: tuple[tuple[str, int], ...]
    impossible: bool


@dataclass(frozen=True, slots=True)
class Context:
    """A paragraph of an article with its questions; `article` is the article's title, or the context's own number."""

    article: str
    text: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A corpus as the text of each file name, and its cases, each with the number of its context.

    `left_out` are the ids of answerable questions whose answer does not stand in their context.
    """

    texts: Mapping[str, str]
    cases: tuple[Case, ...]
    context_of: Mapping[str, int]
    left_out: tuple[str, ...]


def read_squad(file: Path) -> list[Context]:
    """Return the contexts of a file of any of the forms, in its order; raises EvalsError if it is none of them."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise EvalsError(f"{file}: cannot be read ({error}). Give a SQuAD JSON file.") from None
    except json.JSONDecodeError as error:
        raise EvalsError(f"{file}:{error.lineno}: not JSON ({error.msg}). Give a SQuAD JSON file.") from None
    try:
        contexts = [context for context in _contexts(data) if context.text.strip()]
    except (KeyError, TypeError, AttributeError) as error:
        raise EvalsError(f"{file}: is not of SQuAD's form ({type(error).__name__}: {error}).") from None
    if not any(context.questions for context in contexts):
        raise EvalsError(f"{file}: holds no question. Known keys: data, paragraphs, rows.")
    return contexts


def _contexts(data: dict[str, Any]) -> Iterator[Context]:
    for article in data.get("data", ()):
        for paragraph in article["paragraphs"]:
            yield Context(article.get("title", ""), paragraph["context"], tuple(map(_question, paragraph["qas"])))
    for paragraph in data.get("paragraphs", ()):
        yield Context(paragraph["title"], paragraph["context"], tuple(map(_question, paragraph["questions"])))
    by_context: dict[str, list[Question]] = {}
    for row in data.get("rows", ()):
        by_context.setdefault(row["context"], []).append(_question(row))
    for number, (text, questions) in enumerate(by_context.items(), 1):
        yield Context(f"context {number:04d}", text, tuple(questions))


def _question(row: dict[str, Any]) -> Question:
    answers = [
        (answer, -1) if isinstance(answer, str) else (answer["text"], int(answer.get("answer_start", -1)))
        for answer in row["answers"]
    ]
    impossible = bool(row.get("is_impossible", False))
    return Question(row["id"], row["question"].strip(), () if impossible else tuple(dict.fromkeys(answers)), impossible)


def benchmark_of(contexts: Sequence[Context], source: str) -> Benchmark:
    """Return the corpus, one document an article with its contexts joined by a blank line, and all cases."""
    names = file_names([context.article for context in contexts])
    parts: dict[str, list[str]] = {}
    cases, context_of, left_out = [], {}, []
    for number, context in enumerate(contexts):
        document = names[context.article]
        start = sum(len(part) + len(SEPARATOR) for part in parts.get(document, ()))
        parts.setdefault(document, []).append(context.text)
        for question in context.questions:
            case = _case(question, context, document, start, source)
            context_of[question.id] = number
            if case.answerable and not case.evidence:
                left_out.append(case.id)
            else:
                cases.append(case)
    texts = {document: SEPARATOR.join(found) for document, found in parts.items()}
    return Benchmark(texts, tuple(cases), context_of, tuple(left_out))


def _case(question: Question, context: Context, document: str, start: int, source: str) -> Case:
    """Return the case of a question whose context begins at `start` of its document."""
    evidence = [
        Evidence(document, start + sentence.start, start + sentence.end, sentence.of(context.text), (0,))
        for sentence in _answering_sentences(question, context.text)
    ]
    alternatives = tuple(dict.fromkeys(text for text, _ in question.answers))
    return Case(
        id=question.id,
        kind=IMPOSSIBLE if question.impossible else ANSWERABLE,
        split="dev",
        question=question.text,
        history=(),
        answerable=not question.impossible,
        facts=(alternatives,) if alternatives else (),
        evidence=tuple(evidence),
        source=f"{source}: {question.id}",
    )


def _answering_sentences(question: Question, context: str) -> list[Span]:
    """Return the sentences of the context in which an answer stands, wholly or in part."""
    spans = [span for answer, offset in question.answers for span in occurrences(answer, offset, context)]
    sentences = [sentence for paragraph in paragraphs(context) for sentence in paragraph.sentences]
    return [s for s in sentences if any(s.start < span.end and span.start < s.end for span in spans)]


def occurrences(answer: str, offset: int, context: str) -> list[Span]:
    """Return where an answer stands in its context: at its offset if the file states it, else wherever it is found.

    Whole words are preferred; only where there are none may an answer be part of a word.
    """
    if offset >= 0 and context[offset : offset + len(answer)] == answer != "":
        return [Span(offset, offset + len(answer))]
    for pattern in (rf"(?<!\w){re.escape(answer)}(?!\w)", re.escape(answer)):
        found = [Span(*match.span()) for match in re.finditer(pattern, context, re.IGNORECASE) if match.group()]
        if found:
            return found
    return []


def file_names(articles: Sequence[str]) -> dict[str, str]:
    """Return for each article's title a file name of its own, which is safe in every file system."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for article in dict.fromkeys(articles):
        plain = re.sub(r"[^\w()-]+", "_", article).strip("_") or "article"
        name, count = f"{plain}.txt", 1
        while name.casefold() in taken:
            count += 1
            name = f"{plain}-{count}.txt"
        taken.add(name.casefold())
        names[article] = name
    return names


def write_corpus(texts: Mapping[str, str], folder: Path) -> None:
    """Write each text to its file in a folder, which holds nothing else afterwards; line ends stay as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    strangers = [path.name for path in folder.iterdir() if path.name not in texts and path.suffix != ".txt"]
    if strangers:
        raise EvalsError(f"{folder}: holds {strangers[0]}, which is no corpus of ours. Give an empty folder.")
    for path in folder.glob("*.txt"):
        path.unlink()
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())


def languages_of(file: Path) -> list[str]:
    """Return the languages that a file of translations has, sorted; raises EvalsError if it is none."""
    return sorted(_translations(file))


def translated(cases: Sequence[Case], file: Path, language: str) -> list[Case]:
    """Return the cases that the file has in a language, asked in it; raises EvalsError if it has none of them.

    The file's form is {"questions": {language: [[id, question], ...]}}; ids are those of the benchmark.
    """
    questions = _translations(file)
    asked = questions.get(language, {})
    found = [replace(case, question=asked[case.id]) for case in cases if case.id in asked]
    if not found:
        known = ", ".join(sorted(questions))
        raise EvalsError(f"{file}: has no question of the benchmark in {language!r}. It has: {known}.")
    return found


def _translations(file: Path) -> dict[str, dict[str, str]]:
    """Return the questions of a file of translations by their language and id; raises EvalsError if it is none."""
    try:
        questions = json.loads(file.read_text(encoding="utf-8"))["questions"]
        return {language: dict(pairs) for language, pairs in questions.items()}
    except (OSError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise EvalsError(f'{file}: is not {{"questions": {{language: [[id, question], ...]}}}} ({error}).') from None
