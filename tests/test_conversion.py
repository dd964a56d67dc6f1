"""What files of other formats become as Markdown: headings, tables, lists, code and quotations stay what they are."""

import json
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import made_files
import pytest
from pptx import Presentation

from index.conversion import convert
from index.conversion.writing import escaped
from index.markdown import without_marks


def converted(folder: Path, name: str, content: bytes) -> list[str]:
    """Return the lines of the Markdown of a file that are not blank."""
    (folder / name).write_bytes(content)
    return [line for line in convert(folder / name)["text"].splitlines() if line.strip()]


def test_headings_of_a_pdf_are_told_by_size_and_weight_and_not_glued_to_what_follows(tmp_path: Path) -> None:
    page = [
        (70, 780, 18, "Bold", "The water board"), (70, 740, 14, "Bold", "Leaks in the"),
        (70, 723, 14, "Bold", "old town"),
        (70, 700, 10, "", "In all, 61 leaks were mended, and the board thanks those who live there for their"),
        (70, 688, 10, "", "Patience in the cold weeks. Nobody was hurt."), (70, 660, 10, "Bold", "Staff"),
        (70, 645, 10, "", "The engineer is Dagny Moe."),
    ]  # fmt: skip

    assert converted(tmp_path, "board.pdf", made_files.set_pdf(page)) == [
        "<!-- page 1 -->", "# The water board", "## Leaks in the old town",
        "In all, 61 leaks were mended, and the board thanks those who live there for their Patience in the cold weeks. "
        "Nobody was hurt.",
        "### Staff", "The engineer is Dagny Moe.",
    ]  # fmt: skip


def test_a_paragraph_in_bold_is_no_heading_above_its_last_line(tmp_path: Path) -> None:
    page = [
        (70, 740, 10, "Bold", "The ferry does not sail in January, as its engine is taken to the yard in Vik, where"),
        (70, 728, 10, "Bold", "it will be mended."), (70, 700, 10, "", "Buses go instead."),
    ]  # fmt: skip

    assert converted(tmp_path, "ferry.pdf", made_files.set_pdf(page))[1:] == [
        "The ferry does not sail in January, as its engine is taken to the yard in Vik, where it will be mended.",
        "Buses go instead.",
    ]


def test_a_broken_page_of_a_pdf_costs_only_how_it_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def extract_spans(self, number: int) -> list[object]:
            raise RuntimeError(f"page {number} is broken")

        extract_tables = extract_spans

    monkeypatch.setattr("index.conversion.pdf._opened", lambda _: Broken())

    page = made_files.set_pdf([(70, 740, 18, "Bold", "The ferry"), (70, 700, 10, "", "It sails at ten.")])
    assert converted(tmp_path, "ferry.pdf", page)[1:] == ["The ferry", "It sails at ten."]


def test_columns_of_a_pdf_are_a_table_without_lines_around_them(tmp_path: Path) -> None:
    rows = (("Boat", "Seats", "Price"), ("Hilda", "12", "40.00"), ("Berta", "8", "25.50"), ("Wanda", "4", "19.00"))
    page = [(x, 700 - 14 * n, 10, "", words) for n, row in enumerate(rows) for x, words in zip((70, 200, 300), row)]  # noqa: B905
    page += [(70, 600, 10, "", "Name:"), (200, 600, 10, "", "Ida Moe")]

    assert converted(tmp_path, "boats.pdf", made_files.set_pdf(page))[1:] == [
        "| Boat | Seats | Price |", "| --- | --- | --- |", "| Hilda | 12 | 40.00 |", "| Berta | 8 | 25.50 |",
        "| Wanda | 4 | 19.00 |", "Name: Ida Moe",
    ]  # fmt: skip


def test_code_and_bullets_of_a_pdf_stay_code_and_a_list(tmp_path: Path) -> None:
    page = [
        (70, 700, 10, "", "Bring these:"), (80, 686, 10, "", "\\225 a rope"), (80, 672, 10, "", "\\225 two oars"),
        (70, 650, 10, "", "Then run:"), (70, 636, 10, "Courier", "pump --start *"),
    ]  # fmt: skip

    assert converted(tmp_path, "kit.pdf", made_files.set_pdf(page))[1:] == [
        "Bring these:", "- a rope", "- two oars", "Then run:", "```", "pump --start *", "```",
    ]  # fmt: skip


