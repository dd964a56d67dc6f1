"""The tools for other programs, called by a real client over stdio and over HTTP."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import awaited
from mcp import Client, StdioServerParameters

from assistant.version import own_version
from index import SEEDS

ROOT = Path(__file__).parent.parent


def command(store: Path, *more: str) -> list[str]:
    return ["-m", "assistant", "mcp", "--corpus", str(SEEDS), "--store", str(store), *more]


def call(server: Any, tool: str, **arguments: Any) -> Any:
    async def run() -> Any:
        async with Client(server) as client:
            return await client.call_tool(tool, arguments)

    return awaited(run())


@pytest.fixture(scope="module")
def over_stdio(shipped_store: Path) -> Any:
    return StdioServerParameters(command=sys.executable, args=command(shipped_store), cwd=ROOT)


@pytest.fixture(scope="module")
def over_http(shipped_store: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, *command(shipped_store, "--http", "--port", str(port))], cwd=ROOT)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(params=["over_stdio", "over_http"])
def server(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


def test_the_tools_are_told_with_their_types_and_our_version(server: Any) -> None:
    async def look() -> tuple[list[Any], str]:
        async with Client(server) as client:
            return (await client.list_tools()).tools, client.server_info.version

    tools, version = awaited(look())
    assert sorted(tool.name for tool in tools) == ["ask", "documents", "read", "search"]
    ask = next(tool for tool in tools if tool.name == "ask")
    assert set(ask.input_schema["properties"]) == {"question", "history", "documents", "quotes_only"}
    assert {"text", "citations", "confidence", "plain"} <= set(ask.output_schema["properties"])
    assert version == own_version()


def test_a_follow_up_is_asked_of_some_documents(server: Any) -> None:
    given = call(
        server, "ask", question="Where was he born?", history=[["Who is Abbas?", "Abbas is the president."]],
        documents=["001_9f48bea6cb7dc1da.txt"],
    ).structured_content  # fmt: skip
    assert "Abbas" in given["interpreted_as"]
    assert given["documents_searched"] == 1
    refused = call(server, "ask", question="Who?", documents=["none.txt"])
    assert refused.is_error
    assert "There is no document none.txt" in refused.content[0].text


def test_documents_are_listed_and_are_resources(server: Any) -> None:
    async def look() -> tuple[list[str], str]:
        async with Client(server) as client:
            resources = (await client.list_resources()).resources
            read = await client.read_resource(resources[0].uri)
            return [each.name for each in resources], read.contents[0].text

    listed = call(server, "documents").structured_content["result"]
    names, text = awaited(look())
    assert [each["name"] for each in listed] == names
    assert (listed[0]["length"], text) == (len(text), (SEEDS / names[0]).read_text(encoding="utf-8"))


def test_a_quote_can_be_read_where_it_stands(server: Any) -> None:
    (citation, *_) = call(server, "ask", question="who did Bogdanov invite?").structured_content["citations"]
    place = {key: citation[key] for key in ("document", "start", "end")}
    assert call(server, "read", **place).structured_content["text"] == citation["quote"]


def test_search_returns_passages_best_first(server: Any) -> None:
    found = call(server, "search", query="Bogdanov", limit=3).structured_content["result"]
    scores = [hit["score"] for hit in found]
    assert len(found) == 3
    assert scores == sorted(scores, reverse=True)


def test_a_query_that_would_be_read_for_minutes_is_refused(server: Any) -> None:
    result = call(server, "search", query="y" * 2001)
    assert result.is_error
    assert "The query is longer than 2000 characters. Use fewer words." in result.content[0].text


def test_a_document_that_is_not_there_is_named(server: Any) -> None:
    result = call(server, "read", document="nowhere.txt")
    assert result.is_error
    assert "There is no document nowhere.txt" in result.content[0].text


def test_what_is_no_message_is_passed_over_and_the_next_one_is_answered(shipped_store: Path) -> None:
    garbage = [
        b"no json",
        b'{"jsonrpc": "2.0",',
        b"[]",
        b"null",
        b'{"jsonrpc": "2.0", "id": 1}',
        b"\xff\xfe",
        b"[" * 9000,
    ]
    params = b'{"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "a", "version": "1"}}'
    initialize = b'{"jsonrpc": "2.0", "id": 2, "method": "initialize", "params": %s}' % params
    ping = b'{"jsonrpc": "2.0", "id": 3, "method": "ping"}'
    sent = b"\n".join([*garbage, initialize, *garbage, ping, b""])

    done = subprocess.run(
        [sys.executable, *command(shipped_store)], input=sent, capture_output=True, cwd=ROOT, timeout=120
    )

    answered = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["id"] for each in answered if "result" in each] == [2, 3]
    assert done.returncode == 0
