from __future__ import annotations

import gzip
import io
import shutil
import sqlite3
import subprocess
from email.message import EmailMessage

import openpyxl
import pytest

from scopeofduty.sweep.category import Category, Verb
from scopeofduty.sweep.piece import PointPiece, UnreadableError
from scopeofduty.sweep.readers import database
from scopeofduty.sweep.tests import files
from scopeofduty.sweep.tests.swept import categories, reason, swept


def test_an_empty_page_is_reported():
    assert "no HTML" in reason("empty.html", "")


def test_workbook_columns_lists_notes_and_comments():
    hits, unread = swept("intake.xlsx", files.workbook())
    assert not unread
    found = {(h.locator, str(h.category)) for h in hits}
    assert ("intake.ctznshp_cd", "citizenship") in found
    assert ("intake!B2:B99", "immigration_status") in found
    assert ("intake!A1", "a_number") in found
    assert any(locator == "intake.notes" for locator, _ in found)


def test_a_sheet_formatted_with_blank_rows_to_the_end_is_read_in_time():
    book = openpyxl.load_workbook(io.BytesIO(files.workbook()))
    book.active["A90000"].font = openpyxl.styles.Font(bold=True)
    out = io.BytesIO()
    book.save(out)
    hits, unread = swept("long.xlsx", out.getvalue())
    assert not unread
    assert Category.CITIZENSHIP in categories(hits)


def test_a_truncated_office_file_is_reported():
    assert "broken or truncated" in reason("rent.docx", files.word_form()[:2000])
    assert "broken or truncated" in reason("book.xlsx", files.workbook()[:2000])


def test_csv_columns_and_their_prose():
    hits, _ = swept("clients.csv", "id,imm_stat,notes\n1,2,driver is from Honduras\n2,1,paid in cash today\n")
    found = {h.locator: h for h in hits}
    assert set(found) == {"clients.imm_stat", "clients.notes"}
    assert found["clients.imm_stat"].verb is Verb.STORES
    assert found["clients.notes"].line == 2


def test_csv_without_header_is_judged_by_values():
    hits, _ = swept("x.csv", "1,undocumented\n2,lpr\n3,citizen\n")
    assert [h.rule for h in hits] == ["options-status"]


def test_csv_with_a_doubled_header():
    hits, _ = swept("x.csv", "Person,,Contact\nName,Nationality,Phone\nA B,MEX,555\n")
    assert categories(hits) == {Category.NATIONALITY}


def test_csv_with_semicolons_and_trailing_names():
    hits, _ = swept("x.csv", "nombre;nacionalidad;;\na;mexicana;;\n")
    assert categories(hits) == {Category.NATIONALITY}


@pytest.mark.parametrize("half", [5_000, pytest.param(50_000, marks=pytest.mark.long)])
def test_a_very_wide_csv(half):
    head = ",".join(["c"] * half + ["visa_type"] + ["c"] * half)
    hits, _ = swept("wide.csv", head + "\n" + "1," * 2 * half + "1\n")
    assert categories(hits) == {Category.VISA_TYPE}


def test_a_binary_file_named_csv():
    assert "binary" in reason("x.csv", b"\x00\x01" * 100)


@pytest.mark.parametrize(
    "rows",
    [
        "table_name,column_name,data_type,description\np,c1,char,Country of birth\np,c2,char,Telephone\n",
        '"Variable / Field Name","Form Name","Field Label"\nc1,d,"Country of birth"\nc2,d,Telephone\n',
        "type,name,label\ntext,c1,Country of birth\ntext,c2,Telephone\n",
        "campo;descripción\nc1;País de nacimiento\nc2;Teléfono\n",
    ],
)
def test_a_data_dictionary_is_read_as_what_it_describes(rows):
    hits, _ = swept("dd.csv", rows)
    assert [(h.locator, h.line, h.category) for h in hits] == [("dd.c1", 2, Category.COUNTRY_OF_BIRTH)]


def test_a_list_of_names_with_notes_is_no_data_dictionary():
    hits, _ = swept("clients.csv", "name,description\nAlice,driver is undocumented\nBob,paid in cash today\n")
    assert {h.verb for h in hits} == {Verb.STORES}


def test_mbox_bodies_and_attachments(tmp_path):
    hits, unread = swept("mail.mbox", files.mbox(tmp_path / "m"))
    assert not unread
    assert any(h.locator == "message 1, body" and "undocumented" in h.text for h in hits)
    assert any(h.file == "mail.mbox!message 1/list.csv" and h.category is Category.VISA_TYPE for h in hits)
    assert "no message" in reason("x.eml", "\n\n")


def test_code_lines_and_forbidden_lists():
    code = "def f():\n    record.country_of_birth = x\nFORBIDDEN = {'citizenship'}  # never store\n"
    hits, _ = swept("app.py", code)
    assert [(h.line, h.complies) for h in hits] == [(2, False), (3, True)]


