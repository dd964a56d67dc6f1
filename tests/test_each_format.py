"""Every format is asked a question, and every kind of bad file costs itself alone."""

import os
import random
import zipfile
from pathlib import Path

import made_files
import pytest

from assistant import Assistant
from index import LocalEmbedding, formats, read_documents
from index.__main__ import main as index_command
from index.conversion import convert
from index.documents import TEXTS, read_folder
from index.formats import CONVERTED, MOST_BYTES, MOST_UNPACKED_BYTES

QUAY = "The quay is closed to cars from the first of May, because its planks are being replaced by oak."
FERRIES = (("Boat", "Seats"), ("Hildegard", "120"))
ASKED = [
    # The file, its content, what is asked, what is quoted, and the page and the headings that it stands under.
    ("ferry.pdf", made_files.pdf(("The ferry leaves at six.", "The cargo boat returns at nine.")),
     "When does the cargo boat return?", "returns at nine", 2, ""),
    ("kit.docx", made_files.docx("Rescue kit", "The rescue kit is kept by Olga Berg.", ("a rope",)),
     "Who keeps the rescue kit?", "Olga Berg", None, "Rescue kit"),
    ("fleet.xlsx", made_files.xlsx({"Cranes": (("Item", "Cost"), ("Gantry", "1950")), "Ferries": FERRIES}),
     "How many seats has the Hildegard?", "120", None, "Ferries"),
    ("talk.pptx", made_files.pptx((("Opening", "It opened in 1901."), ("Tunnel", "The tunnel took 12 years."))),
     "How many years did the tunnel take?", "12 years", 2, "Tunnel"),
    ("keeper.odt", made_files.odt("Lighthouse", "The lighthouse was painted by Rune Dahl."),
     "Who painted the lighthouse?", "Rune Dahl", None, "Lighthouse"),
    ("whales.epub", made_files.epub("Whales", "Ida Moe", (("One", "The whale weighed nine tons."), ("Two", "It ate."))),
     "How much did the whale weigh?", "nine tons", None, "One"),
    ("mast.eml", made_files.eml("Mast", "Ida Moe <ida@example.org>", "Thu, 02 May 2024 09:00:00 +0200",
     "The mast was broken by a gust."), "What broke the mast?", "a gust", None, ""),
    ("anchor.rtf", made_files.rtf("The anchor was cast in Bergen.", "It is black."),
     "Where was the anchor cast?", "Bergen", None, ""),
    ("tides.ipynb", made_files.ipynb("# Tides\n\nThe spring tide turns at noon.", "print(1)"),
     "When does the spring tide turn?", "noon", None, "Tides"),
    ("quay.html", made_files.html("The quay", QUAY), "Why is the quay closed to cars?", "oak", None, ""),
]  # fmt: skip


NOISE = random.Random(0).randbytes(3000)
UNSEEN = (
    "<p hidden>A stall costs one crown.</p>",
    '<p style="color: red; Display : NONE !important">A stall costs two crowns.</p>',
    '<div aria-hidden="true"><p>A stall costs three crowns.</p></div>',
    '<p style="visibility:hidden">A stall costs four crowns.</p>',
    '<span style="font-size: 0px">A stall costs five crowns.</span>',
    "<template><p>A stall costs six crowns.</p></template>",
)


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Convert everything anew, and leave nothing behind."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory, embedding: LocalEmbedding):
    """Return an assistant over one file of each format."""
    folder = tmp_path_factory.mktemp("harbour")
    for name, content, *_ in ASKED:
        (folder / name).write_bytes(content)
    with Assistant.open(folder, tmp_path_factory.mktemp("store"), embedding=embedding) as assistant:
        yield assistant


def test_every_format_that_is_converted_is_asked() -> None:
    assert {Path(name).suffix for name, *_ in ASKED} == CONVERTED - {".htm"}


@pytest.mark.parametrize(
    ("name", "question", "words", "page", "heading"),
    [pytest.param(name, *expected, id=Path(name).suffix) for name, _, *expected in ASKED],
)
def test_a_question_is_answered_from_a_file_of_each_format(
    harbour: Assistant, name: str, question: str, words: str, page: int | None, heading: str
) -> None:
    cited = harbour.answer(question).citations[0]

    assert (cited.document, cited.page) == (name, page)
    assert words in cited.quote
    # A heading that is the title of the document is not said twice.
    assert heading in (cited.title if cited.title == heading else cited.context)


