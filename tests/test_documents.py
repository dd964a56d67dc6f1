"""Reading a folder: exact text, the catalogue, and an error for everything that cannot be."""

import os
from datetime import date
from pathlib import Path

import pytest

from index import SEEDS, Document, read_documents
from index.documents import SUFFIXES, add_document, describe, read_examples
from index.errors import CatalogueError, CorpusEmptyError, CorpusMissingError, DocumentError


def test_the_text_of_a_document_is_exactly_its_file() -> None:
    documents = read_documents(SEEDS)

    assert [document.text.encode() for document in documents] == [
        (SEEDS / document.name).read_bytes() for document in documents
    ]


def test_line_ends_byte_order_marks_and_nul_stay_in_the_text(folder) -> None:
    data = b"\xef\xbb\xbfone\r\ntwo\rthree\n\x00four\n\n"

    assert read_documents(folder(a_txt=data)) == [Document("a.txt", data.decode(), "a")]


def test_the_catalogue_states_only_what_stands_in_the_articles() -> None:
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    for document in read_documents(SEEDS):
        if document.published:
            stated = document.published
            in_words = f"{months[stated.month - 1]} {stated.day}, {stated.year}"
            assert f"date {stated}" in document.text or in_words in document.text
        assert document.author in document.text
        for part in filter(None, document.publisher.split(" Flash Brief")):
            assert part in document.text


def test_the_five_articles_are_described() -> None:
    assert [(document.name[:3], document.title, document.published, document.author, document.publisher)
            for document in read_documents(SEEDS)] == [
        ("000", "Russia invites Palestinian factions to Moscow", date(2024, 2, 19), "", ""),
        ("001", "Russia to Host Palestinian Unity Talks", date(2024, 2, 26), "", "FDD Flash Brief"),
        ("002", "Palestinian factions meet in Moscow under Russian auspices", date(2024, 2, 29), "", ""),
        ("003", "The Kremlin as a Mediator of Unity: What Russia Wants from the Gaza War", None,
         "Parisa Pasandepour", ""),
        ("004", "Mahmoud Abbas in Moscow: Russia, Israel and the Palestinians", None, "", ""),
    ]  # fmt: skip


def test_documents_are_found_in_subfolders_and_sorted_by_name(folder) -> None:
    corpus = folder(b_txt="b", a_md="a", sub__c_markdown="c", d_TXT="d", e_png="e", catalogue_toml="")
    (corpus / ".hidden.txt").write_text("hidden")
    (corpus / ".git").mkdir()
    (corpus / ".git" / "x.txt").write_text("hidden")
    (corpus / "folder.txt").mkdir()
    (corpus / "dangling.txt").symlink_to("nowhere")
    (corpus / "loop").symlink_to(".")
    os.mkfifo(corpus / "pipe.txt")

    assert [document.name for document in read_documents(corpus)] == ["a.md", "b.txt", "d.TXT", "sub/c.markdown"]


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        pytest.param("Super_Bowl-50.txt", "x", "Super Bowl 50", id="file name"),
        pytest.param("a.md", "# The Heading #\n\ntext", "The Heading", id="first heading"),
        pytest.param("a.md", "\ufeff## The Heading\n\ntext", "The Heading", id="heading after a byte order mark"),
        pytest.param("a.md", "text\n\n# Later", "a", id="a later heading is not the title"),
        pytest.param("a.txt", "# Not Markdown", "a", id="plain text has no headings"),
        pytest.param("a.TXT", "# Not Markdown", "a", id="plain text in capitals"),
        pytest.param("___.txt", "x", "___.txt", id="a name of dashes"),
    ],
)
def test_a_document_without_a_stated_title_has_one(tmp_path: Path, name: str, text: str, title: str) -> None:
    (tmp_path / name).write_text(text)

    assert [document.title for document in read_documents(tmp_path)] == [title]


def test_a_workbook_is_not_called_by_its_first_sheet() -> None:
    assert describe("the_costs.xlsx", "## Sheet1\n\ntext", {}).title == "the costs"


