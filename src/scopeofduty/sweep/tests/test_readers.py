from __future__ import annotations

import gzip
import io
import json
import shutil
import sqlite3
import subprocess

import openpyxl
import pytest

from scopeofduty.sweep.category import Category, Verb
from scopeofduty.sweep.examine import examine
from scopeofduty.sweep.hit import Hit, NotRead
from scopeofduty.sweep.piece import PointPiece, UnreadableError
from scopeofduty.sweep.readers import database
from scopeofduty.sweep.readers.source import Source
from scopeofduty.sweep.tests import files


def swept(name, data):
    found = list(examine(Source(name, data if isinstance(data, bytes) else data.encode())))
    hits = [f for f in found if isinstance(f, Hit)]
    return hits, [f for f in found if isinstance(f, NotRead)]


def categories(hits):
    return {h.category for h in hits if not h.complies}


def reason(name, data):
    hits, unread = swept(name, data)
    assert not hits
    (one,) = unread
    return one.reason


def test_html_fields_labels_options_and_compliance():
    hits, unread = swept("card.html", files.HTML)
    by_place = {h.locator: h for h in hits}
    assert not unread
    assert by_place["q7"].category is Category.COUNTRY_OF_BIRTH
    assert "options-status" in {h.rule for h in hits if h.locator == "s"}
    assert by_place["alien_no"].category is Category.A_NUMBER
    assert "full_name" not in by_place
    assert "card" not in by_place
    assert by_place["q7"].verb is Verb.ASKS
    assert by_place["q7"].line == 4


def test_html_in_a_template_keeps_its_fields():
    hits, _ = swept("form.html.erb", '<% if x %><label>Citizenship <input name="<%= f %>"></label><% end %>')
    assert categories(hits) == {Category.CITIZENSHIP}


def test_an_empty_page_is_reported():
    assert "no HTML" in reason("empty.html", "")


def test_pdf_fields_by_tooltip_name_and_options_and_page_text():
    hits, unread = swept("pool.pdf", files.pdf_form())
    assert not unread
    found = {(h.locator, str(h.category)) for h in hits}
    assert ("Text14", "country_of_birth") in found
    assert ("ANumber", "a_number") in found
    assert ("Q3", "immigration_status") in found
    assert {h.page for h in hits if h.category is Category.NATIONALITY} == {1}
    assert {h.page for h in hits if h.category is Category.PLACE_OF_BIRTH} == {2}
    assert not [h for h in hits if h.locator == "phone"]


def test_pdf_with_an_empty_password_is_read():
    hits, unread = swept("locked.pdf", files.pdf_locked(""))
    assert not unread
    assert Category.COUNTRY_OF_BIRTH in categories(hits)


def test_pdf_with_a_password_is_not_read():
    assert reason("locked.pdf", files.pdf_locked("secret")) == "locked by a password"


def test_pdf_xfa_layer_is_read_beside_the_acroform():
    hits, _ = swept("xfa.pdf", files.pdf_xfa())
    assert any(h.locator == "XFA fld9" and h.category is Category.IMMIGRATION_STATUS for h in hits)
    assert any(h.locator == "Text14" for h in hits)
    assert [h.category for h in hits if h.locator == "XFA Part2.rb1"] == [Category.CITIZENSHIP]


def test_pdf_fields_that_say_nothing_are_labelled_by_what_is_printed_beside_them():
    hits, unread = swept("form.pdf", files.pdf_printed_labels())
    assert not unread
    assert {(h.locator, str(h.category)) for h in hits if h.line is None} == {
        ("Text1", "country_of_birth"),
        ("f1_03[0]", "a_number"),
        ("Check Box4", "citizenship"),
        ("Check Box5", "citizenship"),
        ("undefined", "immigration_status"),
    }


def test_pdf_attachments_are_read():
    hits, _ = swept("form.pdf", files.pdf_with_attachment())
    assert any(h.file == "form.pdf!list.csv" and h.category is Category.VISA_TYPE for h in hits)


def test_pdf_with_a_looping_field_is_survived():
    hits, _ = swept("loop.pdf", files.pdf_looping())
    assert any(h.locator == "Text14" for h in hits)


