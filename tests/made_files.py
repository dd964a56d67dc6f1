"""Small real files of each format that is read, made with the standard library."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from io import BytesIO
from types import MappingProxyType

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE_TYPE = "application/vnd.openxmlformats-officedocument"


def archive(parts: Mapping[str, str]) -> bytes:
    """Return a zip file of these parts, in this order, the first of them stored as it is."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for number, (name, content) in enumerate(parts.items()):
            file.writestr(name, content, zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED)
    return made.getvalue()


def _package(types: Mapping[str, str], parts: Mapping[str, str]) -> bytes:
    """Return an Office package; `types` are those of its parts, whose first one is its document."""
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{OFFICE_TYPE}.{kind}+xml"/>' for name, kind in types.items()
    )
    return archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
            "_rels/.rels": _relations({"r1": ("officeDocument", next(iter(types)))}),
            **parts,
        }
    )


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def pdf(pages: Sequence[str]) -> bytes:
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
    return _pdf(objects, "")


def set_pdf(*pages: Sequence[tuple[int, int, int, str, str]]) -> bytes:
    """Return a PDF of words that are set at a place (x, y), in a size and a font: "" or "Bold", or "Courier"."""
    fonts = {"": "Helvetica", "Bold": "Helvetica-Bold", "Courier": "Courier"}
    first = 3 + len(fonts)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{first + 2 * n} 0 R' for n in range(len(pages)))}] /Count {len(pages)} >>",
        *(f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>" for name in fonts.values()),
    ]
    named = " ".join(f"/{name or 'Plain'} {3 + n} 0 R" for n, name in enumerate(fonts))
    for number, page in enumerate(pages):
        drawn = "\n".join(
            f"BT /{font or 'Plain'} {size} Tf {x} {y} Td ({words}) Tj ET" for x, y, size, font, words in page
        )
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {first + 1 + 2 * number} 0 R "
            f"/Resources << /Font << {named} >> >> >>",
            f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        ]
    return _pdf(objects, "")


