"""The pronouns that open a sentence and point back at what stands before it."""

from __future__ import annotations

import re

OPENS_WITH_PRONOUN = re.compile(
    r"\W*(?:He|She|It|They|His|Her|Its|Their|This|That|These|Those|Such|The (?:former|latter))\b", re.UNICODE
)
