"""Convert one file to Markdown: python index/conversion/__main__.py FILE prints what came of it as JSON.

It is run by `formats` in a process of its own: a file that hangs or fills the memory costs itself alone.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType

MEMORY_BYTES = 3 * 2**30


def main() -> None:
    """Convert the file that the command line names."""
    # Importing the package itself would load the whole index.
    package = ModuleType("index")
    package.__path__ = [str(Path(__file__).parents[1])]
    sys.modules["index"] = package
    from index.conversion import convert

    _limit_memory()
    try:
        found = convert(Path(sys.argv[1]))
    except Exception as error:
        parts = dict.fromkeys(" ".join(str(error).split()).split(": "))
        found = {"problem": ": ".join(parts)[:200] or type(error).__name__}
    sys.stdout.buffer.write(json.dumps(found).encode())


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits.
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


if __name__ == "__main__":
    main()