def encrypted_pdf() -> bytes:
    """Return a PDF that says it is encrypted, with a password that nobody knows."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [] /Count 0 >>",
        f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -44 >>",
    ]
    return _pdf(objects, f"/Encrypt 3 0 R /ID [<{'43' * 16}> <{'43' * 16}>]")


def _pdf(objects: Sequence[str], trailer: str) -> bytes:
    made, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n"
    size = len(objects) + 1
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R {trailer} >>\n"
    return f"{made}{end}startxref\n{len(made)}\n%%EOF\n".encode()


def docx(heading: str, paragraph: str, items: Sequence[str] = ()) -> bytes:
    """Return a Word document: a heading, a paragraph, a list."""
    listed = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    lines = [('<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>', heading), ("", paragraph)]
    lines += [(listed, item) for item in items]
    body = "".join(f"<w:p>{style}<w:r><w:t>{words}</w:t></w:r></w:p>" for style, words in lines)
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    return _package(
        {
            "word/document.xml": "wordprocessingml.document.main",
            "word/styles.xml": "wordprocessingml.styles",
            "word/numbering.xml": "wordprocessingml.numbering",
        },
        {
            "word/_rels/document.xml.rels": _relations(
                {"r1": ("numbering", "numbering.xml"), "r2": ("styles", "styles.xml")}
            ),
            "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
            "word/styles.xml": f'<w:styles xmlns:w="{WORD}"><w:style w:type="paragraph" w:styleId="Heading1">'
            '<w:name w:val="heading 1"/></w:style></w:styles>',
            "word/numbering.xml": f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="0">{level}'
            '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        },
    )


def xlsx(
    sheets: Mapping[str, Sequence[Sequence[str]]],
    hidden: str = "",
    merged: str = "",
    columns: str = "",
    rows: Mapping[int, str] = MappingProxyType({}),
    behind: str = "",
) -> bytes:
    """Return a workbook with these sheets by name, each of rows of text cells; one hidden, cells of all merged.

    In all sheets, `columns` is XML about columns, `rows` has attributes of rows, from 1; `behind` follows the cells.
    """
    names = list(sheets)
    types = {"xl/workbook.xml": "spreadsheetml.sheet.main"}
    types |= {f"xl/worksheets/sheet{n}.xml": "spreadsheetml.worksheet" for n in range(1, len(names) + 1)}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" {_state(name == hidden)} r:id="r{n}"/>'
        for n, name in enumerate(names, start=1)
    )
    targets = {f"r{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)}
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(targets),
    }
    for n, sheet in enumerate(sheets.values(), start=1):
        inner = "".join(
            f'<row r="{number}" {rows.get(number, "")}>{_cells(number, row)}</row>'
            for number, row in enumerate(sheet, start=1)
        )
        cells = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="{SHEET}">{f"<cols>{columns}</cols>" if columns else ""}<sheetData>{inner}</sheetData>'
            f"{behind}{cells}</worksheet>"
        )
    return _package(types, parts)


def _state(is_hidden: bool) -> str:
    return 'state="hidden"' if is_hidden else ""


def _cells(number: int, row: Sequence[str]) -> str:
    return "".join(
        f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
        for column, value in enumerate(row)
    )


def pptx(slides: Sequence[tuple[str, str]]) -> bytes:
    """Return a presentation of slides, each with a title and a text."""
    numbers = range(1, len(slides) + 1)
    types = {"ppt/presentation.xml": "presentationml.presentation.main"}
    types |= {f"ppt/slides/slide{n}.xml": "presentationml.slide" for n in numbers}
    listed = "".join(f'<p:sldId id="{255 + n}" r:id="r{n}"/>' for n in numbers)
    names = f'xmlns:p="{SLIDE}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}"'
    parts = {
        "ppt/presentation.xml": f"<p:presentation {names}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": _relations({f"r{n}": ("slide", f"slides/slide{n}.xml") for n in numbers}),
    }
    for n, (title, words) in enumerate(slides, start=1):
        shapes = _shape(2, '<p:ph type="title"/>', title) + _shape(3, '<p:ph type="body" idx="1"/>', words)
        tree = f'<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{shapes}'
        parts[f"ppt/slides/slide{n}.xml"] = f"<p:sld {names}><p:cSld><p:spTree>{tree}</p:spTree></p:cSld></p:sld>"
    return _package(types, parts)


def _shape(number: int, kind: str, words: str) -> str:
    head = f'<p:nvSpPr><p:cNvPr id="{number}" name="s{number}"/><p:cNvSpPr/><p:nvPr>{kind}</p:nvPr></p:nvSpPr>'
    return f"<p:sp>{head}<p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"


def odt(heading: str, paragraph: str) -> bytes:
    """Return an OpenDocument text: a heading and a paragraph."""
    kind = "application/vnd.oasis.opendocument.text"
    return archive(
        {
            "mimetype": kind,
            "content.xml": f'<office:document-content xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0" '
            'office:version="1.2"><office:body><office:text>'
            f'<text:h text:outline-level="1">{heading}</text:h><text:p>{paragraph}</text:p>'
            "</office:text></office:body></office:document-content>",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"><manifest:file-entry '
            f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        }
    )


def epub(title: str, author: str, chapters: Sequence[tuple[str, str]]) -> bytes:
    """Return a book of chapters, each with a heading and a paragraph."""
    numbers = range(1, len(chapters) + 1)
    items = "".join(f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in numbers)
    spine = "".join(f'<itemref idref="c{n}"/>' for n in numbers)
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        '<rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
        "</container>",
        "book.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x</dc:identifier><dc:title>{title}'
        f"</dc:title><dc:creator>{author}</dc:creator><dc:language>en</dc:language></metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
    }
    for n, (heading, words) in enumerate(chapters, start=1):
        parts[f"c{n}.xhtml"] = (
            f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{heading}</title></head>'
            f"<body><h1>{heading}</h1><p>{words}</p></body></html>"
        )
    return archive(parts)


def eml(subject: str, sender: str, day: str, words: str) -> bytes:
    """Return a mail message."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"], message["Date"] = subject, sender, "leo@example.org", day
    message.set_content(f"{words}\n")
    return bytes(message)


def rtf(*paragraphs: str) -> bytes:
    """Return a text in RTF."""
    body = "\\par\n".join(paragraphs)
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Times New Roman;}}}}\\f0\\fs24 {body}\\par}}".encode()


def ipynb(markdown: str, code: str) -> bytes:
    """Return a notebook with a cell of Markdown and one of code."""
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": markdown},
        {"cell_type": "code", "metadata": {}, "source": code, "outputs": [], "execution_count": None},
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def html(title: str, sentence: str) -> bytes:
    """Return a web page with a menu and a footer around its article."""
    return (
        f"<html><head><title>{title}</title></head><body><nav><a href='/fish'>Fish prices</a></nav>"
        f"<article><h1>{title}</h1><p>{sentence}</p></article><footer>Accept all cookies</footer></body></html>"
    ).encode()
