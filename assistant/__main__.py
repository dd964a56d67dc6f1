"""The command `python -m assistant`: ask on the terminal, open the page, verify a receipt, look for what is wrong."""

from __future__ import annotations

import argparse
import difflib
import getpass
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.assistant import Assistant
from assistant.doctor import examine
from assistant.errors import AssistantError
from assistant.receipts import difference, read_citations
from assistant.terminal import answer_text, converse, typed_lines
from index import IndexingError, from_env
from index.documents import read_examples
from index.errors import SettingsError
from index.progress import progress_bar
from index.settings import default_library, default_store, folder_path, parse_port, store_location

ANSWERED, FAILED, WRONG_USAGE, ABSTAINED = 0, 1, 2, 3
# How like a command a word must be to be taken for one with a slip: a letter too many, too few or another.
SLIP = 0.75


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 answered, 3 abstained, 2 wrong usage, 1 failure."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # A terminal may lack a sign that a document has.
    given = list(sys.argv[1:] if arguments is None else arguments)
    run, parser = COMMANDS.get(given[0] if given else "", (_ask_or_serve, _parser))
    if run is _ask_or_serve and given and (meant := difflib.get_close_matches(given[0], COMMANDS, n=1, cutoff=SLIP)):
        told = f"There is no command {given[0]}. Did you mean {meant[0]}? A question ends with a question mark."
        print(told, file=sys.stderr)
        return WRONG_USAGE
    try:
        return run(parser().parse_args(given[1:] if run is not _ask_or_serve else given))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    except (IndexingError, AssistantError) as error:
        print(error, file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # Whoever reads has read enough; without this Python would complain when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ANSWERED
    except OSError as error:
        print(f"Cannot write the answer ({error.strerror}).", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant",
        description="Ask the documents a question. Without a question, open the page.",
        epilog="Exit codes: 0 answered, 3 the documents have no answer, 2 wrong usage, 1 failure. "
        "Other commands: chat (a conversation), verify FILE (check every quote of a receipt), doctor (what is wrong, "
        "and what to do), mcp (tools for other programs), password NAME (a line for --auth-file).",
    )
    parser.add_argument("question", nargs="*", help="the question; in quotes if it ends with a question mark")
    parser.add_argument("--json", action="store_true", help="print the whole answer as JSON, for programs")
    parser.add_argument("--only", action="append", metavar="NAME", help="ask only this document (may be repeated)")
    parser.add_argument("--quotes-only", action="store_true", help="ask no language model")
    _add_corpus(parser)
    page = parser.add_argument_group("the page")
    page.add_argument("--host", help="address to listen on (default: 127.0.0.1)")
    page.add_argument("--port", help="port to listen on (default: 7860)")
    page.add_argument("--root-path", default="", help="path under which a proxy shows the page, such as /ask")
    page.add_argument("--allowed-host", action="append", default=[], help="another name the page may be called by")
    page.add_argument("--auth-file", type=Path, help="who may log in: lines made by `password NAME`")
    page.add_argument("--no-uploads", action="store_true", help="take in no documents")
    page.add_argument("--no-watch", action="store_true", help="do not index what changes in the folders meanwhile")
    return parser


def _verify_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant verify",
        description="Check every quote of a receipt (the page's JSON export, or --json) against the corpus.",
        epilog="Exit codes: 0 every quote stands, 1 one does not, 2 wrong usage.",
    )
    parser.add_argument("file", type=Path, help="the receipt")
    _add_corpus(parser)
    return parser


def _mcp_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant mcp",
        description="Serve the tools ask, search and read to a client of the Model Context Protocol, over stdio.",
    )
    _add_corpus(parser)
    parser.add_argument("--http", action="store_true", help="serve over HTTP at /mcp instead")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on with --http (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=7861, help="port to listen on with --http (default: 7861)")
    return parser


def _chat_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant chat", description="Hold a conversation with the documents on the terminal."
    )
    parser.add_argument("--only", action="append", metavar="NAME", help="ask only this document (may be repeated)")
    parser.add_argument("--quotes-only", action="store_true", help="ask no language model")
    _add_corpus(parser)
    return parser


def _doctor_parser() -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog="python -m assistant doctor", description="Say what is wrong, and what to do.")


def _password_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant password", description="Ask for a password and print its line for --auth-file."
    )
    parser.add_argument("name", help="who logs in with it")
    return parser