def test_pdf_with_a_loop_in_its_pages_keeps_its_fields_and_says_so():
    hits, unread = swept("loop.pdf", files.pdf_looping_pages())
    assert any(h.locator == "Text14" for h in hits)
    assert ["its list of pages is broken" in u.reason for u in unread] == [True]


def test_pdf_without_fields_is_read_by_its_printed_labels():
    hits, unread = swept("permit.pdf", files.pdf_flat())
    assert not unread
    asked = {str(h.category) for h in hits if h.verb is Verb.ASKS}
    assert asked == {"immigration_status", "place_of_birth"}


def test_pdf_drawn_as_a_picture_is_not_read():
    assert "drawn as a picture" in reason("scan.pdf", files.pdf_drawn())


@pytest.mark.parametrize("cut", [200, 900, 1500])
def test_a_truncated_pdf_is_reported_or_read_and_never_fails(cut):
    hits, unread = swept("cut.pdf", files.pdf_form()[:cut])
    assert unread
    assert "failed" not in unread[0].reason
    assert not hits


def test_a_file_named_pdf_that_is_none():
    assert "named a PDF" in reason("x.pdf", "hello")


def test_word_controls_table_labels_and_lines():
    hits, unread = swept("rent.docx", files.word_form())
    assert not unread
    assert categories(hits) == {Category.CITIZENSHIP, Category.VISA_TYPE, Category.PLACE_OF_BIRTH}


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
    "ddl",
    [
        "CREATE TABLE applicant (id int, citizenship_status varchar(20), phone text);",
        "CREATE TABLE [dbo].[applicant] ([id] int IDENTITY(1,1), [citizenship_status] nvarchar(20) NULL)",
        "CREATE TABLE `applicant` (`id` int, `citizenship_status` char(9) COMMENT 'see form') ENGINE=InnoDB;",
        "CREATE TABLE applicant (id int, !!broken!! citizenship_status varchar(20)",
    ],
)
def test_sql_in_four_dialects_one_of_them_broken(ddl):
    hits, _ = swept("schema.sql", ddl)
    assert categories(hits) == {Category.CITIZENSHIP}


def test_sql_comments_enums_and_lines():
    ddl = (
        "-- intake\nCREATE TYPE cls AS ENUM ('citizen','visa_holder','undocumented');\n"
        "CREATE TABLE t (\n  id int,\n  c14 text -- country of birth of the applicant\n);\n"
        "COMMENT ON COLUMN t.c15 IS 'nationality';\n"
    )
    hits, _ = swept("schema.sql", ddl)
    found = {h.locator: (str(h.category), h.line) for h in hits}
    assert found["cls"] == ("immigration_status", 2)
    assert found["t.c14"][0] == "country_of_birth"
    assert found["t.c15"][0] == "nationality"


def test_json_schema_and_surveyjs():
    schema = {
        "type": "object",
        "properties": {
            "aNumber": {"type": "string", "description": "USCIS file number"},
            "imm": {"title": "Status", "enum": ["citizen", "lpr", "refugee"]},
            "phone": {"type": "string"},
        },
        "required": ["phone"],
    }
    hits, _ = swept("schema.json", json.dumps(schema))
    found = {(h.locator, str(h.category)) for h in hits}
    assert ("$.properties.aNumber", "a_number") in found
    assert ("$.properties.imm", "immigration_status") in found
    assert len({locator.split(".")[2] for locator, _ in found}) == 2
    survey = {
        "pages": [{"elements": [{"type": "text", "name": "q1", "title": {"es": "País de nacimiento"}}]}]
    }
    hits, _ = swept("survey.json", json.dumps(survey))
    assert categories(hits) == {Category.COUNTRY_OF_BIRTH}


