"""The chat page in Gradio: what stands on it, and which function answers which event."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from string import Template
from typing import Any

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from gradio.events import api
from gradio.route_utils import FnIndexInferError
from starlette.routing import Mount

from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.web import programs, services
from assistant.web.access import Login
from assistant.web.chat import carried_on, messages, stop
from assistant.web.conversation import Turn, history, turns_from_json, turns_to_json
from assistant.web.errors import RequestError
from assistant.web.examples import examples
from assistant.web.limits import NOT_UNDERSTOOD, NOTHING_THERE
from assistant.web.markup import tag, text
from assistant.web.message import pending_messages
from assistant.web.metrics import Metrics
from assistant.web.settings import ServerSettings
from assistant.web.uploads import Uploads
from index import IndexingError
from index.documents import SUFFIXES

ASSETS = Path(__file__).parent / "assets"
TITLE = "Assistant"
DESCRIPTION = "Answers from the documents, quoted word for word, and every quote opens where it stands."
# The page shows its own progress, and its events are no interface for programs.
CALM: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

SECONDS_BETWEEN_ESTIMATES = 5.0
# The one line in which all wait, whoever asks: the page or a program.
QUESTIONS = "questions"

# What one step shows: the messages, the question box, and the turns that the browser keeps.
Shown = tuple[Any, Any, Any]


def mount_page(
    app: FastAPI, assistant: Assistant, settings: ServerSettings, metrics: Metrics, auth: Login | None
) -> FastAPI:
    """Return `app` with the page at its root; `auth` tells whether a name and a password belong together."""
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        build_page(assistant, settings, metrics),
        path="/",
        root_path=settings.root_path or None,
        auth=auth,
        # Behind Gradio's own styles, which would win over ours otherwise.
        head=_asset("styles.html").substitute(root=settings.root_path),
        theme=_theme(),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        favicon_path=str(ASSETS / "icon.svg"),
        max_file_size=settings.upload_bytes,
        show_error=False,
    )
    # Gradio lets what it does not find, or cannot make an argument of, become an error of the server.
    gradio_app = next(
        route.app for route in mounted.routes if isinstance(route, Mount) and isinstance(route.app, FastAPI)
    )
    for error in (LookupError, FnIndexInferError):
        gradio_app.add_exception_handler(error, lambda *_: JSONResponse({"detail": NOTHING_THERE}, 404))
    gradio_app.add_exception_handler(TypeError, lambda *_: JSONResponse({"detail": NOT_UNDERSTOOD}, 400))
    return mounted


def _theme() -> gr.themes.Base:
    """Return Gradio's plainest theme in our colours; the login and the first moment of the page are all its own."""
    return gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]).set(
        body_background_fill="#fbfaf8",
        body_background_fill_dark="#191918",
        body_text_color="#1e1d1b",
        body_text_color_dark="#eceae5",
        button_primary_background_fill="#28549c",
        button_primary_background_fill_dark="#a3bff2",
        button_primary_background_fill_hover="#1f4484",
        button_primary_background_fill_hover_dark="#bdd1f7",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#15233c",
    )


def page_head(root_path: str) -> str:
    """Return what stands in the <head> of the page before it is first painted."""
    return _asset("head.html").substitute(root=root_path, title=TITLE, description=DESCRIPTION)