def test_a_line_at_the_head_of_all_pages_is_no_text_but_may_stand_within_one(tmp_path: Path) -> None:
    pages = [
        [(70, 800, 8, "", "Water board 2023"), (70, 700, 10, "", f"In month {n} it rained."),
         (70, 680, 10, "", "Nothing froze."), (70, 660, 10, "", f"The {n}th report."),
         (70, 640, 10, "", "We wrote it."),
         (70, 40, 8, "", f"Page {n}")]
        for n in (1, 2, 3)
    ]  # fmt: skip
    for page in pages[1:]:
        page.insert(3, (70, 670, 8, "", "Water board 2023"))

    lines = converted(tmp_path, "report.pdf", made_files.set_pdf(*pages))

    assert [line for line in lines if "Page" in line or "board" in line] == ["Water board 2023"] * 2
    assert lines.count("<!-- page 2 -->") == 1


def test_a_contents_line_of_a_pdf_is_no_heading(tmp_path: Path) -> None:
    page = [
        (70, 700, 14, "Bold", "1 Boats . . . . . . . . 7"),
        (70, 660, 10, "", "The club owns nine boats. They are old."),
    ]

    assert converted(tmp_path, "book.pdf", made_files.set_pdf(page))[1].startswith("- 1 Boats")


def test_a_notebook_keeps_its_lists_and_tables_and_what_its_code_printed(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["Dropped:\n", "\n", "- 3 days in May\n", "- 9 days in June"]},
        {"cell_type": "markdown", "source": "| Year | Salmon |\n|---|---|\n| 2023 | 10222 |"},
        {"cell_type": "code", "source": "print(1)", "outputs": [{"output_type": "stream", "text": ["18342\n"]}]},
    ]

    assert converted(tmp_path, "a.ipynb", json.dumps({"cells": cells, "metadata": {}}).encode()) == [
        "Dropped:", "- 3 days in May", "- 9 days in June", "| Year | Salmon |", "|---|---|", "| 2023 | 10222 |",
        "```", "print(1)", "```", "```", "18342", "```",
    ]  # fmt: skip


def test_what_a_message_replies_to_is_a_quotation_and_its_attachment_is_read(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Lease", "Karin Voss <karin@example.org>", "leo@example.org"
    message.set_content("We pay 850 euros.\n\n-- \nKarin\n\nLeo wrote:\n> Is it *1100* euros?\n>\n> Leo\n")
    message.add_attachment("The keys come at noon.\n", subtype="plain", filename="keys.txt")
    message.add_attachment(
        made_files.docx("Plan", "The shed is blue."), "application", "octet-stream", filename="p.docx"
    )
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="map.png")

    assert converted(tmp_path, "lease.eml", bytes(message)) == [
        "Subject: Lease", "From: Karin Voss (karin@example.org)", "To: leo@example.org", "Attachment: keys.txt",
        "Attachment: p.docx", "Attachment: map.png", "We pay 850 euros.", "\\--", "Karin", "Leo wrote:",
        "> Is it \\*1100\\* euros?", ">", "> Leo", "## keys.txt", "The keys come at noon.", "## p.docx", "# Plan",
        "The shed is blue.",
    ]  # fmt: skip


def test_what_is_noted_to_a_slide_is_read_with_it(tmp_path: Path) -> None:
    from pptx import Presentation

    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text_frame.text = "Roof", "Built of slate"
    below = slide.placeholders[1].text_frame.add_paragraph()
    below.text, below.level = "Blue slate", 1
    slide.notes_slide.notes_text_frame.text = "It was closed for eleven weeks."
    made.save(str(tmp_path / "roof.pptx"))

    assert converted(tmp_path, "roof.pptx", (tmp_path / "roof.pptx").read_bytes()) == [
        "<!-- page 1 -->", "## Roof", "- Built of slate", "  - Blue slate", "It was closed for eleven weeks.",
    ]  # fmt: skip


@pytest.mark.parametrize("stub", [True, False])
def test_of_two_texts_of_a_message_the_fuller_one_is_read(tmp_path: Path, stub: bool) -> None:
    message = EmailMessage()
    message["Subject"] = "Move"
    message.set_content("Open this in a browser." if stub else "We move on 14 May, to Mill Lane.")
    message.add_alternative("<p>We move on 14 May, to <b>Mill Lane</b>.</p>", subtype="html")

    lines = converted(tmp_path, "move.eml", bytes(message))

    assert lines[1] == ("We move on 14 May, to **Mill Lane**." if stub else "We move on 14 May, to Mill Lane.")


