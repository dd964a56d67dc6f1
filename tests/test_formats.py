"""Documents of many formats and of every kind of badness in one folder."""

from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from made_files import docx, pdf

from index import read_documents
from index.blocks import BlockKind
from index.conversion import convert
from index.documents import read_folder
from index.errors import DocumentError
from index.reading import blocks

PAGES = ("The ferry leaves at six.", "The ferry returns at nine.")


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
    (tmp_path / "kit.docx").write_bytes(docx("Kit", "Bring these:", ("a rope", "two oars")))

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


def test_a_short_page_keeps_its_table_and_takes_no_date_from_its_footer(tmp_path: Path) -> None:
    (tmp_path / "about.html").write_text(
        "<html><head><title>About</title></head><body><nav><a href='/'>Home</a> <a href='/shop'>Shop</a></nav>"
        "<h1>About us</h1><p>The mill was founded in 1987 by Martin Quill in a former barn near Rype. In 2015 his"
        " daughter took it over. Today it employs 23 people.</p><h2>Wood</h2><p>All our oak comes from forests, and"
        " since 2021 the roof covers 70 percent of our electricity.</p><h2>Contact</h2><table><tr><th>Department</th>"
        "<th>Phone</th></tr><tr><td>Sales</td><td>+49 761 55 10 20</td></tr><tr><td>Service</td><td>+49 761 55 10 25"
        "</td></tr></table><footer>© 2026 The mill</footer></body></html>"
    )
    found = convert(tmp_path / "about.html")

    assert "+49 761 55 10 25" in found["text"]
    assert found["date"] == ""