def build_page(assistant: Assistant, settings: ServerSettings, metrics: Metrics) -> gr.Blocks:
    """Return the page: a masthead with the documents beside it, the chat, and the reader."""
    # Gradio would put all events so far into a pandas table after each of them, for a dashboard that is off here.
    os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", str(sys.maxsize))
    # Analytics are off here, and not only in the environment: Gradio looks up hosts of its maker otherwise.
    page: gr.Blocks = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, fill_height=True)
    with page:
        gr.HTML(html_template=_static("masthead.html"), js_on_load=None, elem_id="masthead", apply_default_css=False)
        chatbot = _chatbot(assistant, settings)
        question = _question_box(settings)
        desk = _desk(assistant, settings)
        # Before the events, which would take their names.
        for function in programs.functions(assistant, metrics):
            api(function, concurrency_limit=settings.questions_at_once, concurrency_id=QUESTIONS)
        _wire(Steps(assistant, settings, metrics), chatbot, question, desk)
    page.queue(
        # Told after each answer, how long each of the others will wait would cost more than the answers.
        status_update_rate=SECONDS_BETWEEN_ESTIMATES,
        default_concurrency_limit=settings.questions_at_once,
        max_size=settings.waiting_questions,
    )

    def resize() -> None:
        # Gradio reads it at each question, and offers no other way to change it.
        page._queue.max_size = settings.most_waiting(metrics.answer_seconds)

    metrics.after_answer = resize
    return page


def _chatbot(assistant: Assistant, settings: ServerSettings) -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        show_label=False,
        label="Conversation",
        container=False,
        height=None,
        layout="panel",
        buttons=[],
        latex_delimiters=[],
        allow_tags=False,
        autoscroll=False,
        placeholder=_welcome(examples(assistant, settings.examples)),
    )


def _welcome(questions: Sequence[str]) -> str:
    buttons = [tag("button", text(each), type="button", class_="example", value=each) for each in questions]
    return _asset("welcome.html").substitute(examples="".join(buttons)).replace("\n", " ")


def _question_box(settings: ServerSettings) -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label="Your question",
        show_label=False,
        placeholder="Ask the documents",
        container=False,
        lines=1,
        max_lines=8,
        max_length=settings.question_characters,
        submit_btn=True,
        autofocus=True,
    )


def _desk(assistant: Assistant, settings: ServerSettings) -> gr.HTML:
    """Return the component that holds the reader and the page's script; its value is the conversation."""
    facts = {
        "uploads": _takes_uploads(assistant, settings),
        "upload_bytes": settings.upload_bytes,
        "library": str(assistant.library or ""),
        "suffixes": SUFFIXES,
        "watched": settings.watched,
        "model": assistant.model,
    }
    return gr.HTML(
        value=[],
        html_template=_static("desk.html"),
        js_on_load=_asset("start.js").substitute(root=settings.root_path, facts=json.dumps(facts)),
        elem_id="desk",
        apply_default_css=False,
        server_functions=[_served(name, function) for name, function in _functions(assistant, settings).items()],
    )


def _functions(assistant: Assistant, settings: ServerSettings) -> dict[str, Callable[[object], Any]]:
    """Return what the page's script may call, by name; what the settings do not allow is not there."""
    found: dict[str, Callable[[object], Any]] = {
        "export_conversation": partial(services.export_conversation, assistant),
        "open_document": partial(services.open_document, assistant),
        "quote": partial(services.quote, assistant),
        "list_documents": partial(services.list_documents, assistant),
        "look_at_folders": partial(services.look_at_folders, assistant),
        "offer_questions": partial(services.offer_questions, assistant),
        "search_documents": partial(services.search_documents, assistant),
    }
    if _takes_uploads(assistant, settings):
        uploads = Uploads(assistant, settings.upload_bytes)
        found |= {"upload_document": uploads.take, "upload_progress": uploads.progress}
        found |= {"remove_document": uploads.remove, "restore_document": uploads.restore}
        found |= {"rename_document": uploads.rename}
    if settings.feedback_file is not None:
        found["rate"] = partial(services.rate, settings.feedback_file)
    return found


def _takes_uploads(assistant: Assistant, settings: ServerSettings) -> bool:
    return settings.uploads_allowed and assistant.library is not None


def _served(name: str, function: Callable[[object], Any]) -> Callable[[Any], dict[str, Any]]:
    """Return `function` as the page's script calls it: the result as "ok", or what to tell the person as "error"."""

    def call(request: Any = None) -> dict[str, Any]:
        try:
            return {"ok": function(request)}
        except (AssistantError, IndexingError) as error:
            return {"error": str(error)}

    call.__name__ = name
    return call