def test_a_message_without_any_head_is_none(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="it is no message"):
        converted(tmp_path, "a.eml", b"Just words.\n")


def test_a_title_above_a_sheet_is_its_heading_and_a_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    costs = (
        ("Costs of 2024", "", ""),
        ("Month", "Rent", "Power"),
        ("March", "1250", "280"),
        ("", "", ""),
        ("Note", "Rose.", ""),
    )
    book = made_files.xlsx({"Costs": costs, "Keys": (("Safe", "Code"), ("Old", "9911"))}, hidden="Keys")

    assert converted(tmp_path, "a.xlsx", book) == [
        "## Costs", "### Costs of 2024", "| Month | Rent | Power |", "| --- | --- | --- |", "| March | 1250 | 280 |",
        "Note: Rose.",
    ]  # fmt: skip


PRICES = (("Id", "Item", "Cost"), ("1", "Rope", "9"), ("2", "Oar", "30"), ("3", "Net", "12"))


def test_rows_and_columns_that_a_sheet_hides_are_not_read(tmp_path: Path) -> None:
    columns = '<col min="1" max="1" hidden="1"/><col min="3" max="3" width="9"/>'
    titled = (("Prices", "", ""), *PRICES)
    book = made_files.xlsx({"Shop": titled}, columns=columns, rows={4: 'hidden="true"'}, merged="A1:C1")

    assert converted(tmp_path, "a.xlsx", book) == [
        "## Shop", "### Prices", "| Item | Cost |", "| --- | --- |", "| Rope | 9 |", "| Net | 12 |"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "row", "behind"),
    [
        pytest.param('<col min="1" max="2" hidden="0"/>', 'hidden="false"', "", id="not hidden"),
        pytest.param('<col min="1" max="1" hidden="1" outlineLevel="1"/>', "", "", id="a column of a fold"),
        pytest.param("", 'hidden="1" outlineLevel="2"', "", id="a row of a fold"),
        pytest.param(
            "", 'hidden="1"', '<autoFilter ref="A1:C4"><filterColumn colId="1"/></autoFilter>', id="a row of a filter"
        ),
    ],
)
def test_what_a_reader_of_a_sheet_can_bring_back_is_read(tmp_path: Path, columns: str, row: str, behind: str) -> None:
    book = made_files.xlsx({"Shop": PRICES}, columns=columns, rows={3: row}, behind=behind)

    assert "| 2 | Oar | 30 |" in converted(tmp_path, "a.xlsx", book)


@pytest.mark.parametrize(
    "rename",
    [
        pytest.param(lambda name: name.replace("xl/workbook", "xl/Workbook"), id="a capital"),
        pytest.param(lambda name: name.replace("/", "\\"), id="as on Windows"),
        pytest.param(lambda name: name.replace("sheet1", "Sheet1"), id="a sheet with a capital"),
    ],
)
def test_a_workbook_whose_parts_are_named_otherwise_is_read(tmp_path: Path, rename: Callable[[str], str]) -> None:
    made = BytesIO(made_files.xlsx({"Shop": PRICES}, rows={3: 'hidden="1"'}))
    with zipfile.ZipFile(made) as usual, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        for name in usual.namelist():
            archive.writestr(rename(name), usual.read(name))

    lines = converted(tmp_path, "a.xlsx", (tmp_path / "b.xlsx").read_bytes())

    assert lines[3:] == ["| 1 | Rope | 9 |", "| 3 | Net | 12 |"]


def test_a_cell_that_spans_rows_stands_in_each(tmp_path: Path) -> None:
    rows = (("House", "Room"), ("North", "Blue"), ("", "Red"), ("South", "Library"))

    lines = converted(tmp_path, "a.xlsx", made_files.xlsx({"Rooms": rows}, merged="A2:A3"))

    assert lines[3:] == ["| North | Blue |", "| North | Red |", "| South | Library |"]