STATUS = ["U.S. citizen", "Permanent resident"]
MAKERS = {
    "formio": {"components": [
        {"type": "textfield", "key": "textField3", "label": "Country of birth"},
        {"type": "radio", "label": "Pick", "values": [{"label": s, "value": "x"} for s in STATUS]},
    ]},
    "google": {"items": [
        {"title": "Country of birth", "questionItem": {"question": {"textQuestion": {}}}},
        {"title": "Pick", "questionItem": {"question": {"choiceQuestion": {
            "options": [{"value": s} for s in STATUS]}}}},
    ]},
    "jotform": {"content": {
        "3": {"name": "q3", "text": "Country of birth", "type": "control_textbox"},
        "4": {"name": "q4", "text": "Pick", "options": "|".join(STATUS)},
    }},
    "surveyjs": {"pages": [{"elements": [
        {"type": "text", "name": "q1", "title": {"default": "x", "es": "País de nacimiento"}},
        {"type": "radiogroup", "name": "q2", "choices": [{"value": "1", "text": s} for s in STATUS]},
    ]}]},
    "fhir": {"resourceType": "Questionnaire", "item": [
        {"linkId": "1", "text": "Country of birth"},
        {"linkId": "2", "text": "Pick", "answerOption": [{"valueCoding": {"display": s}} for s in STATUS]},
    ]},
    "typeform": {"fields": [
        {"title": "Country of birth", "type": "short_text"},
        {"title": "Pick", "properties": {"choices": [{"label": s} for s in STATUS]}},
    ]},
    "gov.uk": {
        "pages": [{"components": [{"name": "a", "title": "Country of birth"}, {"name": "b", "list": "st"}]}],
        "lists": [{"name": "st", "items": [{"text": s, "value": 1} for s in STATUS]}],
    },
    "qualtrics": {"SurveyElements": [
        {"Payload": {"QuestionText": "<b>Country</b> of birth", "DataExportTag": "Q1"}},
        {"Payload": {"QuestionText": "?", "Choices": {str(n): {"Display": s} for n, s in enumerate(STATUS)}}},
    ]},
    "json schema": {"properties": {
        "q1": {"type": "string", "title": "Country of birth"}, "q2": {"type": "string", "enum": STATUS},
    }},
}  # fmt: skip


@pytest.mark.parametrize("maker", MAKERS)
def test_forms_of_every_maker_ask_two_things_each_told_once(maker):
    hits, unread = swept("form.json", json.dumps(MAKERS[maker]))
    assert not unread
    assert {h.category for h in hits if h.rule != "options-status"} <= {
        Category.COUNTRY_OF_BIRTH,
        Category.PLACE_OF_BIRTH,
        Category.CITIZENSHIP,
        Category.IMMIGRATION_STATUS,
    }
    assert sum(h.category is Category.COUNTRY_OF_BIRTH for h in hits) == 1
    assert sum(h.rule == "options-status" for h in hits) == 1
    assert len({h.locator for h in hits}) == 2


def test_json_names_by_reference_and_texts_to_show():
    hits, _ = swept("ui.json", json.dumps({"elements": [{"scope": "#/properties/nationality"}]}))
    assert categories(hits) == {Category.NATIONALITY}
    for name in ("locales/es.json", "public/i18n/app.json", "messages-es.json"):
        hits, _ = swept(name, json.dumps({"form": {"q1": "Lugar de nacimiento", "ok": "Guardar"}}))
        assert [(h.locator, h.category) for h in hits] == [("$.form.q1", Category.PLACE_OF_BIRTH)]


def test_json_with_comments_or_a_slip_is_read_by_lines_and_says_so():
    hits, unread = swept("form.json", '// form\n{"title": "Country of birth",}\n')
    assert [(h.line, h.category) for h in hits] == [(2, Category.COUNTRY_OF_BIRTH)]
    assert "read line by line" in unread[0].reason


def test_openapi_yaml_with_anchors_has_lines():
    text = (
        "openapi: 3.0.0\npaths:\n  /people:\n    get:\n      parameters:\n      - &cit\n"
        "        name: citizenship\n        in: query\ncomponents:\n  parameters:\n    c: *cit\n"
        "  schemas:\n    P:\n      properties:\n"
        "        country_of_birth: {type: string}\n        x: {enum: [citizen, refugee]}\n"
    )
    hits, unread = swept("api.yaml", text)
    assert not unread
    found = {(h.locator, h.line) for h in hits}
    assert ("$.components.schemas.P.properties.country_of_birth", 15) in found
    assert ("$.components.schemas.P.properties.x", 16) in found


