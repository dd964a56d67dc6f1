"""What a language model is to write: an answer, a list, a summary, or what each document says."""

from __future__ import annotations

from enum import StrEnum, auto

from assistant.asking import Question, Request, Wish


class Task(StrEnum):
    """What is to be written; each has a prompt of its name."""

    ANSWER = auto()
    LIST = auto()
    SUMMARY = auto()
    COMPARISON = auto()

    @property
    def most_statements(self) -> int:
        """How many sentences are shown: who writes on has stopped to do what was asked, which is about half of it."""
        return {Task.ANSWER: 6, Task.LIST: 16, Task.SUMMARY: 10, Task.COMPARISON: 12}[self]

    @property
    def most_drafts(self) -> int:
        """How many sentences are checked."""
        return 2 * self.most_statements


def task_of(asked: Question) -> Task:
    """Return what a question that is searched for wants written."""
    return Task.LIST if asked.asks_for_all else Task.ANSWER


def retelling(request: Request | None) -> Task | None:
    """Return what is written of the documents that a request is about; None if it wants nothing of their texts."""
    return {Wish.SUMMARY: Task.SUMMARY, Wish.COMPARE: Task.COMPARISON}.get(request.wish) if request else None