def test_a_web_page_keeps_headings_tables_code_and_terms_with_their_definitions(tmp_path: Path) -> None:
    page = (
        "<html><head><title>T</title></head><body><div class='menu'><a href='/'>Home</a></div><header><h2>Shop</h2>"
        "</header><hr><h2>Rules<a href='#rules'> ¶</a></h2><p>See <a href='x'>here</a>.</p>"
        "<dl><dt>May I bring a dog?</dt><dd>Dogs stay outside.</dd></dl>"
        "<table><tr><td>Cut</td><td>28 euros</td></tr><tr><td>Beard</td><td>15 euros</td></tr></table>"
        "<pre><code>export A=1</code></pre><form><p>We close at six.</p><button>Send</button></form>"
        "<p>Next: <a rel='next' href='y'>Prices</a></p><div id='cookie-banner'>We use cookies.</div></body></html>"
    )

    lines = converted(tmp_path, "a.html", page.encode())

    assert [" ".join(line.split()) for line in lines] == [
        "## Rules", "See here.", "- **May I bring a dog?**", "* Dogs stay outside.", "| | |", "| ----- | -------- |",
        "| Cut | 28 euros |", "| Beard | 15 euros |", "```", "export A=1", "```", "We close at six.",
    ]  # fmt: skip


def test_of_a_web_page_with_a_main_part_only_that_is_read(tmp_path: Path) -> None:
    page = (
        b"<body><div>Our other sites</div><main><h1>Visit</h1><p>Open\n at ten.</p></main><div>Follow us</div></body>"
    )

    assert converted(tmp_path, "a.html", page) == ["# Visit", "Open at ten."]


def test_of_a_web_page_that_names_no_part_the_one_around_its_text_is_read(tmp_path: Path) -> None:
    page = (
        "<html><head><title>The bridge</title></head><body>"
        "<div id='top'><div>Nordby Post</div><ul><li>News and views</li></ul></div>"
        "<div><div><h1>Bridge closed</h1>"
        "<p>The bridge over the Ask is closed to lorries until 12 June, the county said on Friday.</p>"
        "<h2>Detour</h2><p>Lorries go by Vik, which takes twenty minutes more.</p>"
        "<table><tr><th>Vehicle</th><th>Limit</th></tr><tr><td>Bus</td><td>12 t</td></tr></table></div></div>"
        "<div id='comments'><h3>Comments</h3><p>Great news for all of us, said Bob.</p></div></body></html>"
    )

    lines = converted(tmp_path, "a.html", page.encode())

    assert [" ".join(line.split()) for line in lines] == [
        "# Bridge closed", "The bridge over the Ask is closed to lorries until 12 June, the county said on Friday.",
        "## Detour", "Lorries go by Vik, which takes twenty minutes more.", "| Vehicle | Limit |",
        "| ------- | ----- |", "| Bus | 12 t |",
    ]  # fmt: skip


def test_a_table_beside_the_part_with_the_text_of_a_web_page_are_read(tmp_path: Path) -> None:
    page = (
        "<html><body><div id='top'><ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul></div>"
        "<div><div><h1>Bridge closed</h1>"
        "<p>The bridge over the Ask is closed to lorries until 12 June, the county said on Friday.</p>"
        "<p>Lorries go by Vik, which takes twenty minutes more.</p></div>"
        "<table><tr><th>Vehicle</th><th>Limit</th></tr><tr><td>Bus</td><td>12 t</td></tr></table>"
        "<div><ul><li>Bikes pass.</li></ul></div></div></body></html>"
    )

    lines = [" ".join(line.split()) for line in converted(tmp_path, "a.html", page.encode())]
    assert lines[-4:] == ["| Vehicle | Limit |", "| ------- | ----- |", "| Bus | 12 t |", "- Bikes pass."]
    assert not any("Home" in line for line in lines)


def test_who_wrote_a_rich_text_is_spelt_with_its_umlauts(tmp_path: Path) -> None:
    file = tmp_path / "a.rtf"
    file.write_bytes(rb"{\rtf1\ansi{\info{\author J\'f6rg B\'fcchner}{\title K\'fcndigung}} Sie gilt.\par}")

    found = convert(file)

    assert (found["author"], found["title"]) == ("Jörg Büchner", "Kündigung")


@pytest.mark.parametrize(
    "line",
    [
        "# not a heading",
        "a *b* _c_ `d`",
        "<b>e</b> & &lt;",
        "---",
        "> f",
        "[g](h) [^1] [x]: y",
        "~~i~~",
        "snake_case_name",
    ],
)
def test_plain_words_are_read_as_they_are_written(line: str) -> None:
    assert without_marks(escaped(line)) == line


