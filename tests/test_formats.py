"""Documents of many formats and of every kind of badness in one folder."""

import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from index import read_documents
from index.blocks import BlockKind
from index.documents import read_folder
from index.errors import DocumentError
from index.reading import blocks

PAGES = ("The ferry leaves at six.", "The ferry returns at nine.")


def pdf(pages: tuple[str, ...]) -> bytes:
    """Return a PDF with a line of text on each page."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, words in enumerate(pages):
        drawn = f"BT /F1 18 Tf 72 700 Td ({words}) Tj ET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        ]
    made, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return f"{made}{end}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n".encode()


def docx(path: Path) -> None:
    """Write a Word document with a list."""
    paragraph = "<w:p>{style}<w:r><w:t>{words}</w:t></w:r></w:p>"
    item = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    words = [("", "Bring these:"), (item, "a rope"), (item, "two oars")]
    body = "".join(paragraph.format(style=style, words=each) for style, each in words)
    names = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{types}.document.main+xml"/>'
        f'<Override PartName="/word/numbering.xml" ContentType="{types}.numbering+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/numbering" Target="numbering.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{names}"><w:body>{body}</w:body></w:document>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{names}"><w:abstractNum w:abstractNumId="0">{level}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Convert everything anew, and leave nothing behind."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


def test_a_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    (tmp_path / "ferry.pdf").write_bytes(pdf(PAGES))

    (document,) = read_documents(tmp_path)

    found = [
        (span.of(document.text), block.context.page)
        for block in blocks(document.text, document.name)
        if block.is_evidence
        for span in block.sentences
    ]
    assert found == [(PAGES[0], 1), (PAGES[1], 2)]


def test_a_list_of_word_stays_a_list(tmp_path: Path) -> None:
    docx(tmp_path / "kit.docx")

    (document,) = read_documents(tmp_path)

    found = [block for block in blocks(document.text, document.name) if block.kind is BlockKind.ITEM]
    assert [(block.span.of(document.text)[-6:], block.context.opening) for block in found] == [
        ("a rope", "Bring these:"),
        ("o oars", "Bring these:"),
    ]


def test_a_message_says_who_wrote_it_and_when(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "The mast", "Ida Moe <ida@example.org>", "leo@example.org"
    message["Date"] = "Thu, 02 May 2024 09:00:00 +0200"
    message.set_content("The mast broke in a gust.\n")
    (tmp_path / "mast.eml").write_bytes(bytes(message))

    (document,) = read_documents(tmp_path)

    assert (document.title, document.author, document.published) == ("The mast", "Ida Moe", date(2024, 5, 2))
    assert "The mast broke in a gust." in document.text


def test_the_menu_and_the_footer_of_a_web_page_are_left_out(tmp_path: Path) -> None:
    sentence = "The quay is closed to cars from the first of May, because its planks are being replaced by oak. "
    (tmp_path / "quay.html").write_text(
        "<html><head><title>The quay</title></head><body><nav><a href='/fish'>Fish prices</a></nav>"
        f"<article><h1>The quay</h1><p>{sentence * 4}</p></article><footer>Accept all cookies</footer></body></html>",
        encoding="utf-8",
    )

    (document,) = read_documents(tmp_path)

    assert sentence.strip() in document.text
    assert "Fish prices" not in document.text
    assert "cookies" not in document.text


def test_front_matter_says_what_a_text_is(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: Moorings\ndate: 2024-03-01\nauthors: [Ida, Leo]\n---\n\n# Ropes\n\nHemp.\n"
    )

    (document,) = read_documents(tmp_path)

    assert (document.title, document.published, document.author) == ("Moorings", date(2024, 3, 1), "Ida, Leo")


def test_bad_files_are_named_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("The boiler was serviced.")
    (tmp_path / "wide.txt").write_bytes("The gate is blue.".encode("utf-16"))
    (tmp_path / "empty.md").write_text("")
    (tmp_path / "bytes.txt").write_bytes(b"caf\xe9 \x96")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "elsewhere").symlink_to(tmp_path.parent, target_is_directory=True)

    held = read_folder(tmp_path)

    assert [(document.name, document.text) for document in held.documents] == [
        ("good.txt", "The boiler was serviced."),
        ("wide.txt", "The gate is blue."),
    ]
    reasons = {each.name: each.reason for each in held.skipped}
    assert list(reasons) == ["broken.pdf", "bytes.txt", "elsewhere", "empty.md", "picture.png"]
    for name, words in [
        ("broken.pdf", "is broken"), ("bytes.txt", "is not UTF-8: byte 3 is 0xe9"), ("elsewhere", "link to a folder"),
        ("empty.md", "has no text"), ("picture.png", "type that is not read (.png)"),
    ]:  # fmt: skip
        assert words in reasons[name]


def test_a_long_text_of_another_encoding_is_read(tmp_path: Path) -> None:
    text = "Die Bäckerei öffnet früh, und die Gäste trinken Kaffee, während draußen der Schnee fällt. " * 8
    (tmp_path / "alt.txt").write_bytes(text.encode("cp1252"))

    assert [document.text for document in read_documents(tmp_path)] == [text]


def test_a_scan_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(pdf(("",)))
    (tmp_path / "good.txt").write_text("Here.")

    with pytest.raises(DocumentError, match=r"has no text\. A scan"):
        read_documents(tmp_path)
