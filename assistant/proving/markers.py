"""The markers with which a model cites its passages, in the ways that models write them."""

from __future__ import annotations

import re

# "1-3" cites all three; nobody means more than so many.
LONGEST_RANGE = 20
NUMBERS = r"\^?\d{1,3}(?:\s*(?:[,;&–—-]|and)\s*\^?\d{1,3})*"
WORD = r"(?:(?:[Ss]ource|[Pp]assage|[Dd]ocument|[Dd]oc|[Rr]ef|[Cc]itation)s?\.?:?\s*#?)?"
# [1], [1, 2], [1-3], [^1], [Source 1], [1](link), 【1】, 【1†name】, and (1) or (1, 2), which may be something else.
MARKER = re.compile(
    rf"\[{WORD}(?P<square>{NUMBERS})\](?:\(\S*?\))?|【{WORD}(?P<lens>{NUMBERS})(?:†[^】]*)?】|\((?P<round>{NUMBERS})\)"
)
PART = re.compile(r"(\d+)\s*[–—-]\s*\^?(\d+)|(\d+)")
# A marker that is not closed after so many characters is none.
LONGEST_MARKER = 40


def numbers_of(marker: re.Match[str], passages: int) -> tuple[int, ...]:
    """Return the numbers that a match of MARKER cites, in order; () if round brackets hold what is no passage."""
    written = marker["square"] or marker["lens"] or marker["round"]
    numbers: list[int] = []
    for first, last, single in PART.findall(written):
        if single:
            numbers.append(int(single))
        elif 0 <= int(last) - int(first) <= LONGEST_RANGE:
            numbers += range(int(first), int(last) + 1)
        else:
            numbers += [int(first), int(last)]
    if marker["round"] and not all(1 <= number <= passages for number in numbers):
        return ()
    return tuple(numbers)