def test_rows_of_numbers_and_chapters_at_the_edges_of_pages_are_text_and_page_numbers_are_none(tmp_path: Path) -> None:
    rows = [[(70, 700 - 14 * n, 10, "", str(page * 907 + n * n * 31 + 10)) for n in range(5)] for page in range(3)]
    chapters = [(70, 780, 18, "Bold", f"Chapter {page}") for page in (1, 2, 3)]
    pages = [[head, *row, (300, 40, 8, "", str(4 + n))] for n, (head, row) in enumerate(zip(chapters, rows))]  # noqa: B905

    lines = converted(tmp_path, "long.pdf", made_files.set_pdf(*pages))

    assert [line for line in lines if line[:1] != "<"] == [
        words for n in range(3) for words in (f"# Chapter {n + 1}", *(row[-1] for row in rows[n]))
    ]


def test_an_image_in_a_word_document_is_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import mammoth

    html = '<p>The shed.<img alt="x" src="data:image/png;base64,iVBORw0KGgo=" /></p>'
    monkeypatch.setattr(mammoth, "convert_to_html", lambda *_, **__: mammoth.results.Result(html, []))

    assert converted(tmp_path, "a.docx", made_files.docx("Plan", "The shed.")) == ["The shed."]


def test_a_notebook_may_begin_with_a_mark_and_hold_half_of_a_sign(tmp_path: Path) -> None:
    notebook = b'\xef\xbb\xbf{"cells": [{"cell_type": "markdown", "source": "Fine \\ud83d."}], "metadata": {}}'

    assert converted(tmp_path, "a.ipynb", notebook) == ["Fine ?."]


@pytest.mark.parametrize("merged", ["D1:D3", "A7:B9"])
def test_a_merged_range_without_words_beside_or_below_the_rest_is_nothing(tmp_path: Path, merged: str) -> None:
    book = made_files.xlsx({"Rooms": (("House", "Room"), ("North", "Blue"), ("South", "Red"))}, merged=merged)

    assert converted(tmp_path, "a.xlsx", book)[3:] == ["| North | Blue |", "| South | Red |"]


def test_a_sheet_of_one_column_is_a_list(tmp_path: Path) -> None:
    book = made_files.xlsx({"Tools": (("Rope",), ("Oar",), ("Anchor",))})

    assert converted(tmp_path, "a.xlsx", book) == ["## Tools", "- Rope", "- Oar", "- Anchor"]


def test_a_message_in_an_unknown_character_set_is_read(tmp_path: Path) -> None:
    head = b'Subject: A\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
    part = b'--b\nContent-Type: text/plain; charset="x-none"\n%s\nWe pay 850 \xe2\x82\xac.\n'
    message = head + part % b"" + part % b"Content-Disposition: attachment; filename=a.txt\n" + b"--b--\n"

    assert converted(tmp_path, "a.eml", message)[2:] == ["We pay 850 €.", "## a.txt", "We pay 850 €."]


def test_what_a_document_hides_is_not_read(tmp_path: Path) -> None:
    word = made_files.docx("Kit", "The kit is complete.", ("The kit is STOLEN.",))
    run, hidden = b"<w:r><w:t>The kit is STOLEN.", b"<w:r><w:rPr><w:vanish/></w:rPr><w:t>The kit is STOLEN."
    page = b"<main><p>The kit is complete.</p><p style='opacity: 0'>It is STOLEN.</p></main>"
    with zipfile.ZipFile(BytesIO(word)) as held:
        parts = {name: held.read(name).replace(run, hidden).decode() for name in held.namelist()}
    assert any("vanish" in part for part in parts.values())
    deck = Presentation()
    for title in ("The kit is complete.", "The kit is STOLEN."):
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = title
    deck.slides[1].element.set("show", "0")
    deck.save(str(tmp_path / "kit.pptx"))

    for name, content in (
        ("kit.docx", made_files.archive(parts)),
        ("kit.html", page),
        ("kit.pptx", (tmp_path / "kit.pptx").read_bytes()),
    ):
        said = " ".join(converted(tmp_path, name, content))
        assert "complete" in said, name
        assert "STOLEN" not in said, name
