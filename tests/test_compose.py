"""The compose file of docs/: it fits the Compose specification, and what it names is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_pydantic import ComposeSpecification

from assistant.__main__ import _parser
from index import from_env

DOCS = Path(__file__).parent.parent / "docs"
MODEL = {"MODEL": "maker/model", "DOCUMENTS": "/documents"}


def filled(text: str, environ: dict[str, str]) -> str:
    """Put the variables of an environment into a compose file, as `docker compose` does."""

    def value(match: re.Match[str]) -> str:
        name, operator, other = match.groups()
        there = environ.get(name, "")
        return {":-": there or other, ":+": other if there else ""}[operator]

    return re.sub(r"\$\{(\w+)(:[-+])([^}]*)\}", value, text)


def composed(environ: dict[str, str]) -> dict[str, Any]:
    text = filled((DOCS / "compose.yaml").read_text(encoding="utf-8"), environ)
    assert "$" not in text
    return {key: value for key, value in yaml.safe_load(text).items() if not key.startswith("x-")}


@pytest.fixture(params=[{}, MODEL], ids=["quotes", "with a model"])
def compose(request: pytest.FixtureRequest) -> dict[str, Any]:
    return composed(request.param)


def test_it_fits_the_specification(compose: dict[str, Any]) -> None:
    assert ComposeSpecification(**compose).services is not None
    compose["services"]["chroma"]["healthchek"] = {}
    with pytest.raises(ValueError, match="healthchek"):
        ComposeSpecification(**compose)


def test_the_image_is_made_of_what_the_package_needs() -> None:
    ignored = (DOCS / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    kept = {line[1:] for line in ignored if line.startswith("!")}
    project = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {project["project"]["readme"], *project["project"]["license-files"], "pyproject.toml", "requirements.txt"}

    assert "*" in ignored
    assert kept == needed | {"index", "assistant", "seeds"}
    assert all((DOCS.parent / name).exists() for name in kept)


def test_what_a_service_names_is_there(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert services.keys() == {"chroma", "index", "page-1", "page-2", "vllm"}
    mounted = {each.split(":")[0] for service in services.values() for each in service.get("volumes", ())}
    assert {name for name in mounted if "/" not in name} == compose["volumes"].keys()
    for service in services.values():
        assert service.get("depends_on", {}).keys() <= services.keys()
        build = service.get("build")
        assert build is None or (DOCS / build["context"] / build["dockerfile"]).is_file()
        urls = re.findall(r"http://([\w-]+):(\d+)", str(service.get("environment", "")))
        assert set(urls) <= {("chroma", "8000"), ("vllm", "8000")}
    ports = [each for service in services.values() for each in service.get("ports", ())]
    assert len({each.rpartition(":")[0] for each in ports}) == len(ports) == 2


@pytest.mark.parametrize("name", ["index", "page-1", "page-2"])
def test_the_settings_and_options_of_our_services_are_ones_that_we_know(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    settings = from_env(service["environment"])

    assert str(settings.store) == "http://chroma:8000"
    interpreter, flag, package, *options = service["command"]
    assert (interpreter, flag) == ("python", "-m")
    if name == "index":
        assert (package, options, settings.corpus) == ("index", [], Path("/documents"))
    else:
        assert package == "assistant"
        asked = _parser().parse_args(options)
        assert (asked.follow, asked.host) == (True, "0.0.0.0")
        assert settings.feedback == Path(f"/feedback/{name}.jsonl")
        model = compose["services"]["vllm"]["command"][1]
        assert (settings.model.endpoint.model if settings.model else "") == model
