import io
import zipfile
from datetime import UTC, datetime

import pytest

from scopeofduty.documents import DocumentError, compare, read_outline
from scopeofduty.documents.docx import (
    Reading,
    Revision,
    Tracked,
    TrackedParagraph,
    TrackedRun,
    lay_out,
    lay_out_redline,
    read_docx,
    read_layout,
    write_tracked,
)
from scopeofduty.documents.docx.package import pack

COUNSEL = Revision("Counsel", datetime(2022, 6, 28, 10, 30, tzinfo=UTC))
ALLIANCE = Revision("Alliance", datetime(2022, 6, 29, 9, 0, tzinfo=UTC))
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def packed(body, **parts):
    """A DOCX with the given body and further parts, as another program might write it."""
    files = {"_rels/.rels": RELATIONS, "word/document.xml": f'<w:document xmlns:w="{W}">{body}</w:document>'}
    files |= {f"word/{name}.xml": f'<w:{name} xmlns:w="{W}">{xml}</w:{name}>' for name, xml in parts.items()}
    return pack({name: text.encode() for name, text in files.items()})


def plain(data, reading=Reading.ACCEPTED):
    return ["".join(run.text for run in one.runs) for one in read_docx(data).read(reading)]


def body(*paragraphs):
    return f"<w:body>{''.join(paragraphs)}</w:body>"


def test_two_authors_on_one_word():
    word = TrackedRun("asks", inserted=COUNSEL, deleted=ALLIANCE)
    document = read_docx(write_tracked(Tracked((TrackedParagraph((TrackedRun("No one "), word)),))))
    assert document.paragraphs[0].runs[1] == word
    assert document.authors == ("Alliance", "Counsel")
    assert [run.text for _, run in document.revisions()] == ["asks"]
    assert [one.runs for one in document.read(Reading.ACCEPTED)] == [(TrackedRun("No one "),)]
    assert [one.runs for one in document.read(Reading.REJECTED)] == [(TrackedRun("No one "),)]


def test_what_each_author_proposed_is_told_apart():
    document = Tracked(
        (
            TrackedParagraph((TrackedRun("Section 1. Ask"),)),
            TrackedParagraph(
                (TrackedRun("(a) "), TrackedRun("no one", COUNSEL), TrackedRun("an officer", None, ALLIANCE))
            ),
            TrackedParagraph((TrackedRun("(b) a clerk", ALLIANCE),), "", ALLIANCE),
            TrackedParagraph((TrackedRun("(b) both", COUNSEL, ALLIANCE),)),
        )
    )
    base = read_layout(document, Reading.REJECTED)
    assert [one.text for one in base.find("1").children] == [("an officer",)]
    proposed = {
        name: read_layout(document.only(name), Reading.ACCEPTED).find("1") for name in document.authors
    }
    assert [one.text for one in proposed["Alliance"].children] == [(), ("a clerk",)]
    assert [one.text for one in proposed["Counsel"].children] == [("no onean officer",), ("both",)]
    assert read_layout(document.only("Alliance"), Reading.REJECTED) == base


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    document = Tracked(
        (
            TrackedParagraph((TrackedRun("No one "),), "First", deleted=COUNSEL),
            TrackedParagraph((TrackedRun("asks."),), "Second"),
        )
    )
    accepted = list(read_docx(write_tracked(document)).read(Reading.ACCEPTED))
    assert [("".join(run.text for run in one.runs), one.style) for one in accepted] == [
        ("No one asks.", "Second")
    ]
    assert len(list(document.read(Reading.REJECTED))) == 2


def test_our_file_has_real_tracked_changes():
    old, new = (
        read_outline(f"Section 1. Ask\n\n    No {who} asks about status.") for who in ("officer", "employee")
    )
    data = write_tracked(lay_out_redline(compare(old, new), COUNSEL))
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert 'w:author="Counsel" w:date="2022-06-28T10:30:00Z"' in xml
    assert '<w:delText xml:space="preserve"> officer</w:delText>' in xml
    assert data == write_tracked(lay_out_redline(compare(old, new), COUNSEL))


def test_moves_of_another_program_are_read():
    signed = 'w:id="1" w:author="Counsel" w:date="2022-06-28T10:30:00Z"'
    data = packed(
        body(
            f"<w:p><w:moveFrom {signed}><w:r><w:t>gone</w:t></w:r></w:moveFrom>"
            "<w:r><w:t>stays</w:t></w:r></w:p>",
            f"<w:p><w:moveTo {signed}><w:r><w:t>gone</w:t></w:r></w:moveTo></w:p>",
        )
    )
    assert plain(data) == ["stays", "gone"]
    assert plain(data, Reading.REJECTED) == ["gonestays"]


def test_tables_controls_links_and_special_signs_are_read():
    run = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/></w:r>"
    data = packed(
        body(
            f"<w:tbl><w:tr><w:tc><w:p>{run}</w:p></w:tc></w:tr></w:tbl>",
            "<w:sdt><w:sdtContent><w:p><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p></w:sdtContent></w:sdt>",
            "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r>"
            "<w:r><w:sym w:char='00A7'/><w:sym w:char='D800'/></w:r></w:p>",
        )
    )
    assert plain(data) == ["a\tb\nc-", "link", "§"]


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="Section %1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
)