def test_text_narrative():
    hits, _ = swept("report.txt", "Arrived 2103.\nICE asked about his status.\nDriver is undocumented.\n")
    assert [(h.line, h.verb) for h in hits] == [(3, Verb.STORES)]


def test_parquet_columns_and_values(tmp_path):
    arrow = pytest.importorskip("pyarrow", reason="the extra pyarrow is not installed")
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra pyarrow is not installed")
    path = tmp_path / "a.parquet"
    parquet.write_table(arrow.table({"id": [1], "natlty_cd": ["MEX"]}), path)
    hits, _ = swept("a.parquet", path.read_bytes())
    assert categories(hits) == {Category.NATIONALITY}
    assert "broken" in reason("b.parquet", path.read_bytes()[:60])


def test_an_archive_is_read_through_and_a_bomb_is_left_packed():
    inner = files.zipped(deep__csv=b"a,visa_type\n1,F-1\n")
    hits, _ = swept("x.zip", files.zipped(form__html=files.HTML.encode(), more__zip=inner))
    assert {h.file for h in hits} == {"x.zip!form.html", "x.zip!more.zip!deep.csv"}
    assert "zip bomb" in reason("b.zip", files.zipped(big__txt=b"0" * 60_000_000))


CARD = {"drive/card__html": files.HTML.encode()}


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("drive.tgz", "drive.tgz!drive.tar!drive/card.html"),
        ("drive.tar.gz", "drive.tar.gz!drive.tar!drive/card.html"),
        ("card.html.gz", "card.html.gz!card.html"),
    ],
)
def test_packed_files_are_read_through(name, inside):
    data = files.gzipped(files.HTML.encode()) if "html" in name else files.tarred(**CARD)
    hits, unread = swept(name, data)
    assert not unread
    assert {h.file for h in hits} == {inside}


def test_packed_files_that_are_bombs_or_broken_are_reported():
    assert "taken for a bomb" in reason("b.gz", files.gzipped(b"0" * 60_000_000))
    assert "broken or truncated" in reason("b.gz", files.gzipped(files.HTML.encode())[:200])
    assert "broken or truncated" in reason("b.tgz", files.tarred(**CARD)[:300])
    short = gzip.decompress(files.tarred(**CARD))[:600]
    assert "broken or truncated" in reason("b.tar", short)


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b"7z\xbc\xaf\x27\x1c", "unpack it first"),
        (b"Rar!\x1a\x07", "unpack it first"),
        (b"{\\rtf1 Citizenship: ____}", "RTF"),
        (b"\x00\x01\x00\x00Standard Jet DB", "Access"),
        (b"SQLite format 3\x00", "inside another file"),
        (b"\xd0\xcf\x11\xe0" + b"Workbook" * 9, "an old Office file"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked by a password"),
        (b"\xd0\xcf\x11\xe0" + "__substg1.0_0037".encode("utf-16-le"), "Outlook message"),
    ],
    ids=["7z", "rar", "rtf", "access", "sqlite", "old office", "locked office", "outlook"],
)
def test_what_nothing_here_reads_is_named_with_what_to_do(head, told):
    assert told in reason("upload.bin", head + b"\x00" * 600)


def test_tables_under_other_names_are_read_as_tables():
    hits, _ = swept("export.txt", "id\tnatlty_cd\tphone\n1\tMEX\t555\n2\tHND\t556\n3\tUSA\t557\n")
    assert [(h.locator, h.category) for h in hits] == [("export.natlty_cd", Category.NATIONALITY)]
    hits, _ = swept("export.xls", "<html><table><tr><td>Citizenship<td><input name=a></table></html>")
    assert categories(hits) == {Category.CITIZENSHIP}
    hits, _ = swept("export.xls", "id\tvisa_type\n1\tF-1\n")
    assert categories(hits) == {Category.VISA_TYPE}


@pytest.mark.parametrize("kind", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["s.sql", "s.csv", "s.py", "s.txt"])
def test_utf_16_is_read_with_and_without_its_mark(kind, name):
    text = {"s.csv": "id,country_of_birth\n1,x\n", "s.txt": "The driver is undocumented today.\n"}
    hits, unread = swept(
        name, text.get(name, "CREATE TABLE t (id int, country_of_birth text);\n").encode(kind)
    )
    assert not unread
    assert len(categories(hits)) == 1


