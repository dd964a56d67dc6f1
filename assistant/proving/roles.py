"""Tell whether a claim gives what its source tells to other people, or exchanges what they did."""

from __future__ import annotations

from assistant.proving.deeds import SAY, Deed, deeds
from assistant.proving.wording import meanings_of, words
from assistant.words.languages import english, words_of
from assistant.words.meanings import holds_meaning

# Words of so many letters that begin alike are forms of one name.
SHARED_LETTERS = 5


def exchanged(claim: str, source: str, context: frozenset[str] = frozenset()) -> str:
    """Return the verb (its stem) whose doer or object the claim takes from elsewhere, or "".

    A verb counts if both hold it and both tell who does it, or what it is done to. `context` are the meanings of the
    words that stand before the source: "the company" there may be the company that they name.
    """
    elsewhere = meanings_of(source)
    told = deeds(source, frozenset(deed.stem for deed in deeds(claim)))
    for deed in deeds(claim, frozenset(deed.stem for deed in deeds(source))):
        rivals = [other for other in told if other.stem == deed.stem]
        if rivals and not any(_agree(deed, other, context - elsewhere) for other in rivals):
            return deed.stem
    return ""


def _agree(claimed: Deed, told: Deed, context: frozenset[str]) -> bool:
    if claimed.doer and told.doer:
        if claimed.doer_names and told.doer_names:
            return _overlap(claimed.doer_names, told.doer_names) or _abbreviates(claimed.doer_names, told.doer_names)
        if _overlap(claimed.doer, told.doer):
            return True
        # "The company" in one, its name in the other: one of them points back to what stands before.
        points_back = bool(claimed.doer_names) != bool(told.doer_names)
        return points_back and bool(claimed.doer & context and told.doer & context) and not claimed.doer & told.done_to
    if claimed.doer_names & told.done_to:
        return False
    if claimed.doer and claimed.doer & told.done_to:
        return not claimed.doer <= told.done_to and bool(claimed.done_to & told.done_to)
    if told.doer and told.doer & claimed.done_to:
        return bool(claimed.done_to & told.done_to)
    return True


def _overlap(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(_alike(mine, yours) for mine in one for yours in other)


def _alike(one: str, other: str) -> bool:
    return (
        one == other
        or (len(one) >= SHARED_LETTERS and other.startswith(one))
        or (len(other) >= SHARED_LETTERS and one.startswith(other))
    )


def _abbreviates(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether a name of either side may be the initials of the other's names."""
    return any(
        2 <= len(short) <= len(names) and set(short) <= {name[0] for name in names}
        for shorts, names in ((one, other), (other, one))
        for short in shorts
    )


def turned_around(claim: str, source: str) -> str:
    """Return the word around which the claim has on the left what the source has on the right, or ""."""
    for joint, middle in (("than", english("proving.than")), ("from ... to", english("proving.from_to"))):
        found, told = middle.search(claim), middle.search(source)
        if found and told:
            left, right = meanings_of(found["left"]), meanings_of(found["right"])
            told_left, told_right = meanings_of(told["left"]), meanings_of(told["right"])
            if (left & told_right) - told_left and (right & told_left) - told_right:
                return joint
    return ""


def exchanged_deed(claim: str, source: str) -> str:
    """Return a verb of the claim (its stem) that stands in the place of another of the source, or "".

    A verb says what happened: it may not be exchanged for any other, as nouns may where a paraphrase is loose. One that
    only comes in addition to all verbs of the source, as in "promised to present a report", is not meant here.
    """
    mine, yours = _acts(claim), _acts(source)
    strange = [stem for stem, meaning in mine.items() if not holds_meaning(meaning, meanings_of(source))]
    lost = [stem for stem, meaning in yours.items() if not holds_meaning(meaning, meanings_of(claim))]
    return strange[0] if strange and lost else ""


def _acts(sentence: str) -> dict[str, str]:
    """Return the verbs of a sentence that say what is done, by their stems, with their meanings."""
    meaning_of = {word.stem: word.meaning for word in words(sentence)}
    return {
        deed.stem: meaning_of[deed.stem]
        for deed in deeds(sentence)
        if deed.stem not in (SAY, *words_of("en", "proving.empty"))
    }
