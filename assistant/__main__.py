"""The command `python -m assistant`: ask a question on the terminal, or open the page."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.terminal import answer_text
from index import IndexingError, SettingsError, default_store, from_env, parse_port, store_location
from index.progress import progress_bar

ANSWERED, FAILED, WRONG_USAGE, ABSTAINED = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 answered, 3 abstained, 2 wrong usage, 1 failure."""
    options = _parser().parse_args(sys.argv[1:] if arguments is None else arguments)
    try:
        with _opened(options) as assistant:
            if options.question is None:
                return _serve(assistant, options)
            return _ask(assistant, options)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    except (IndexingError, AssistantError) as error:
        print(error, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant",
        description="Ask the documents a question. Without a question, open the page.",
        epilog="Exit codes: 0 answered, 3 the documents have no answer, 2 wrong usage, 1 failure.",
    )
    parser.add_argument("question", nargs="?", help="the question, in quotes")
    parser.add_argument("--json", action="store_true", help="print the whole answer as JSON, for programs")
    parser.add_argument("--corpus", type=Path, help="folder of .txt and .md files (default: the shipped articles)")
    parser.add_argument("--store", type=store_location, help="folder of the index, or URL of a Chroma server")
    parser.add_argument("--host", help="address the page listens on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port the page listens on (default: 7860)")
    return parser


def _opened(options: argparse.Namespace) -> Assistant:
    settings = from_env()
    corpus = options.corpus or settings.corpus
    store = options.store or (default_store(corpus) if options.corpus else settings.store)
    with progress_bar() as progress:
        return Assistant.open(corpus, store, progress=progress)


def _ask(assistant: Assistant, options: argparse.Namespace) -> int:
    answer = assistant.answer(options.question)
    if options.json:
        print(json.dumps(answer.to_json(), ensure_ascii=False, indent=2))
    else:
        print(answer_text(answer, colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ))
    return ABSTAINED if answer.abstained else ANSWERED


def _serve(assistant: Assistant, options: argparse.Namespace) -> int:
    from assistant.web import ServerSettings, serve  # Gradio takes three seconds to import; a question need not wait.

    settings = from_env()
    port = settings.port if options.port is None else parse_port(str(options.port))
    serve(assistant, ServerSettings(host=options.host or settings.host, port=port))
    return ANSWERED


if __name__ == "__main__":
    sys.exit(main())
