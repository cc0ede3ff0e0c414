"""Real forms, models and schemas: what isn't declared is refused, what is declared passes until its day."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import ClassVar, Literal

import jsonschema
import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pydantic import BaseModel, Field

from scopeofduty.city.profile.models import Department
from scopeofduty.guard import Declared, UndeclaredCollectionError, json_schemas, pydantic_models
from scopeofduty.guard.declared import UnknownDeclarationError
from scopeofduty.guard.django_forms import NoUndeclaredCollection
from scopeofduty.guard.pydantic_models import DeclaredModel

TODAY = date(2026, 11, 23)
I9 = Declared("8 USC 1324a(b)", until=date(2099, 6, 30))
OVER = Declared("8 USC 1324a(b)", until=date(2026, 6, 30))


class Card(NoUndeclaredCollection, forms.Form):
    name = forms.CharField(label="Full name")
    birth = forms.DateField(label="Date of birth")

    def today(self):
        return TODAY


class Hiring(Card):
    collects: ClassVar = {"attested": I9}
    attested = forms.BooleanField(label="I am a citizen of the United States")


class TestDjangoForms:
    def test_a_form_that_asks_for_nothing(self):
        assert Card({"name": "A", "birth": "2000-01-01"}).is_valid()

    def test_a_declared_field(self):
        assert Hiring({"name": "A", "birth": "2000-01-01", "attested": "on"}).is_valid()

    @pytest.mark.parametrize(
        "field",
        [
            forms.CharField(label="Country of birth"),
            forms.CharField(label="Lugar de nacimiento"),
            forms.CharField(label="Number", help_text="Your A-Number"),
            forms.CharField(label="Number", widget=forms.TextInput(attrs={"placeholder": "Alien number"})),
            forms.ChoiceField(
                label="I am", choices=[(1, "US citizen"), (2, "Permanent resident"), (3, "Other")]
            ),
            forms.ChoiceField(label="I am", choices=[("a", [(1, "US citizen"), (2, "Refugee")])]),
        ],
        ids=["label", "Spanish", "help", "placeholder", "options", "grouped options"],
    )
    def test_what_a_person_reads_gives_it_away(self, field):
        made = type("Made", (Card,), {"q7": field})
        with pytest.raises(UndeclaredCollectionError, match=r"“q7” asks for .* declares no legal basis"):
            made()

    def test_a_name_gives_it_away(self):
        made = type("Made", (Card,), {"ctznshp_cd": forms.CharField(label="Code")})
        with pytest.raises(UndeclaredCollectionError, match=r"collects = \{'ctznshp_cd': Declared"):
            made()

    def test_a_declaration_ends(self):
        made = type("Made", (Hiring,), {"collects": {"attested": OVER}})
        with pytest.raises(UndeclaredCollectionError, match="until 2026-06-30, which has passed"):
            made()

    def test_a_slip_of_the_pen(self):
        made = type("Made", (Hiring,), {"collects": {"attestd": I9, "attested": I9}})
        with pytest.raises(UnknownDeclarationError, match="declares attestd, and has no such field"):
            made()

    def test_a_declaration_names_a_law(self):
        with pytest.raises(ValueError, match="names the law it rests on"):
            Declared(" ", until=TODAY)

    def test_a_field_added_by_the_forms_own_code_is_seen(self):
        class Late(forms.Form):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)
                self.fields["visa"] = forms.CharField(label="Visa type")

        with pytest.raises(UndeclaredCollectionError):
            type("Guarded", (NoUndeclaredCollection, Late), {})()

    def test_guesses_are_refused_when_asked(self):
        def made(**more):
            return type("Made", (Card,), {"ssn": forms.CharField(label="Social Security number"), **more})

        assert "ssn" in made()().fields
        strict = made(refuses_proxies=True)
        with pytest.raises(UndeclaredCollectionError):
            strict()

    @pytest.mark.django_db
    def test_rows_of_a_table_are_not_fetched(self):
        made = type("Made", (Card,), {"place": forms.ModelChoiceField(Department.objects.all())})
        with CaptureQueriesContext(connection) as asked:
            made()
        assert len(asked) == 0

    @pytest.mark.django_db
    def test_a_model_form(self):
        class Of(NoUndeclaredCollection, forms.ModelForm):
            class Meta:
                model = Department
                fields = ["name", "slug"]

        assert list(Of().fields) == ["name", "slug"]


class Status(Enum):
    CITIZEN = "US citizen"
    LPR = "permanent resident"


class TestPydanticModels:
    def test_a_model_that_asks_for_nothing(self):
        class Person(DeclaredModel):
            name: str

        assert Person(name="A").name == "A"

    def test_a_declared_field(self):
        class Hired(DeclaredModel):
            collects: ClassVar = {"citizenship": I9}
            citizenship: bool

        assert Hired(citizenship=True).citizenship

    @pytest.mark.parametrize(
        ("annotation", "field"),
        [
            (str, Field(title="Country of birth")),
            (str, Field(description="The immigration status of the applicant")),
            (str, Field(alias="alien_number")),
            (Literal["US citizen", "refugee"], Field()),
            (Status | None, Field()),
        ],
        ids=["title", "description", "alias", "literal", "enum"],
    )
    def test_it_can_not_be_defined(self, annotation, field):
        with pytest.raises(UndeclaredCollectionError, match="“q7”"):
            type("Made", (DeclaredModel,), {"__annotations__": {"q7": annotation}, "q7": field})

    def test_declarations_end_and_are_spelled(self):
        def made(collects):
            parts = {"__annotations__": {"citizenship": bool}, "collects": collects}
            return type("Made", (DeclaredModel,), parts)

        with pytest.raises(UndeclaredCollectionError, match="has passed"):
            made({"citizenship": OVER})
        with pytest.raises(UnknownDeclarationError):
            made({"citizenshp": I9})

    def test_a_model_that_can_not_inherit(self):
        class Theirs(BaseModel):
            visa_type: str

        with pytest.raises(UndeclaredCollectionError):
            pydantic_models.check(Theirs, {}, today=TODAY)
        pydantic_models.check(Theirs, {"visa_type": I9}, today=TODAY)


SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "household": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"kind": {"enum": ["US citizen", "Permanent resident", "Undocumented"]}},
            },
        },
    },
}
PATH = "properties.household.items.properties.kind"


class TestJsonSchemas:
    def test_it_is_a_real_schema(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_a_property_that_is_not_declared(self):
        with pytest.raises(UndeclaredCollectionError, match=PATH) as refused:
            json_schemas.check(SCHEMA, {}, today=TODAY, where="intake.schema.json")
        assert str(refused.value).startswith("intake.schema.json: ")
        assert [each.category for each in refused.value.found] == ["immigration_status"]

    def test_a_declared_property(self):
        json_schemas.check(SCHEMA, {PATH: I9}, today=TODAY)

    def test_declarations_end_and_are_spelled(self):
        with pytest.raises(UndeclaredCollectionError, match="has passed"):
            json_schemas.check(SCHEMA, {PATH: OVER}, today=TODAY)
        with pytest.raises(UnknownDeclarationError):
            json_schemas.check(SCHEMA, {PATH: I9, "properties.x": I9}, today=TODAY)

    @pytest.mark.parametrize("schema", [{"properties": {1, 2}}, {"x": object()}])
    def test_what_is_no_schema(self, schema):
        with pytest.raises(ValueError, match="no JSON Schema"):
            json_schemas.check(schema, {}, today=TODAY)