def why_skipped(folder: Path, name: str, content: bytes) -> str:
    """Return why a file is skipped, which lies in the folder beside a good one."""
    (folder / "good.txt").write_text("The gate is blue.")
    (folder / name).write_bytes(content)
    held = read_folder(folder)
    assert [document.name for document in held.documents] == ["good.txt"]
    ((skipped, reason),) = [(each.name, each.reason) for each in held.skipped]
    assert skipped == name
    return reason


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("a.pdf", made_files.encrypted_pdf(), "is encrypted. Remove its password", id="an encrypted PDF"),
        pytest.param("a.docx", formats.COMPOUND_FILE + bytes(600), "is encrypted or of an old", id="an encrypted docx"),
        pytest.param("a.pdf", made_files.pdf(("",)), "has no text. A scan must be made searchable", id="a scan"),
        pytest.param("a.pdf", made_files.pdf(("It is.",))[:300], "is broken", id="a truncated PDF"),
        pytest.param("a.docx", made_files.docx("Kit", "It is.")[:400], "is broken", id="a truncated docx"),
        pytest.param("a.epub", b"PK\3\4", "is broken", id="a truncated book"),
        pytest.param("a.eml", b"", "has no text. Fill it", id="an empty message"),
        pytest.param("a.xlsx", made_files.xlsx({"A": ()}), "has no text. Fill it", id="an empty workbook"),
        pytest.param("a.txt", made_files.pdf(("It.",)) + NOISE, "is no text but a PDF", id="a PDF called text"),
        pytest.param(
            "a.csv", made_files.xlsx({"A": ()}) + NOISE, "is no text but a zip or office", id="a sheet called csv"
        ),
        pytest.param("a.ipynb", b"[1]", "is broken (it is no notebook", id="another file as a notebook"),
        pytest.param("a.html", NOISE, "is broken (its bytes are no text)", id="noise as a web page"),
        pytest.param("a.html", b"<p>It is.</p>" + NOISE, "is broken (its bytes are no text)", id="a page with noise"),
        pytest.param("a.rtf", NOISE, "is broken (it is no RTF)", id="noise as RTF"),
    ],
)
def test_a_bad_file_costs_itself_and_says_why(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    assert reason in why_skipped(tmp_path, name, content)


@pytest.mark.parametrize(
    "around", ["<article><h1>Fees</h1>{}</article>", "<div>{}</div>"], ids=["an article", "a page without one"]
)
def test_what_nobody_sees_of_a_web_page_is_no_part_of_it(tmp_path: Path, around: str) -> None:
    page = tmp_path / "fees.html"
    seen = "<p>A stall costs nine crowns a day.</p><p style='font-size: 0.9em'>It is paid on Mondays.</p>"
    page.write_text(f"<html><body>{around.format(seen + ' '.join(UNSEEN) + '<p>The end of it.</p>')}</body></html>")

    (document,) = read_documents(tmp_path)

    assert [line for line in document.text.splitlines() if line and line != "# Fees"] == [
        "A stall costs nine crowns a day.", "It is paid on Mondays.", "The end of it."
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "is_read"),
    [
        pytest.param("<style>/* old */ .note, p.old { color: red; Display:none }</style>", False, id="a class"),
        pytest.param("<style>@import url(a.css); #n1{visibility:hidden}</style>", False, id="an id"),
        pytest.param("<style>p{margin:0}\n.fees p.old{display:none!important}</style>", False, id="within another"),
        pytest.param("<style>@media print{p{margin:0}} .old{display:none}</style>", False, id="behind rules for paper"),
        pytest.param("<style>.ol, .older, .old b {display:none}</style>", True, id="another class"),
        pytest.param("<style>@media print{.x{margin:0} .old{display:none}}</style>", True, id="on paper alone"),
        pytest.param("<style media='print'>.old{display:none}</style>", True, id="a sheet for paper"),
        pytest.param("<noscript><style>.old{display:none}</style></noscript>", True, id="without scripts alone"),
        pytest.param("<style>.old{display:none} .open .old{display:block}</style>", True, id="a rule shows it again"),
        pytest.param(
            "<style>.old{display:none}</style><script>show('old')</script>", True, id="a script names what it shows"
        ),
        pytest.param("<style>body{display:none}</style>", True, id="the page until it is loaded"),
        pytest.param("<style>.old{opacity:0}</style>", True, id="what comes in later"),
    ],
)
def test_what_the_style_sheet_of_a_web_page_hides_for_good_is_no_part_of_it(
    tmp_path: Path, head: str, *, is_read: bool
) -> None:
    seen = "<p>A stall costs nine crowns a day.</p>{}<p>It is paid on Mondays.</p>"
    hidden = '<p class="note old" id="n1">A stall costs one crown.</p>'
    body = f'<body><div class="fees">{seen.format(hidden)}</div></body>'
    (tmp_path / "fees.html").write_text(f"<html><head>{head}</head>{body}</html>")

    (document,) = read_documents(tmp_path)

    assert "It is paid on Mondays." in document.text
    assert ("one crown" in document.text) == is_read