def test_the_catalogue_describes_documents(folder) -> None:
    corpus = folder(
        a_txt="x",
        catalogue_toml='\ufeff["a.txt"]\ntitle = "T"\npublished = 2024-02-19\nauthor = "A"\npublisher = "P"',
    )

    assert read_documents(corpus) == [Document("a.txt", "x", "T", date(2024, 2, 19), "A", "P")]


def test_a_corpus_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusMissingError) as caught:
        read_documents(tmp_path / "nowhere")

    assert str(caught.value) == (
        f"The corpus folder {tmp_path}/nowhere does not exist. Give a folder of {', '.join(SUFFIXES)} files."
    )


def test_a_file_is_no_corpus(folder) -> None:
    path = folder(a_txt="x") / "a.txt"

    with pytest.raises(CorpusMissingError, match=r"a.txt is not a folder. Give a folder"):
        read_documents(path)


def test_a_name_that_no_folder_can_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusMissingError, match=r"cannot be read .File name too long."):
        read_documents(tmp_path / ("x" * 300))


def test_an_empty_folder_is_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusEmptyError) as caught:
        read_documents(tmp_path)

    assert str(caught.value) == (
        f"The corpus folder {tmp_path} holds no document. Put {', '.join(SUFFIXES)} files into it."
    )


def test_a_folder_of_other_types_says_how_many_it_has(folder) -> None:
    with pytest.raises(CorpusEmptyError, match=r"holds no document \(its 2 files have other types\)\. Put \.txt"):
        read_documents(folder(a_png="x", b_zip="y"))


def test_every_bad_file_is_named_with_what_is_wrong_in_it(folder) -> None:
    corpus = folder(a_txt=b"caf\xe9", b_txt="", c_txt=" \n\0", d_txt="good", e_txt=b"ab\xff\xfe")

    with pytest.raises(DocumentError) as caught:
        read_documents(corpus)

    advice = "Convert it (iconv -f ENCODING -t UTF-8) or take it out of the folder."
    assert str(caught.value).splitlines() == [
        f"{corpus}/a.txt is not UTF-8: byte 3 is 0xe9. {advice}",
        f"{corpus}/b.txt has no text. Fill it or take it out of the folder.",
        f"{corpus}/c.txt has no text. Fill it or take it out of the folder.",
        f"{corpus}/e.txt is not UTF-8: byte 2 is 0xff. {advice}",
    ]


