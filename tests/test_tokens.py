"""Counting tokens without a network."""

import os

import pytest

from index import tokens
from index.tokens import count_tokens


@pytest.fixture(autouse=True)
def _fresh_encoding() -> None:
    tokens._encoding.cache_clear()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("", 0, id="empty"),
        pytest.param("hello world", 2, id="two words"),
        pytest.param("<|endoftext|>", 7, id="a special token is plain text"),
    ],
)
def test_tokens_are_counted_offline(text: str, count: int) -> None:
    # The network is refused to every test, and the vocabulary has to be loaded again.
    assert count_tokens(text) == count


@pytest.mark.parametrize("before", [None, "/somewhere"])
def test_the_cache_folder_of_the_environment_is_left_as_it_was(
    monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    if before:
        monkeypatch.setenv("TIKTOKEN_CACHE_DIR", before)

    count_tokens("hello")

    assert os.environ.get("TIKTOKEN_CACHE_DIR") == before


def test_half_a_surrogate_pair_can_be_counted() -> None:
    assert count_tokens("\ud800") > 0
