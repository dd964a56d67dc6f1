"""A small corpus on beekeeping, for tests that must not depend on what the shipped articles are about."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from index import Index, LocalEmbedding, build

TEXTS = {
    "cities.txt": """Bees on the roofs

Lyon, Vienna and Ljubljana keep bees on roofs. In Vienna the opera house has six hives. Olsen visited Vienna in 2021.
Paris plans a museum of bees. The sources of energy named in the plan are wind and sun. It was built by us.
""",
    "honey.txt": """Honey harvest falls in Tolvan

The beekeepers of Tolvan harvested 40 tons of honey in 2021. Marta Olsen, who leads the union, blamed a cold spring.
The varroa mite killed a third of the colonies. The agency published three reports on pesticides. France, Denmark and
Slovenia have banned them. The US has not. The influence of the union on the minister is growing.
""",
    "mites.txt": """A mite that kills

The varroa mite came to Europe in the 1970s. Professor Jan Weiss studies how bees groom one another. Weiss signed two
documents on research with Minister Clara Bonnet in 2019. Clara Bonnet resigned in 2020. The union, which is small but
old, asked in vain for a meeting; its influence faded.
""",
}


@pytest.fixture(scope="session")
def bee_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with this corpus in `corpus`, and room for stores beside it."""
    folder = tmp_path_factory.mktemp("bees")
    (folder / "corpus").mkdir()
    for name, text in TEXTS.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def beekeepers(bee_folder: Path) -> Iterator[Assistant]:
    """Return an assistant over this corpus."""
    with Assistant.open(bee_folder / "corpus", bee_folder / "store") as opened:
        yield opened


@pytest.fixture(scope="session")
def bee_index(bee_folder: Path, embedding: LocalEmbedding) -> Iterator[Index]:
    """Return the open index of this corpus."""
    store = bee_folder / "indexed"
    build(bee_folder / "corpus", store, embedding=embedding)
    with Index.open(store, embedding=embedding) as index:
        yield index
