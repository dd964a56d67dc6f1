"""What the wheel carries: all that an installed assistant needs, and nothing that only a checkout does."""

from __future__ import annotations

import ast
import email
import re
import zipfile
from email.message import Message
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parent.parent
NAME = re.compile(r"^([\w.-]+)(?:\[|[<>=~]|$)", re.MULTILINE)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("dist")), versions=["standard"])
    return zipfile.ZipFile(built)


def metadata(wheel: zipfile.ZipFile, file: str) -> str:
    (path,) = [name for name in wheel.namelist() if name.endswith(f".dist-info/{file}")]
    return wheel.read(path).decode()


def names(requirements: str) -> set[str]:
    return {name.lower() for name in NAME.findall(re.sub(r"^\s*-r.*$", "", requirements, flags=re.MULTILINE))}


def test_every_file_of_the_packages_and_the_shipped_articles_travel(wheel: zipfile.ZipFile) -> None:
    ours = [path for package in ("index", "assistant") for path in (ROOT / package).rglob("*") if path.is_file()]
    packages = {str(path.relative_to(ROOT)) for path in ours if "__pycache__" not in path.parts}
    seeds = {f"index/seeds/{path.name}" for path in (ROOT / "seeds").iterdir()}

    assert packages | seeds == {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert {"index/py.typed", "assistant/py.typed", "assistant/weights/reader.onnx"} <= packages


def test_an_installed_assistant_needs_what_requirements_txt_names(wheel: zipfile.ZipFile) -> None:
    stated: Message = email.message_from_string(metadata(wheel, "METADATA"))
    required = names("\n".join(stated.get_all("Requires-Dist", [])))

    assert required == names((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    assert "pytest" not in required
    assert "pytest" in names((ROOT / "requirements-dev.txt").read_text(encoding="utf-8"))


def test_the_command_is_that_of_the_module(wheel: zipfile.ZipFile) -> None:
    assert metadata(wheel, "entry_points.txt").split() == [
        "[console_scripts]", "assistant", "=", "assistant.__main__:main",
    ]  # fmt: skip


@pytest.mark.parametrize("file", sorted(path.name for path in ROOT.glob("requirements*.txt")))
def test_every_version_is_bounded(file: str) -> None:
    lines = [line.partition("#")[0].strip() for line in (ROOT / file).read_text(encoding="utf-8").splitlines()]
    wanted = [line for line in lines if line and not line.startswith("-r")]

    assert wanted
    assert [line for line in wanted if not re.search(r"==[\d.]+$|>=[\d.]+,<[\d.]+$", line)] == []


def test_what_could_run_code_when_it_is_read_is_not_read() -> None:
    sources = [path for package in ("index", "assistant", "evals") for path in (ROOT / package).rglob("*.py")]
    imported = {
        name
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [])
        + ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
    }
    assert not imported & {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
    assert '"S",' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
