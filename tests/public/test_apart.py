"""The public side stands apart: no relation, no import and no name leads from it to the private one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from scopeofduty.city import public
from scopeofduty.city.public.router import PublicRouter

FOLDER = Path(public.__file__).parent
PRIVATE = {
    part.label
    for part in apps.get_app_configs()
    if part.name.startswith("scopeofduty.") and part.label != "public"
}
MODULES = [path for path in FOLDER.rglob("*.py") if "migrations" not in path.parts]
BY_NAME = {"get_model", "import_module", "import_string", "__import__", "get_app_config", "get_models"}


def test_no_relation_leads_out_of_the_projection_or_into_it():
    for model in apps.get_app_config("public").get_models():
        for field in model._meta.get_fields(include_hidden=True):
            if field.is_relation:
                assert field.related_model is not None
                assert field.related_model._meta.app_label == "public", (model, field)


def test_no_private_model_points_at_the_projection():
    for model in apps.get_models():
        if model._meta.app_label != "public":
            for field in model._meta.get_fields(include_hidden=True):
                assert (
                    not field.is_relation
                    or field.related_model is None
                    or (field.related_model._meta.app_label != "public")
                ), (model, field)


def escapes(text):
    """The ways in which a module reaches what is not the projection's own."""
    found = []
    for node in ast.walk(ast.parse(text)):
        names = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{each.name}" for each in node.names]
        found += [
            n
            for n in names
            if n.startswith("scopeofduty.city.") and not n.startswith("scopeofduty.city.public")
        ]
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            found += [called] if called in BY_NAME else []
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            label, _, model = node.value.partition(".")
            found += [node.value] if label in PRIVATE and model.isidentifier() and model[0].isupper() else []
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_module_of_it_reaches_the_private_side(path):
    assert escapes(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "from scopeofduty.city.contacts import models",
        "import scopeofduty.city.notices.models",
        "from django.apps import apps\napps.get_model('contacts', 'Contact')",
        "from importlib import import_module\nimport_module('x')",
        "models.ForeignKey('contacts.Contact')",
    ],
)
def test_a_way_out_would_be_seen(text):
    assert escapes(text)


def test_templates_of_the_public_side_load_nothing_of_the_private_one():
    for path in FOLDER.rglob("*.html"):
        loads = [
            line for line in path.read_text(encoding="utf-8").split("{%") if line.strip().startswith("load")
        ]
        words = {word for line in loads for word in line.partition("%}")[0].split()[1:]}
        assert words <= {"i18n", "static", "public_links"}, path


def test_the_router_lets_nothing_cross():
    router = PublicRouter()
    for model in apps.get_models():
        ours = model._meta.app_label == "public"
        assert (router.db_for_write(model) == "public") is ours
        assert (router.db_for_read(model) in {"public", "public_pages"}) is ours
        assert router.allow_migrate("public", model._meta.app_label) is ours
        assert not router.allow_migrate("public_pages", model._meta.app_label)


def test_public_templates_see_no_session_and_no_person():
    (engine,) = (each for each in settings.TEMPLATES if each.get("NAME") == "public")
    assert [name.rpartition(".")[2] for name in engine["OPTIONS"]["context_processors"]] == [
        "request",
        "i18n",
    ]
