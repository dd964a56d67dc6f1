"""Read a web page: its main part, less what is hidden and what serves the site, with its headings, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?![\d.])", re.IGNORECASE
)
# A style sheet also makes small or transparent what lies out or comes in later: that hides nothing there.
SHEET_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SHEET_SHOWS = re.compile(r"(?:display|visibility)\s*:", re.IGNORECASE)
SHEET_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
# Of a selector, an element: "p.draft", "#old", "td".
ELEMENT = re.compile(r"(?!$)([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
MARK = re.compile(r"([.#])([\w-]+)")
SCRIPTS = "//script[not(@type) or @type='module' or contains(@type, 'javascript')]/text() | //@onclick | //@onchange"
NAME = re.compile(r"[\w-]+")
SHEETS = "//style[not(@media) or @media='all' or @media='screen'][not(ancestor::noscript)]/text()"
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

    for path in _hidden_by_sheets(tree):
        for element in tree.xpath(path):
            element.set("hidden", "")
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


def _hidden_by_sheets(tree: Any) -> Iterator[str]:
    """Yield a path to what the style sheets within a page hide, less what a rule or a script of it may show again."""
    hiding: list[str] = []
    showing: list[str] = tree.xpath(SCRIPTS)
    depth = 0
    for rule in SHEET_COMMENT.sub(" ", " ".join(tree.xpath(SHEETS))).split("}"):
        head, _, body = rule.rpartition("{")
        # What holds on paper or on a telephone alone, or in one state of the page, hides nothing from all.
        if SHEET_HIDES.search(body) and depth <= 0 and "{" not in head:
            hiding += head.rpartition(";")[2].split(",")
        elif SHEET_SHOWS.search(body) and not SHEET_HIDES.search(body):
            showing.append(head)
        depth += rule.count("{") - 1
    shown = {name for words in showing for name in NAME.findall(words)}
    for selector in hiding:
        parts = [ELEMENT.fullmatch(part) for part in selector.split()]
        if parts and all(parts) and NAME.findall(selector)[-1] not in shown:
            path = "".join(f"//{(part[1] or '*').lower()}{MARK.sub(_has_mark, part[2])}" for part in parts if part)
            # A page may hide all of itself until it is loaded.
            yield f"{path}[not(self::body or self::html)]"


def _has_mark(mark: re.Match[str]) -> str:
    """Return the condition of a path for an element of this id or class."""
    if mark[1] == "#":
        return f"[@id = '{mark[2]}']"
    return f"[contains(concat(' ', normalize-space(@class), ' '), ' {mark[2]} ')]"


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
