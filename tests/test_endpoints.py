"""Settings of models that are served: what is left out, what is refused, and that no key is shown."""

import pytest

from index import Endpoint, ModelSettings, from_env
from index.errors import SettingsError

LOCAL = {"ASSISTANT_LLM": "m", "ASSISTANT_LLM_URL": "http://127.0.0.1:8000/v1"}


def test_a_model_on_this_machine_needs_its_name_and_address_alone() -> None:
    assert from_env(LOCAL).model == ModelSettings(Endpoint("m", "http://127.0.0.1:8000/v1", ""), 4096, 30.0)


def test_a_model_without_an_address_is_looked_for_at_openai() -> None:
    settings = from_env({"ASSISTANT_LLM": "m", "ASSISTANT_LLM_KEY": "sk-1\n"})

    assert settings.model == ModelSettings(Endpoint("m", "https://api.openai.com/v1", "sk-1"))


@pytest.mark.parametrize("name", ["", "local"])
def test_the_local_embedding_is_no_endpoint(name: str) -> None:
    assert from_env({"ASSISTANT_EMBEDDING": name}).embedding is None


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        pytest.param(
            {"ASSISTANT_LLM": "m"},
            "m is looked for at https://api.openai.com/v1, which needs a key. Set its URL or its key.",
            id="neither an address nor a key",
        ),
        pytest.param(
            {"ASSISTANT_LLM_URL": "http://h/v1", "ASSISTANT_LLM_TIMEOUT": "3"},
            "ASSISTANT_LLM_URL, ASSISTANT_LLM_TIMEOUT is set, but ASSISTANT_LLM names no model.",
            id="an address without a model",
        ),
        pytest.param(
            {"ASSISTANT_EMBEDDING": "local", "ASSISTANT_EMBEDDING_KEY": "k"},
            "ASSISTANT_EMBEDDING_KEY is set, but ASSISTANT_EMBEDDING names no model.",
            id="a key for the local embedding",
        ),
        pytest.param(
            {"ASSISTANT_EMBEDDING": "e5"},
            "ASSISTANT_EMBEDDING is 'e5'. It can be 'local', or openai/NAME for a model behind the OpenAI-compatible "
            "protocol.",
            id="an embedding without its protocol",
        ),
        pytest.param(
            LOCAL | {"ASSISTANT_LLM_CONTEXT": "1000"},
            "ASSISTANT_LLM_CONTEXT is '1000', not a number of tokens from 1024.",
            id="a context that holds nothing",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused(environ: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        from_env(environ)
    assert str(caught.value) == words


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "601", "soon", "1,5"])
def test_a_time_that_cannot_be_is_refused(seconds: str) -> None:
    with pytest.raises(SettingsError) as caught:
        from_env(LOCAL | {"ASSISTANT_LLM_TIMEOUT": seconds})
    assert str(caught.value) == f"ASSISTANT_LLM_TIMEOUT is {seconds!r}, not a number of seconds up to 600."


@pytest.mark.parametrize(
    "url",
    ["127.0.0.1:8000", "ftp://h/v1", "http://", "http:///v1", "http://h:99999/v1", "http://h\n/v1", "http://[::1"],
)
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Endpoint("m", url)
    assert str(caught.value) == f"{url!r} is not the URL of a model. It looks like http://127.0.0.1:8000/v1."


@pytest.mark.parametrize(
    "url", ["http://me:secret@h/v1", "http://secret@h/v1", "http://h/v1?key=secret", "http://h/#secret"]
)
def test_a_url_with_a_secret_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Endpoint("m", url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("key", ["sec ret", "sec\r\nX-Header: ret", "secrét"])
def test_a_key_that_cannot_stand_in_a_header_is_refused_without_showing_it(key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Endpoint("m", "http://h/v1", key)
    assert str(caught.value) == "The key for m holds a blank or a character that no key has."


def test_no_repr_shows_a_key() -> None:
    settings = from_env(LOCAL | {"ASSISTANT_LLM_KEY": "secret", "ASSISTANT_EMBEDDING": "openai/e",
                                 "ASSISTANT_EMBEDDING_KEY": "secret"})  # fmt: skip

    assert "secret" not in repr(settings)