def test_a_file_that_cannot_be_read_is_named(folder, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = folder(a_txt="x", b_txt="y")
    read = Path.read_bytes

    # The tests may run as root, whom no permission stops.
    def refused(path: Path) -> bytes:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(DocumentError, match=r"a\.txt cannot be read \(Permission denied\)"):
        read_documents(corpus)


def test_a_file_name_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("x")

    with pytest.raises(DocumentError, match=r"caf\\udce9\.txt' is not UTF-8\. Rename it"):
        read_documents(tmp_path)


@pytest.mark.parametrize(
    ("catalogue", "message"),
    [
        pytest.param("[a", "is not valid TOML: Expected ']'", id="not TOML"),
        pytest.param(b"\xff", "is not valid TOML: 'utf-8' codec", id="not UTF-8"),
        pytest.param("x = 1", 'x is not a table. Write ["x"] and its keys below it.', id="not a table"),
        pytest.param('["b.txt"]\ntitle = "x"', "describes b.txt, which is not in", id="an unknown document"),
        pytest.param('["a.txt"]\ntile = "x"', "a.txt has unknown keys tile. Known: author, published,", id="typo"),
        pytest.param('["a.txt"]\ntitle = 3', "title of a.txt is 3; it must be a string.", id="title"),
        pytest.param(
            '["a.txt"]\npublished = "2024"',
            "published of a.txt is '2024'; it must be a date such as 2024-02-26, without quotes.",
            id="a date in quotes",
        ),
        pytest.param('["a.txt"]\npublished = 2024-01-01T00:00:00', "it must be a date such as", id="a time"),
    ],
)
def test_a_catalogue_that_cannot_be_is_refused(folder, catalogue: str | bytes, message: str) -> None:
    corpus = folder(a_txt="x", catalogue_toml=catalogue)

    with pytest.raises(CatalogueError) as caught:
        read_documents(corpus)
    assert str(corpus / "catalogue.toml") in str(caught.value)
    assert message in str(caught.value)


def test_examples_of_questions_are_read_from_the_catalogue(folder) -> None:
    corpus = folder(a_txt="x", catalogue_toml='examples = ["Who?", "When?"]\n["a.txt"]\ntitle = "T"')

    assert read_examples(corpus) == ("Who?", "When?")
    assert [document.title for document in read_documents(corpus)] == ["T"]


def test_a_corpus_without_a_catalogue_has_no_examples(folder) -> None:
    assert read_examples(folder(a_txt="x")) == ()


def test_examples_that_are_not_questions_are_refused(folder) -> None:
    with pytest.raises(CatalogueError, match=r"examples is not a list of questions. Put each into quotes."):
        read_examples(folder(a_txt="x", catalogue_toml="examples = [1]"))


@pytest.mark.parametrize(
    "change",
    [{"name": "b"}, {"text": "y"}, {"title": "U"}, {"published": date(2024, 1, 2)}, {"author": "B"},
     {"publisher": "Q"}],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_any_change_of_a_document_changes_its_digest(change) -> None:
    fields = {"name": "a", "text": "x", "title": "T", "published": date(2024, 1, 1), "author": "A", "publisher": "P"}

    assert Document(**fields).digest == Document(**fields).digest
    assert Document(**fields).digest != Document(**(fields | change)).digest


def test_a_document_comes_back_from_its_node() -> None:
    documents = read_documents(SEEDS)

    assert [Document.from_node(document.to_node()) for document in documents] == documents


def test_a_new_document_is_written_as_it_is(folder) -> None:
    corpus = folder(a_txt="x")

    path = add_document(corpus, "b.txt", b"\xef\xbb\xbfone\r\ntwo")

    assert path == corpus / "b.txt"
    assert sorted(file.name for file in corpus.iterdir()) == ["a.txt", "b.txt"]
    assert path.read_bytes() == b"\xef\xbb\xbfone\r\ntwo"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("../b.txt", b"x", id="another folder"),
        pytest.param("/b.txt", b"x", id="an absolute path"),
        pytest.param("sub/b.txt", b"x", id="a subfolder"),
        pytest.param(".b.txt", b"x", id="hidden"),
        pytest.param("b.zip", b"x", id="another type"),
        pytest.param("b.pdf", b"x", id="a broken file"),
        pytest.param("catalogue.toml", b"x", id="the catalogue"),
        pytest.param("", b"x", id="no name"),
        pytest.param("..", b"x", id="the folder above"),
        pytest.param("b\0.txt", b"x", id="NUL"),
        pytest.param("b\n.txt", b"x", id="a line break"),
        pytest.param("\udce9.txt", b"x", id="not UTF-8"),
        pytest.param("x" * 300 + ".txt", b"x", id="a long name"),
        pytest.param("😀" * 70 + ".txt", b"x", id="a name of many bytes"),
        pytest.param("a.txt", b"x", id="taken"),
        pytest.param("b.txt", b"", id="empty"),
        pytest.param("b.txt", b"\xff", id="bytes that are not UTF-8"),
    ],
)
def test_a_new_document_that_cannot_be_leaves_the_folder_as_it_was(folder, name: str, data: bytes) -> None:
    corpus = folder(a_txt="x", catalogue_toml="")

    with pytest.raises(DocumentError):
        add_document(corpus, name, data)
    assert {file.name: file.read_text() for file in corpus.iterdir()} == {"a.txt": "x", "catalogue.toml": ""}