def test_yaml_that_unfolds_without_end_is_survived():
    rows = [
        "a0: &a0 [citizenship]",
        *(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)),
    ]
    hits, _ = swept("bomb.yaml", "\n".join([*rows, "country_of_birth: x\n"]))
    assert Category.COUNTRY_OF_BIRTH in categories(hits)
    rows = [
        "a0: &a0 {b: c}",
        *(f"a{n}: &a{n} {{<<: [{','.join([f'*a{n - 1}'] * 10)}]}}" for n in range(1, 12)),
    ]
    hits, unread = swept("bomb.yaml", "\n".join([*rows, "country_of_birth: x\n"]))
    assert Category.COUNTRY_OF_BIRTH in categories(hits)
    assert "line by line" in unread[0].reason


def test_drupal_forms_inside_yaml():
    text = "title: Intake\nelements: |\n  q1:\n    '#type': textfield\n    '#title': 'Country of birth'\n"
    assert categories(swept("webform.yml", text)[0]) == {Category.COUNTRY_OF_BIRTH}


def test_xforms_ask_by_label_and_answers():
    form = (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:body>'
        '<input ref="/d/q1"><label>Country of birth</label></input><select1 ref="/d/s"><label>Pick</label>'
        "<item><label>Citizen</label><value>c</value></item><item><label>Undocumented</label><value>u</value>"
        "</item></select1></h:body></h:html>"
    )
    hits, _ = swept("form.xml", form)
    assert {"country_of_birth", "immigration_status"} <= {str(h.category) for h in hits}


def test_a_schema_inside_a_service_description():
    wsdl = (
        '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"><types><xs:schema '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="BirthCountry"/></xs:schema></types>'
        "</definitions>"
    )
    assert [(h.locator, h.category) for h in swept("s.wsdl", wsdl)[0]] == [
        ("BirthCountry", Category.COUNTRY_OF_BIRTH)
    ]


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


def test_json_lines_with_a_broken_line():
    hits, unread = swept("rows.jsonl", '{"visa_type": "F-1"}\n{oops\n{"visa_type": "J-1"}\n')
    assert categories(hits) == {Category.VISA_TYPE}
    assert [(u.line, u.reason) for u in unread] == [(2, "the line is no JSON")]


def test_json_that_is_none_or_too_deep():
    assert "no JSON" in reason("x.json", "hello")
    assert reason("x.json", "[" * 100_000)


def test_docassemble_yaml_with_several_documents_and_template_code():
    text = (
        "---\nquestion: About you\nfields:\n  - Full name: user.name\n  - Country of birth: user.cob\n"
        "---\nquestion: |\n  Are you a U.S. citizen?\nyesno: user.is_citizen\n"
        "---\n% if x:\n a: [\n"
    )
    hits, unread = swept("interview.yml", text)
    assert {Category.COUNTRY_OF_BIRTH, Category.CITIZENSHIP} <= categories(hits)
    assert len(unread) == 1


def test_xsd_elements_and_enumerations():
    xsd = (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        '<xs:element name="PersonBirthCountry" type="xs:string"/><xs:element name="Phone"/>'
        '<xs:simpleType name="cls"><xs:restriction base="xs:string"><xs:enumeration value="LPR"/>'
        '<xs:enumeration value="Refugee"/></xs:restriction></xs:simpleType></xs:schema>'
    )
    hits, _ = swept("person.xsd", xsd)
    assert {(h.locator, str(h.category)) for h in hits} == {
        ("PersonBirthCountry", "country_of_birth"),
        ("cls", "immigration_status"),
    }
    assert "no XML" in reason("x.xsd", "hello")


def test_broken_xml_is_read_as_far_as_it_goes_and_says_so():
    hits, unread = swept("form.xml", "<form><label>Country of birth</label><b></form>")
    assert categories(hits) == {Category.COUNTRY_OF_BIRTH}
    assert "broken XML" in unread[0].reason


def test_an_entity_bomb_is_refused():
    bomb = '<!DOCTYPE a [<!ENTITY x "he is undocumented"><!ENTITY y "&x;&x;">]><a>&y;</a>'
    hits, _ = swept("bomb.xml", bomb)
    assert not hits


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


def test_an_address_on_the_web_names_no_field():
    hits, _ = swept("a.py", "PAGE = 'https://example.org/immigration-status/birth_country'\n")
    assert not hits


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
