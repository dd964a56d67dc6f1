"""How the page is served: health, names, limits, logins, proxies and the end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from web_support import Scripted, running

from assistant.version import own_version
from assistant.web import AddressError, AuthFileError, ServerSettings, hash_password, serve
from assistant.web.limits import SECURITY_HEADERS, Buckets
from assistant.web.passwords import is_allowed, read_users
from index import SEEDS, Document

HARBOUR = Document("harbour.txt", "The harbour opened in 1911.", "The harbour")


@pytest.fixture(scope="module")
def strict_url() -> Iterator[str]:
    settings = ServerSettings(request_megabytes=0.01, requests_per_minute=30, allowed_hosts=("*.example.org",))
    with running(Scripted((HARBOUR,)), settings) as url:
        yield url


def test_health_is_told_with_the_number_of_documents(strict_url: str) -> None:
    told = {"status": "ok", "version": own_version(), "documents": 1}
    assert httpx.get(f"{strict_url}/health").json() == httpx.get(f"{strict_url}/healthz").json() == told


@pytest.mark.parametrize(
    ("host", "status"),
    [
        pytest.param("127.0.0.1", 200, id="this machine"),
        pytest.param("localhost:7860", 200, id="its name, with a port"),
        pytest.param("ask.example.org", 200, id="an allowed name"),
        pytest.param("evil.test", 400, id="a name that was bound to this address by a stranger"),
    ],
)
def test_only_known_names_of_the_server_are_answered(strict_url: str, host: str, status: int) -> None:
    assert httpx.get(f"{strict_url}/healthz", headers={"Host": host}).status_code == status


def test_every_response_forbids_the_browser_to_load_from_elsewhere(strict_url: str) -> None:
    for path in ("/", "/healthz", "/page/page.js", "/none"):
        headers = httpx.get(strict_url + path).headers
        assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "default-src 'self'" in SECURITY_HEADERS["Content-Security-Policy"]


def test_a_body_that_is_too_large_is_refused_whether_or_not_it_says_so(strict_url: str) -> None:
    def unsaid() -> Iterator[bytes]:
        for _ in range(20):
            yield b"x" * 1000

    for content in (b"x" * 20_000, unsaid()):
        response = httpx.post(f"{strict_url}/gradio_api/component_server", content=content)
        assert (response.status_code, response.json()["detail"]) == (413, "A request may have at most 10,485 bytes.")


def test_gradios_own_upload_is_closed(strict_url: str) -> None:
    response = httpx.post(f"{strict_url}/gradio_api/upload", files={"files": ("a.txt", b"text")})
    assert response.status_code == 404


def test_a_client_that_asks_too_often_is_told_when_to_come_back() -> None:
    with running(Scripted((HARBOUR,)), ServerSettings(requests_per_minute=3)) as url:
        statuses = [httpx.post(f"{url}/gradio_api/none").status_code for _ in range(4)]
        refused = httpx.post(f"{url}/gradio_api/none")
        assert statuses == [404, 404, 404, 429]
        assert refused.status_code == 429
        # One more in 20 seconds, less what has passed since; how it refills is tested with a clock of its own.
        assert 1 <= int(refused.headers["Retry-After"]) <= 20
        assert httpx.get(f"{url}/healthz").status_code == 200, "Reading is not counted."


def test_the_icon_and_the_preview_of_the_page_are_ours() -> None:
    with running(Scripted((HARBOUR,)), ServerSettings()) as url:
        page = httpx.get(url, headers={"Accept": "text/html"}).text
        previews = re.findall(r'<meta[^>]*(?:og:|twitter:)(\w+)" content="([^"]*)"', page)
        assert [name for name, _ in previews] == ["type", "title", "description", "card"]
        assert dict(previews)["title"] == "Assistant"
        ours = httpx.get(f"{url}/page/icon.svg")
        assert ours.headers["Content-Type"].startswith("image/svg+xml")
        assert httpx.get(f"{url}/favicon.ico").content == ours.content


def test_a_bucket_refills_evenly_for_each_client() -> None:
    seconds = [0.0]
    buckets = Buckets(2, lambda: seconds[0])
    assert [buckets.take("a") for _ in range(3)] == [0.0, 0.0, 30.0]
    assert buckets.take("b") == 0.0
    seconds[0] = 15.0
    assert buckets.take("a") == 15.0
    seconds[0] = 30.0
    assert buckets.take("a") == 0.0


def test_without_a_login_nothing_of_the_corpus_is_seen(tmp_path: Path) -> None:
    users = tmp_path / "users"
    users.write_text(f"# who may ask\nada:{hash_password('lovelace')}\n")
    with running(Scripted((HARBOUR,)), ServerSettings(auth_file=users)) as url, httpx.Client(base_url=url) as client:
        for path in ("/config", "/gradio_api/info"):
            assert client.get(path).status_code == 401
        call = {"data": {}, "component_id": 1, "fn_name": "list_documents", "session_hash": "s"}
        assert client.post("/gradio_api/component_server", json=call).status_code == 401
        assert client.post("/gradio_api/run/documents", json={"data": []}).status_code == 401
        assert "harbour" not in client.get("/").text
        assert client.post("/login", data={"username": "ada", "password": "byron"}).status_code == 400
        assert client.post("/login", data={"username": "ada", "password": "lovelace"}).json() == {"success": True}
        assert (
            client.post("/gradio_api/run/documents", json={"data": []}).json()["data"][0][0]["title"] == "The harbour"
        )


def test_guessing_passwords_is_slowed_down(tmp_path: Path) -> None:
    users = tmp_path / "users"
    users.write_text(f"ada:{hash_password('lovelace')}\n")
    with running(Scripted((HARBOUR,)), ServerSettings(auth_file=users)) as url:
        data = {"username": "ada", "password": "x"}
        # Ten at once, then one in six seconds: a busy machine may get a few more in.
        tries = [httpx.post(f"{url}/login", data=data, timeout=60).status_code for _ in range(20)]
    assert tries[:10] == [400] * 10
    assert 429 in tries


def test_only_the_right_password_of_a_known_user_is_allowed(tmp_path: Path) -> None:
    file = tmp_path / "users"
    file.write_text(f"ada:{hash_password('lovelace')}\nbob:{hash_password('')}\n")
    users = read_users(file)
    tried = [("ada", "lovelace"), ("ada", "Lovelace"), ("ada", ""), ("eve", "lovelace"), ("eve", "")]
    assert [is_allowed(users, *each) for each in tried] == [True, False, False, False, False]
    assert "lovelace" not in file.read_text()
    assert hash_password("same") != hash_password("same"), "Every hash has a salt of its own."


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("ada:lovelace\n", id="a password that is not hashed"),
        pytest.param("ada\n", id="no password"),
        pytest.param("ada:scrypt$x\n", id="half a hash"),
        pytest.param(":scrypt$eA==$eA==\n", id="no name"),
    ],
)
def test_a_wrong_auth_file_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "users"
    file.write_text(content)
    with pytest.raises(AuthFileError, match=str(file)):
        read_users(file)
    with pytest.raises(AuthFileError, match="Cannot read"):
        read_users(tmp_path / "none")


def test_the_page_lives_under_a_path_behind_a_proxy() -> None:
    with running(Scripted((HARBOUR,)), ServerSettings(root_path="/ask", allowed_hosts=("example.org",))) as url:
        forwarded = {"Host": "example.org", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "example.org",
                     "Accept": "text/html"}  # fmt: skip
        page = httpx.get(url, headers=forwarded).text
        assert 'href="/ask/page/page.css"' in page
        assert "https://example.org/ask" in page
        assert 'import(\\"/ask/page/page.js\\")' in page


def test_a_taken_port_is_an_error_that_says_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressError, match=rf"Cannot listen at 127.0.0.1:{port} .* Choose another"):
            serve(Scripted((HARBOUR,)), ServerSettings(port=port))  # type: ignore[arg-type]


def test_the_server_reaches_nothing_outside_and_ends_answering_what_is_asked() -> None:
    nowhere = dict.fromkeys(("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
    environment = {name: value for name, value in os.environ.items() if name.lower() != "no_proxy"} | nowhere
    script = Path(__file__).with_name("web_server.py")
    process = subprocess.Popen(
        [sys.executable, str(script), "0"], cwd=SEEDS.parent, stdout=subprocess.PIPE, text=True,
        env=environment | {"PYTHONPATH": os.pathsep.join([str(SEEDS.parent), str(script.parent)])},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        url = process.stdout.readline().strip()
        answers: list[httpx.Response] = []
        with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
            assert client.get("/").status_code == 200
            asking = threading.Thread(
                target=lambda: answers.append(
                    client.post("/gradio_api/run/ask", json={"data": ["Who hosts the talks?", None, None]})
                )
            )
            asking.start()
            time.sleep(0.5)
            process.send_signal(signal.SIGTERM)
            asking.join()
        assert answers[0].json()["data"][0]["citations"][0]["quote"] == "Russia to Host Palestinian Unity Talks"
        assert process.wait(timeout=15) == 0
        assert process.stdout.read().split() == ["stopped"]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
