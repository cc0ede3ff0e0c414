from __future__ import annotations

import json

import pytest

from scopeofduty.sweep.category import Category, Verb
from scopeofduty.sweep.tests import files
from scopeofduty.sweep.tests.swept import categories, reason, swept


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


def test_word_controls_table_labels_and_lines():
    hits, unread = swept("rent.docx", files.word_form())
    assert not unread
    assert categories(hits) == {Category.CITIZENSHIP, Category.VISA_TYPE, Category.PLACE_OF_BIRTH}


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


def test_a_field_of_many_records_is_one_column_and_its_values_count():
    rows = [{"id": n, "citizenship": "MX" if n % 2 else "US", "seen": "on foot"} for n in range(50)]
    rows.append({"id": 51, "note": "x"})
    rows.append({"id": 52, "note": "undocumented"})
    hits, _ = swept("people.json", json.dumps({"people": rows}))
    assert {h.locator for h in hits} == {"$.people[0].citizenship", "$.people[51].note"}


def test_each_field_of_a_list_of_fields_is_told():
    fields = [{"name": name, "type": "text"} for name in ("phone", "citizenship", "visa_type")]
    hits, _ = swept("schema.json", json.dumps({"fields": fields}))
    assert [h.locator for h in hits] == ["$.fields[1]", "$.fields[2]"]


def test_json_names_by_reference_and_texts_to_show():
    hits, _ = swept("ui.json", json.dumps({"elements": [{"scope": "#/properties/nationality"}]}))
    assert categories(hits) == {Category.NATIONALITY}
    for name in ("locales/es.json", "public/i18n/app.json", "messages-es.json"):
        hits, _ = swept(name, json.dumps({"form": {"q1": "Lugar de nacimiento", "ok": "Guardar"}}))
        assert [(h.locator, h.category) for h in hits] == [("$.form.q1", Category.PLACE_OF_BIRTH)]
    hits, _ = swept("clients_ks.json", json.dumps({"notes": ["the driver is undocumented, came in 2003"]}))
    assert {h.verb for h in hits} == {Verb.STORES}


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


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "models.py",
            "class P(models.Model):\n    q7 = models.CharField('Country of birth', max_length=9)\n",
        ),
        ("tables.py", "class P(Base):\n    q7 = mapped_column(String(3), comment='country of birth')\n"),
        ("schema.rb", 'create_table "people" do |t|\n  t.string "country_of_birth"\nend\n'),
        ("P.java", '@Entity class P {\n  @Column(name="CNTRY_OF_BIRTH") private String a;\n}\n'),
        ("P.cs", '[Display(Name = "Country of birth")]\npublic string Q7 { get; set; }\n'),
        ("p.graphql", 'type P {\n  "Country of birth"\n  q7: String\n}\n'),
        ("p.proto", "message P {\n  string q7 = 2; // country of birth\n}\n"),
        ("p.prisma", "model P {\n  birthCountry String?\n}\n"),
        ("form.erb", "<% if x %><label>Country of birth<input name=<%= n %>></label><% end %>"),
        ("form.jinja", "{% for f in x %}<label>Country of birth<input name={{ f }}></label>{% endfor %}"),
        ("form.mako", "% if x:\n<label>Country of birth<input name=${n}></label>\n% endif\n"),
        ("form.vue", "<template><label>Country of birth<input v-model='q7'></label></template>"),
        ("messages.po", 'msgid "Country of birth"\nmsgstr "x"\n'),
    ],
)
def test_models_templates_and_messages(name, text):
    hits, unread = swept(name, text)
    assert not unread
    assert Category.COUNTRY_OF_BIRTH in categories(hits)


def test_sql_of_oracle_and_what_tools_dump():
    oracle = (
        "CREATE TABLE HR.PERSON (ID NUMBER(9), CNTRY_OF_BIRTH VARCHAR2(3 CHAR) DEFAULT 'US' "
        "NOT NULL ENABLE) TABLESPACE X;"
    )
    assert categories(swept("o.sql", oracle)[0]) == {Category.COUNTRY_OF_BIRTH}
    dump = (
        "SET ANSI_NULLS ON\nGO\nCREATE TABLE [dbo].[Person](\n\t[Id] [int] NOT NULL,\n"
        "\t[BirthCountry] [nvarchar](50) NULL,\n CONSTRAINT [PK] PRIMARY KEY CLUSTERED ([Id] ASC)\n"
        ") ON [PRIMARY]\nGO\n"
    )
    assert Category.COUNTRY_OF_BIRTH in categories(swept("m.sql", dump)[0])
    copied = "COPY public.person (id, birth_country) FROM stdin;\n1\tMX\n\\.\n"
    assert Category.COUNTRY_OF_BIRTH in categories(swept("p.sql", copied)[0])