def _add_corpus(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--corpus", type=folder_path, help="folder of documents (default: the shipped articles)")
    parser.add_argument("--store", type=store_location, help="folder of the index, or URL of a Chroma server")
    parser.add_argument(
        "--follow", action="store_true", help="index nothing: answer from what others index at the store, as it changes"
    )


def _opened(options: argparse.Namespace) -> Assistant:
    settings = from_env()
    corpus = options.corpus or settings.corpus
    store = options.store or (default_store(corpus) if options.corpus else settings.store)
    library = default_library(corpus) if options.corpus else settings.library
    with progress_bar() as progress:
        assistant = Assistant.open(
            corpus, store, library=library, model=settings.model, embedding=settings.embedding, progress=progress,
            question_seconds=settings.question_seconds, follow=options.follow,
        )  # fmt: skip
    if assistant.mended:
        print(f"The index at {store} was damaged. It was built anew from the documents.", file=sys.stderr)
    return assistant


def _ask_or_serve(options: argparse.Namespace) -> int:
    if options.question[:1] and options.question[0] in COMMANDS:
        print(f"Put the command {options.question[0]} first, and its options behind it.", file=sys.stderr)
        return WRONG_USAGE
    with _opened(options) as assistant:
        return _ask(assistant, options) if options.question else _serve(assistant, options)


def _ask(assistant: Assistant, options: argparse.Namespace) -> int:
    answer = assistant.answer(" ".join(options.question), documents=options.only, quotes_only=options.quotes_only)
    if options.json:
        print(json.dumps(answer.to_json(), indent=2))
    else:
        print(answer_text(answer, colour=_is_coloured()), flush=True)
    return ABSTAINED if answer.abstained else ANSWERED


def _say_where(address: str) -> None:
    # Flushed, so that it is seen at once in a log too.
    print(f"The page is open at {address} (stop it with Ctrl-C).", flush=True)


def _serve(assistant: Assistant, options: argparse.Namespace) -> int:
    from assistant.web import ServerSettings, serve  # Gradio takes three seconds to import; a question need not wait.

    settings = from_env()
    page = ServerSettings(
        host=options.host or settings.host,
        port=settings.port if options.port is None else parse_port(options.port),
        root_path=options.root_path,
        auth_file=options.auth_file,
        allowed_hosts=tuple(options.allowed_host),
        feedback_file=settings.feedback,
        examples=read_examples(options.corpus or settings.corpus),
        uploads_allowed=not options.no_uploads,
        watched=not options.no_watch,
        upload_megabytes=settings.upload_megabytes,
    )
    serve(assistant, page, on_ready=_say_where)
    return ANSWERED


def _verify(options: argparse.Namespace) -> int:
    citations = read_citations(options.file)
    with _opened(options) as assistant:
        documents = {document.name: document for document in assistant.documents}
    problems = [problem for citation in citations if (problem := difference(citation, documents))]
    for problem in problems:
        print(problem)
    print(f"{len(citations) - len(problems)} of {len(citations)} quotes stand in the corpus to the letter.")
    return FAILED if problems else ANSWERED


def _mcp(options: argparse.Namespace) -> int:
    from assistant.mcp import mcp_server  # The protocol's package need not be imported for a question.

    with _opened(options) as assistant:
        if options.http:
            mcp_server(assistant).run("streamable-http", host=options.host, port=options.port)
        else:
            mcp_server(assistant).run("stdio")
    return ANSWERED


def _chat(options: argparse.Namespace) -> int:
    if sys.stdin.isatty():
        from prompt_toolkit import PromptSession  # Only a conversation needs it.

        session: PromptSession[str] = PromptSession("> ")
        lines = typed_lines(session.prompt)
    else:
        lines = iter(sys.stdin)
    with _opened(options) as assistant:
        for shown in converse(
            assistant, lines, documents=options.only, quotes_only=options.quotes_only, colour=_is_coloured()
        ):
            print(f"{shown}\n", flush=True)
    return ANSWERED


def _is_coloured() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _doctor(_: argparse.Namespace) -> int:
    findings = list(examine())
    for finding in findings:
        print(f"{'ok  ' if finding.well else 'BAD '} {finding.subject}: {finding.words}")
    return ANSWERED if all(finding.well for finding in findings) else FAILED


def _password(options: argparse.Namespace) -> int:
    from assistant.web import hash_password

    print(f"{options.name}:{hash_password(getpass.getpass())}")
    return ANSWERED


COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int], Callable[[], argparse.ArgumentParser]]] = {
    "chat": (_chat, _chat_parser),
    "verify": (_verify, _verify_parser),
    "mcp": (_mcp, _mcp_parser),
    "doctor": (_doctor, _doctor_parser),
    "password": (_password, _password_parser),
}

if __name__ == "__main__":
    sys.exit(main())