def test_opendocument_texts_and_sheets():
    body = (
        "<office:forms><form:form><form:text form:name='q1' form:title='Country of birth'/></form:form>"
        "</office:forms><text:p>Place of birth: _________</text:p>"
        "<table:table table:name='t'><table:table-row>"
        "<table:table-cell><text:p>Citizenship</text:p></table:table-cell><table:table-cell/>"
        "</table:table-row></table:table>"
    )
    hits, unread = swept("rent.odt", files.open_document("text", body))
    assert not unread
    assert categories(hits) == {Category.COUNTRY_OF_BIRTH, Category.PLACE_OF_BIRTH, Category.CITIZENSHIP}
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>".format
    rows = (("name", "visa_type"), ("A", "F-1"), ("B", "J-1"))
    sheet = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    hits, _ = swept(
        "i.ods", files.open_document("spreadsheet", f"<table:table table:name='i'>{sheet}</table:table>")
    )
    assert [h.locator for h in hits] == ["i.visa_type"]
    assert "broken or truncated" in reason("i.ods", files.open_document("text", body)[:300])


@pytest.mark.long
def test_opendocument_files_of_libreoffice(tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice is installed here")
    (tmp_path / "rent.docx").write_bytes(files.word_form())
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    subprocess.run([*command, "odt", "rent.docx"], cwd=tmp_path, check=True, capture_output=True)
    hits, unread = swept("rent.odt", (tmp_path / "rent.odt").read_bytes())
    assert not unread
    assert {Category.CITIZENSHIP, Category.PLACE_OF_BIRTH} <= categories(hits)


def test_arrow_files_notes_and_structures():
    arrow = pytest.importorskip("pyarrow", reason="the extra pyarrow is not installed")
    person = arrow.struct([arrow.field("name", arrow.string()), arrow.field("visa_type", arrow.string())])
    note = arrow.field("q7", arrow.string(), metadata={"comment": "country of birth of the applicant"})
    table = arrow.table(
        {"who": [{"name": "A", "visa_type": "F-1"}], "q7": ["MX"]},
        schema=arrow.schema([arrow.field("who", person), note]),
    )
    out = io.BytesIO()
    with arrow.ipc.new_file(out, table.schema) as writer:
        writer.write_table(table)
    hits, unread = swept("people.arrow", out.getvalue())
    assert not unread
    found = {(h.locator, str(h.category)) for h in hits}
    assert {("people.who.visa_type", "visa_type"), ("people.q7", "country_of_birth")} <= found
    assert "broken" in reason("people.arrow", out.getvalue()[:80])


def test_labels_in_markup_code_and_in_files_of_texts():
    page = "<Field name='q1'>\n  <label>Country of birth</label>\n</Field>\n"
    assert categories(swept("Form.tsx", page)[0]) == {Category.COUNTRY_OF_BIRTH}
    assert categories(swept("form.haml", "  %label\n    Country of birth\n")[0]) == {
        Category.COUNTRY_OF_BIRTH
    }
    assert categories(swept("es.properties", "q7=Lugar de nacimiento\n")[0]) == {Category.PLACE_OF_BIRTH}


def test_an_address_on_the_web_and_a_checksum_name_no_field():
    hits, _ = swept("a.py", "PAGE = 'https://example.org/immigration-status/birth_country'\n")
    assert not hits
    lock = "checksum: 50c43d32e7b50285ebead0c0de4a3aa426715a7d131b65b786e2ead0fd76b6b60091b9916\n"
    assert not swept("yarn.lock", lock)[0]


def test_a_picture_is_not_read():
    assert "picture" in reason("scan.png", b"\x89PNG\r\n")


def test_sqlite_names_and_samples(tmp_path):
    path = tmp_path / "city.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE permit (id int, birth_country text, remarks text)")
        connection.execute("INSERT INTO permit VALUES (1, 'MX', 'owner is undocumented, paid')")
    connection.close()
    pieces = list(database.read(f"sqlite:///{path}"))
    assert [p.place.locator for p in pieces] == ["permit.id", "permit.birth_country", "permit.remarks"]
    sampled = list(database.read(f"sqlite:///{path}", sample=True))
    assert isinstance(sampled[2], PointPiece)
    assert sampled[2].point.values == ("owner is undocumented, paid",)


def test_a_database_that_does_not_open():
    with pytest.raises(UnreadableError, match="does not open"):
        list(database.read("sqlite:////nowhere/at/all.db"))


def test_fingerprints_survive_a_move_to_another_folder():
    one, _ = swept("a/b/card.html", files.HTML)
    two, _ = swept("z/card.html", "\n\n" + files.HTML)
    assert [h.fingerprint for h in one] == [h.fingerprint for h in two]
    assert len({h.fingerprint for h in one}) == len(one)


def test_one_message_with_a_body_in_two_kinds_and_an_attached_message():
    inner = EmailMessage()
    inner["Subject"] = "Fw: intake"
    inner.set_content("The owner is undocumented.\n")
    message = EmailMessage()
    message["Subject"] = "Parking"
    message.set_content("See below.\n")
    message.add_alternative("<p>The driver is undocumented.</p>", subtype="html")
    message.add_attachment(inner)
    hits, unread = swept("one.eml", message.as_bytes())
    assert not unread
    assert {h.text.rstrip(".") for h in hits} == {"The driver is undocumented", "The owner is undocumented"}
