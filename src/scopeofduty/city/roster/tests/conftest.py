from scopeofduty.city.handling.tests.conftest import riverbend  # noqa: F401 — a fixture
