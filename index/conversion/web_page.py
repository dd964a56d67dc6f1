"""Read a web page: its main part, less what is hidden and what serves the site, with its headings, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?![\d.])", re.IGNORECASE
)
# What serves the site and says so by what it is.
AROUND = "|".join(
    f"//{path}"
    for path in (
        "head", "nav", "footer", "aside", "button", "input", "select", "textarea", "script", "style", "noscript",
        "iframe", "svg", "img", "template",
        "header[not(ancestor::main or ancestor::article)]", "*[@role='navigation']", "*[@role='banner']",
        "*[@role='contentinfo']", "*[@role='search']", "*[@role='dialog']",
        "*[self::p or self::div or self::span][a[@rel='next' or @rel='prev']][string-length() < 300]",
    )
)  # fmt: skip
PARTS = "//p|//li|//td|//pre|//dd|//dt|//blockquote|//h1|//h2|//h3|//h4|//div[not(.//p|.//div|.//table|.//ul)]"
HOLDERS = frozenset({"html", "body", "div", "section", "article", "td"})
# In letters: less may stand in a menu as well.
FEWEST_LETTERS = 20
TABLES = ".//*[(self::table or self::dl) and not(.//a)]"
BLANKS = re.compile(r"\s+")
MAIN = ("//main", "//*[@role='main']", "//article")


def web_page(path: Path, written: Callable[[str], str]) -> tuple[str, Any]:
    """Return the Markdown of a web page and what is known of it; `written` gives the Markdown of clean HTML.

    Raises ValueError if it is none.
    """
    import trafilatura

    data = path.read_bytes()
    tree = trafilatura.load_html(data)
    if tree is None:  # It may be a part of a page.
        tree = trafilatura.load_html(b"<html><body>" + data + b"</body></html>")
    if tree is None:
        raise ValueError("its bytes are no text")
    # A year in the footer is no date of the page.
    text = trafilatura.extract(data, output_format="txt", include_comments=False, favor_recall=True) or ""
    return written(_html(_main(tree, _letters(text)))), trafilatura.extract_metadata(data, extensive=False)


def _main(tree: Any, letters: str) -> Any:
    """Return the part of a page that is for its readers: its main part by name, or what holds all these letters.

    They are those that trafilatura takes for its text, which leaves out headings, tables and lists of that part; and it
    knows the names that sites give to other parts.
    """
    from trafilatura.htmlprocessing import prune_unwanted_nodes
    from trafilatura.xpaths import OVERALL_DISCARD_XPATH

    for element in list(tree.iter("*")):
        hidden = "hidden" in element.attrib or element.get("aria-hidden") == "true"
        if (hidden or HIDDEN_STYLE.search(element.get("style", ""))) and element.getparent() is not None:
            element.drop_tree()
    for element in tree.xpath(AROUND):
        element.drop_tree()
    for path in MAIN:
        # Several articles are a list of them, each as good as the others.
        if len(found := tree.xpath(path)) == 1 and any(map(str.isalnum, found[0].text_content())):
            return found[0]
    tree = prune_unwanted_nodes(tree, OVERALL_DISCARD_XPATH, with_backup=True)
    words = [(each, _letters(each.text_content())) for each in tree.xpath(PARTS)]
    found = [each for each, said in words if len(said) >= FEWEST_LETTERS and said in letters]
    above = [[*reversed([*each.iterancestors()])] for each in found]
    shared = [step[0] for step in zip(*above, strict=False) if len(set(step)) == 1 and step[0].tag in HOLDERS]
    return _with_tables(shared[-1]) if len(found) > 1 and shared else tree


def _with_tables(part: Any) -> Any:
    """Return the smallest part of a page around this one beside which no table stands but those of links."""
    around = [part, *(each for each in part.iterancestors() if each.tag in HOLDERS)]
    counts = [len(each.xpath(TABLES)) for each in around]
    return around[counts.index(max(counts))]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _html(main: Any) -> str:
    """Return HTML whose links are words, and whose terms have their definitions below them as items of a list."""
    from lxml import html  # type: ignore[import-untyped]  # It has no types.

    for words in main.xpath(".//text()[not(ancestor::pre)]"):
        # Line ends and hard blanks of a page are blanks.
        setattr(words.getparent(), "tail" if words.is_tail else "text", BLANKS.sub(" ", words))
    for term in main.xpath(".//dt"):
        below, words = html.Element("ul"), html.Element("strong")
        words.text, term.text = term.text_content().strip(), None
        term[:] = [words, below]
        following = term.getnext()
        while following is not None and following.tag == "dd":
            following, moved = following.getnext(), following
            below.append(moved)
    for terms in (*main.xpath(".//dl"), *main.xpath(".//dt/ul")):
        terms.tag = "ul"
    for term in main.xpath(".//dt | .//dd"):
        term.tag = "li"
    for link in main.xpath(".//a | .//form"):
        # "¶" and "#" behind a heading are no words of it.
        (link.drop_tag if any(map(str.isalnum, link.text_content())) else link.drop_tree)()
    for table in main.xpath(".//table[not(.//th) and not(.//table)]"):
        if not _has_head([[cell.text_content().strip() for cell in row.xpath("td")] for row in table.xpath(".//tr")]):
            row = html.Element("tr")
            row.append(html.Element("th"))
            table.insert(0, row)
    inner = html.tostring(main, encoding="unicode", with_tail=False)
    return f"<html><body>{inner}</body></html>"


def _has_head(rows: list[list[str]]) -> bool:
    """Tell whether the first row of a table that marks no head is one: of two columns, only if it has fewer numbers."""
    counts = [sum(cell[:1].isdigit() for cell in row) for row in rows if row]
    return any(len(row) > 2 for row in rows) or (len(counts) > 1 and counts[0] < min(counts[1:]))
