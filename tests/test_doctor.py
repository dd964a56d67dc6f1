"""The doctor asks the language model one question, and tells what it said or what is wrong."""

import re
from collections.abc import Mapping

import pytest
from scripted_server import Script, fails, says, scripted_server, thinks

from assistant.doctor import examine


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