@pytest.mark.parametrize("name", ["bomb.docx", "bomb.xlsx"])
def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "_converted", lambda path: pytest.fail(f"{path} was converted"))
    with zipfile.ZipFile(tmp_path / "made", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(MOST_UNPACKED_BYTES // 2**26 + 1):
            archive.writestr(f"part{number}.xml", bytes(2**26))
    bomb = (tmp_path / "made").read_bytes()
    (tmp_path / "made").unlink()

    assert "is too large: it unpacks to 512 MiB; at most 500 are read" in why_skipped(tmp_path, name, bomb)


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        pytest.param("import time; time.sleep(60)", "takes longer than 1 seconds to convert", id="it hangs"),
        pytest.param("import os; os.abort()", "ran out of memory or broke off", id="it crashes"),
    ],
)
def test_a_converter_that_fails_costs_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, reason: str
) -> None:
    converter = tmp_path / "converter"
    converter.write_text(program)
    monkeypatch.setattr(formats, "CONVERSION", converter)
    monkeypatch.setattr(formats, "SECONDS", 1)
    (tmp_path / "corpus").mkdir()

    assert reason in why_skipped(tmp_path / "corpus", "a.pdf", made_files.pdf(("It is.",)))


def mixed_folder(folder: Path) -> dict[str, str]:
    """Write 48 good files and 12 bad ones; return a part of the reason of each bad one by its name."""
    for name, content, *_ in ASKED:
        (folder / name).write_bytes(content)
    for number in range(48 - len(ASKED)):
        written = f"Berth {number} is rented by skipper Number{number}."
        (folder / f"berth{number}{TEXTS[number % 3]}").write_text(written)
    (folder / "empty.md").write_text("")
    (folder / "blank.txt").write_text(" \n\t\n")
    (folder / "latin.txt").write_bytes(b"caf\xe9 \x96")
    (folder / "broken.docx").write_bytes(b"PK\3\4")
    (folder / "locked.pdf").write_bytes(made_files.encrypted_pdf())
    (folder / "old.xlsx").write_bytes(formats.COMPOUND_FILE + bytes(600))
    (folder / "scan.pdf").write_bytes(made_files.pdf(("",)))
    (folder / "picture.png").write_bytes(b"\x89PNG")
    with (folder / "huge.log").open("wb") as huge:
        huge.truncate(MOST_BYTES + 1)
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("The safe opens with 4711.")
    (folder / "elsewhere").symlink_to(outside, target_is_directory=True)
    (folder / "leak.txt").symlink_to(outside / "secret.txt")
    os.mkfifo(folder / "pipe.txt")
    return {
        "blank.txt": "has no text", "broken.docx": "is broken", "elsewhere": "link to a folder, which is not followed",
        "empty.md": "has no text", "huge.log": "is too large", "latin.txt": "is not UTF-8",
        "leak.txt": "link out of the folder", "locked.pdf": "is encrypted", "old.xlsx": "is encrypted or of an old",
        "picture.png": "type that is not read (.png)", "pipe.txt": "is no file", "scan.pdf": "A scan",
    }  # fmt: skip


def test_of_sixty_mixed_files_all_good_ones_answer_and_all_bad_ones_are_named(
    tmp_path: Path, embedding: LocalEmbedding, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    reasons = mixed_folder(folder)
    assert len(list(folder.iterdir())) == 60

    assert index_command([str(folder), "--store", str(tmp_path / "store")]) == 4

    told = capsys.readouterr().out
    for name, reason in reasons.items():
        (line,) = [line for line in told.splitlines() if line.strip().startswith(f"{name}: ")]
        assert reason in line
    with Assistant.open(folder, tmp_path / "store", embedding=embedding) as assistant:
        assert len(assistant.documents) == 60 - 12
        for number in range(48 - len(ASKED)):
            assert f"Number{number}." in assistant.answer(f"Who rents berth {number}?").citations[0].quote
        for _, _, question, words, *_ in ASKED:
            assert any(words in cited.quote for cited in assistant.answer(question).citations)


def test_a_day_of_a_spreadsheet_has_no_midnight(tmp_path: Path) -> None:
    file = tmp_path / "staff.xlsx"
    file.write_bytes(
        made_files.xlsx({"Staff": (("Name", "Start"), ("Ada", "2024-03-05 00:00:00"), ("Bo", "12:00:00"))})
    )

    text = convert(file)["text"]

    assert "2024-03-05" in text
    assert "00:00:00" not in text
    assert "12:00:00" in text
