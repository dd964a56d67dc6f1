"""Settings from the environment, and where stores lie."""

import os
from pathlib import Path

import pytest

from index import SEEDS, ChromaServer, Endpoint, ModelSettings, from_env
from index import settings as module
from index.errors import SettingsError
from index.settings import VARIABLES, Settings, default_store, parse_port, store_location

STORES = module.stores  # As it is: in every test another stands in its place.


def test_an_empty_environment_gives_the_shipped_corpus() -> None:
    stores = module.stores()
    assert from_env({}) == Settings(
        SEEDS, stores / "seeds", "127.0.0.1", 7860, stores / "feedback.jsonl", module.libraries() / "seeds"
    )


def test_stores_lie_in_the_checkout_and_of_an_installed_package_in_the_users_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert STORES() == SEEDS.parent / "store"

    monkeypatch.setattr(module, "INSTALLED", True)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))

    assert STORES().is_relative_to(tmp_path)
    assert STORES().parts[-2:] == ("proven-assistant", "store")


def test_every_variable_is_read() -> None:
    environ = {"ASSISTANT_CORPUS": "c", "ASSISTANT_LIBRARY": "l",
               "ASSISTANT_STORE": "http://h:1", "ASSISTANT_STORE_TENANT": "t", "ASSISTANT_STORE_DATABASE": "d",
               "ASSISTANT_STORE_HEADERS": "x-chroma-token: k;; x-more: a:b", "ASSISTANT_STORE_TIMEOUT": "9",
               "ASSISTANT_HOST": "::1", "ASSISTANT_PORT": "0",
               "ASSISTANT_FEEDBACK": "f", "ASSISTANT_UPLOAD_MEGABYTES": "2.5",
               "ASSISTANT_QUESTION_SECONDS": "7.5",
               "ASSISTANT_LLM": "m", "ASSISTANT_LLM_URL": "http://l:1/v1/",
               "ASSISTANT_LLM_KEY": "k", "ASSISTANT_LLM_CONTEXT": "2048", "ASSISTANT_LLM_TIMEOUT": "1.5",
                   "ASSISTANT_LLM_HEADERS": "X-Title: a b; x-api-key: s", "ASSISTANT_LLM_API_VERSION": "2024-10-21",
               "ASSISTANT_EMBEDDING": "openai/e", "ASSISTANT_EMBEDDING_URL": "https://e/v1",
               "ASSISTANT_EMBEDDING_KEY": "x"}  # fmt: skip

    assert environ.keys() == VARIABLES.keys()
    assert from_env(environ) == Settings(
        Path("c"), ChromaServer("http://h:1", "t", "d", {"x-chroma-token": "k", "x-more": "a:b"}, 9),
        "::1", 0, Path("f"), Path("l"), 2.5, 7.5,
        ModelSettings(Endpoint("m", "http://l:1/v1", "k"), 2048, 1.5,
                      {"X-Title": "a b", "x-api-key": "s"}, "2024-10-21"),
        Endpoint("e", "https://e/v1", "x"),
    )  # fmt: skip


def test_a_corpus_of_ones_own_has_a_store_of_its_own() -> None:
    assert from_env({"ASSISTANT_CORPUS": "c"}).store == default_store(Path("c"))
    assert from_env({"ASSISTANT_CORPUS": "c"}).library.parent == from_env({}).library.parent
    assert from_env({"ASSISTANT_CORPUS": "c"}).library != from_env({}).library


def test_an_empty_variable_counts_as_not_set() -> None:
    assert from_env(dict.fromkeys(VARIABLES, "")) == from_env({})


def test_an_unknown_variable_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(SettingsError) as caught:
        from_env({"ASSISTANT_PROT": "1", "ASSISTANT_X": "", "OTHER": "x"})
    assert str(caught.value) == f"Unknown setting ASSISTANT_PROT, ASSISTANT_X. Known: {', '.join(VARIABLES)}."


@pytest.mark.parametrize("port", ["x", "-1", "65536", "1.5", " 1", "²", ""])
def test_a_port_that_cannot_be_is_refused(port: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_port(port)
    assert str(caught.value) == f"The port {port!r} is not a number from 0 to 65535."


@pytest.mark.parametrize(
    ("text", "location"),
    [
        pytest.param("some/folder", Path("some/folder"), id="a folder"),
        pytest.param("http://h:8000/x", ChromaServer("http://h:8000/x"), id="a server"),
        pytest.param("ftp://h", ChromaServer("ftp://h"), id="a URL is never a folder"),
    ],
)
def test_a_store_is_a_folder_or_a_url(text: str, location: Path | ChromaServer) -> None:
    assert store_location(text) == location


@pytest.mark.parametrize("headers", ["secret", "secret token: x", "a: \u2013secret", ": secret", "a: b; secret"])
def test_what_is_no_header_is_refused_without_being_shown(headers: str) -> None:
    with pytest.raises(SettingsError) as caught:
        store_location("http://h", {"ASSISTANT_STORE_HEADERS": headers})
    assert str(caught.value) == "ASSISTANT_STORE_HEADERS is not of the form Name: value; Name: value."


def test_a_header_is_not_in_what_is_printed_of_a_server() -> None:
    server = store_location("http://h", {"ASSISTANT_STORE_HEADERS": "x-chroma-token: secret"})

    assert "secret" not in f"{server} {server!r}"


def test_the_store_of_a_corpus_does_not_depend_on_how_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "link").symlink_to("corpus")
    monkeypatch.chdir(tmp_path)

    stores = {
        default_store(path) for path in (tmp_path / "corpus", Path("corpus"), Path("link"), Path("corpus/../link"))
    }
    assert len(stores) == 1
    assert stores.pop().name.startswith("corpus-")


def test_corpora_of_one_name_have_stores_of_their_own(tmp_path: Path) -> None:
    assert default_store(tmp_path / "a" / "corpus") != default_store(tmp_path / "b" / "corpus")


@pytest.mark.parametrize("name", ["x" * 255, "😀" * 63, os.fsdecode(b"caf\xe9"), "a b#%\n"])
def test_the_store_of_any_corpus_has_a_name_that_a_folder_can_have(tmp_path: Path, name: str) -> None:
    store = default_store(tmp_path / name)

    assert len(store.name.encode()) <= 255
    (tmp_path / store.name).mkdir()