def listed(level, text, mark=""):
    membership = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>'
    return f"<w:p><w:pPr>{membership}<w:rPr>{mark}</w:rPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_automatic_numbers_become_provisions():
    data = packed(
        body(
            listed(0, "Purpose"),
            listed(0, "No one asks unless:"),
            listed(1, "one;"),
            listed(2, "two;"),
            listed(1, "three."),
        ),
        numbering=NUMBERING,
    )
    text = read_layout(read_docx(data), Reading.ACCEPTED)
    assert [one.label for one in text.walk()] == ["1", "2", "2(a)", "2(a)(i)", "2(b)"]


def test_automatic_numbers_are_worked_out_for_either_reading():
    deleted = '<w:del w:id="1" w:author="Counsel"/>'
    gone = listed(1, "one;", deleted).replace(
        "<w:r><w:t>one;</w:t></w:r>", "<w:del><w:r><w:delText>one;</w:delText></w:r></w:del>"
    )
    document = read_docx(packed(body(listed(0, "Ask"), gone, listed(1, "two.")), numbering=NUMBERING))
    assert read_layout(document, Reading.ACCEPTED).find("1(a)").text == ("two.",)
    assert read_layout(document, Reading.REJECTED).find("1(b)").text == ("two.",)


@pytest.mark.parametrize(
    ("form", "count", "shown"),
    [
        ("decimal", 3, "3"),
        ("decimalZero", 3, "03"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 2, "B"),
        ("lowerRoman", 44, "xliv"),
        ("upperRoman", 9, "IX"),
    ],
)
def test_forms_of_automatic_numbers(form, count, shown):
    numbering = (
        f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="{form}"/>'
        '<w:lvlText w:val="%1"/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/>'
        f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{count}"/></w:lvlOverride></w:num>'
    )
    assert read_docx(packed(body(listed(0, "Ask")), numbering=numbering)).paragraphs[0].numbers == (
        shown,
        shown,
    )


def test_a_bullet_shows_no_number():
    numbering = NUMBERING.replace('w:val="lowerLetter"', 'w:val="bullet"')
    assert plain(packed(body(listed(0, "Ask"), listed(1, "one")), numbering=numbering)) == ["Ask", "one"]


def test_the_strict_namespace_is_read():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = (
        f'<w:document xmlns:w="{strict}"><w:body><w:p><w:r><w:t>one</w:t></w:r></w:p></w:body></w:document>'
    )
    assert plain(pack({"_rels/.rels": RELATIONS.encode(), "word/document.xml": document.encode()})) == ["one"]


def test_numbering_by_style_counts_too():
    style = (
        '<w:style w:type="paragraph" w:styleId="S"><w:name w:val="Clause"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    )
    paragraph = '<w:p><w:pPr><w:pStyle w:val="S"/></w:pPr><w:r><w:t>one.</w:t></w:r></w:p>'
    document = read_docx(packed(body(paragraph), numbering=NUMBERING, styles=style))
    assert (document.paragraphs[0].style, document.paragraphs[0].numbers) == ("Clause", ("(a)", "(a)"))


def bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", b" " * (65 * 1024 * 1024))
    return stream.getvalue()


GOOD = write_tracked(lay_out(read_outline("Section 1. Ask\n\n    No one asks.")))


def corrupted():
    at = GOOD.index(b"word/document.xml") + 60
    return GOOD[:at] + b"\xff" * 40 + GOOD[at + 40 :]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b"plain words", "not a DOCX"),
        (GOOD[: len(GOOD) // 2], "cut off or damaged"),
        (corrupted(), "cut off or damaged in its part word/document.xml"),
        (pack({"content.xml": b"<a/>"}), "it has no _rels/.rels"),
        (pack({"_rels/.rels": b"<a/>"}), "names no main document"),
        (pack({"_rels/.rels": RELATIONS.encode()}), "has no text"),
        (packed("<w:nothing/>"), "has no body"),
        (packed("<w:body>"), "not well-formed"),
        (pack({"_rels/.rels": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "DOCTYPE"),
        (pack({str(number): b"" for number in range(10_001)}), "more than 10,000 parts"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(data, says):
    with pytest.raises(DocumentError, match=says) as refused:
        read_docx(data)
    assert "\n" not in str(refused.value)


def test_a_bomb_is_not_unpacked():
    with pytest.raises(DocumentError, match="more than 64 MiB"):
        read_docx(bomb())


def test_control_characters_are_refused_when_written():
    with pytest.raises(DocumentError, match="control characters"):
        write_tracked(Tracked((TrackedParagraph((TrackedRun("\x00"),)),)))


def test_a_number_whose_style_a_deletion_took_stays_a_number():
    """LibreOffice gives a paragraph that follows a deleted one the deleted one's style."""
    clerk = Revision("Clerk", None)
    document = Tracked(
        (
            TrackedParagraph((TrackedRun("Section 5.\tNotice"),), "Section 0"),
            TrackedParagraph((TrackedRun("Once.", deleted=clerk),), "Text 0", deleted=clerk),
            TrackedParagraph((TrackedRun("(a)\tPolicy.—\tTell."),), "Text 0"),
            TrackedParagraph((TrackedRun("(b)\tDeeds.—\tTell."),), "Provision 1"),
            TrackedParagraph((TrackedRun("Section 6.\tEnd"),), "Text 1"),
        )
    )
    accepted = read_layout(document, Reading.ACCEPTED)
    assert [one.label for one in accepted.walk()] == ["5", "5(a)", "5(b)", "6"]
    assert accepted.find("5(a)").heading == "Policy"