def _wire(steps: Steps, chatbot: gr.Chatbot, question: gr.Textbox, desk: gr.HTML) -> None:
    shown = [chatbot, question, desk]
    limit = steps.settings.questions_at_once
    asking = [
        question.submit(
            steps.submit, [question, desk], shown, concurrency_limit=limit, concurrency_id=QUESTIONS, **CALM
        ),
        desk.ask(steps.ask, [desk], shown, concurrency_limit=limit, concurrency_id=QUESTIONS, **CALM),
    ]
    # First cancel, then show: a step of the answer that is under way must not arrive after what is shown instead.
    for leave in (desk.show, question.stop):
        leave(None, cancels=asking, **CALM).then(steps.show, [desk], shown, **CALM)


@dataclass(frozen=True, slots=True)
class Steps:
    """What the events of the page lead to; `kept` is the conversation as the browser sends it."""

    assistant: Assistant
    settings: ServerSettings
    metrics: Metrics

    def submit(self, question: str, kept: Any) -> Iterator[Shown]:
        """Ask a question behind the conversation; a blank one changes nothing."""
        if question.strip():
            turns = _turns(kept)
            asked = services.Asked(question, len(turns))
            yield from self._carry_on(turns, asked, gr.update(value="", submit_btn=False, stop_btn=True))
        else:
            yield gr.skip(), gr.skip(), gr.skip()

    def ask(self, event: gr.EventData, kept: Any) -> Iterator[Shown]:
        """Ask the question of an "ask" event in place of the turns that it does not keep."""
        try:
            asked = services.asked(event._data)
        except RequestError as error:
            raise _complaint(error) from None
        box = gr.update(submit_btn=False, stop_btn=True)
        yield from self._carry_on(_turns(kept)[: asked.keep], asked, box)

    def show(self, kept: Any) -> Shown:
        """Show the conversation as it is, with an answer that was growing marked as stopped."""
        return self._shown(stop(_turns(kept)))

    def _carry_on(self, turns: tuple[Turn, ...], asked: services.Asked, box: Any) -> Iterator[Shown]:
        yield [*self._messages(turns), *pending_messages(asked.question)], box, gr.skip()
        try:
            documents = asked.documents or None
            answers = self.assistant.stream(
                asked.question, history=history(turns), documents=documents, quotes_only=asked.quotes_only
            )
            updates = self.settings.updates_per_second
            for growing in carried_on(turns, self.metrics.watch(answers), asked.documents, updates_per_second=updates):
                yield self._shown(growing)
        except (AssistantError, IndexingError) as error:
            yield self._messages(turns), gr.update(value=asked.question, submit_btn=True, stop_btn=False), gr.skip()
            raise _complaint(error) from None

    def _shown(self, turns: tuple[Turn, ...]) -> Shown:
        growing = any(turn.state == "growing" for turn in turns)
        box = gr.update(submit_btn=not growing, stop_btn=growing)
        return self._messages(turns), box, turns_to_json(turns)

    def _messages(self, turns: tuple[Turn, ...]) -> list[dict[str, str]]:
        return messages(turns, self.assistant.document, thumbs=self.settings.feedback_file is not None)


def _turns(value: Any) -> tuple[Turn, ...]:
    try:
        return turns_from_json(value or [])
    except AssistantError as error:
        raise _complaint(error) from None


def _complaint(error: Exception) -> gr.Error:
    """Return what Gradio shows of an error, until it is closed."""
    return gr.Error(str(error), duration=None)


def _static(name: str) -> str:
    """Return an asset as a template of a gr.HTML component, which must not find anything in it to fill in."""
    source = (ASSETS / name).read_text(encoding="utf-8")
    assert not any(sign in source for sign in ("${", "{{", "`")), f"{name} would be taken for a template"
    return source


def _asset(name: str) -> Template:
    return Template((ASSETS / name).read_text(encoding="utf-8"))
