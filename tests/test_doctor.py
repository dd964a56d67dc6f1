"""The doctor asks the language model one question, and tells what it said or what is wrong."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from scripted_server import Script, fails, says, scripted_server, thinks

from assistant import doctor
from assistant.doctor import Finding, examine
from index import Index, LocalEmbedding


def finding(environ: Mapping[str, str]) -> tuple[bool, str]:
    found = next(each for each in examine(environ) if each.subject == "Language model")
    return found.well, re.sub(r"\d+\.\d s", "0.0 s", found.words)


@pytest.mark.parametrize(
    ("script", "well", "said"),
    [
        pytest.param(says("Yes."), True, "answers after 0.0 s: 'Yes.'", id="an answer"),
        pytest.param(says("<think>Hm.</think> Yes."), True, "answers after 0.0 s: 'Yes.'", id="thoughts in tags"),
        pytest.param(thinks("Hm.", "Yes."), True, "answers after 0.0 s: 'Yes.'", id="thoughts in a field"),
        pytest.param(fails(401), False, "refused the key. Set ASSISTANT_LLM_KEY.", id="a key"),
    ],
)
def test_the_model_is_asked_one_question(script: Script, well: bool, said: str) -> None:
    with scripted_server(script) as server:
        found = finding({"ASSISTANT_LLM": "m", "ASSISTANT_LLM_URL": server.url})

    assert (found[0], found[1].endswith(said)) == (well, True), found
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("needed", "found"),
    [
        pytest.param(["numpy>=2", "pytest"], Finding("Packages", True, "2, each in a version as needed"), id="well"),
        pytest.param(
            ["numpy>=999", "no-such-package>=1", "no-other-package"],
            Finding(
                "Packages",
                False,
                "numpy is VERSION, >=999 is needed; no-such-package is missing, >=1 is needed; "
                "no-other-package is missing, any version is needed; run: make setup",
            ),
            id="old and missing",
        ),
        pytest.param(
            ["no-such-package; sys_platform == 'nowhere'"],
            Finding("Packages", True, "1, each in a version as needed"),
            id="needed elsewhere",
        ),
    ],
)
def test_packages_are_held_against_what_is_needed(
    monkeypatch: pytest.MonkeyPatch, needed: list[str], found: Finding
) -> None:
    monkeypatch.setattr(doctor, "requirements", lambda: needed)

    looked_at = next(each for each in examine({}) if each.subject == "Packages")

    told = re.sub(r"numpy is [\d.]+", "numpy is VERSION", looked_at.words)
    assert Finding(looked_at.subject, looked_at.well, told) == found


@pytest.fixture
def places(copy_of_shipped: Path) -> dict[str, str]:
    return {"ASSISTANT_STORE": str(copy_of_shipped)}


def findings(environ: Mapping[str, str]) -> dict[str, Finding]:
    return {each.subject: each for each in examine(environ)}


def test_all_is_well_with_an_index_that_nobody_uses(places: dict[str, str]) -> None:
    found = findings(places)

    assert all(each.well for each in found.values()), found
    assert list(found) == [
        "Python", "Packages", "Embedding", "Reader", "Settings", "Corpus", "Disk", "Store", "Lock"
    ]  # fmt: skip
    assert re.fullmatch(r"\d+ passages, up to date", found["Store"].words)
    assert found["Lock"].words == "nobody else uses the index"


def test_an_index_that_is_in_use_is_told_of(places: dict[str, str]) -> None:
    with Index.open(Path(places["ASSISTANT_STORE"]), embedding=LocalEmbedding()):
        lock = findings(places)["Lock"]

    assert lock.well
    assert lock.words.startswith("the index can be asked, and not be changed now. Another process is using the index")


def test_a_full_disk_is_told_of_and_what_to_do(places: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(places["ASSISTANT_STORE"])
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage._replace(free=10**8))

    disk = findings(places)["Disk"]

    assert not disk.well
    assert disk.words == (
        f"0.1 GB free at {places['ASSISTANT_STORE']}, 0.2 GB are needed to build the index anew. "
        "Free some space, or name another folder with ASSISTANT_STORE"
    )


def test_an_index_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    found = findings({"ASSISTANT_STORE": str(tmp_path / "none")})

    assert "Lock" not in found
    assert not found["Store"].well
    assert found["Store"].words.startswith(f"There is no index at {tmp_path / 'none'}. Build it with: ")
