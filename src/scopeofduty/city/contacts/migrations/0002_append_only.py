"""Triggers that keep the log append-only, whoever writes to the database."""

from django.db import migrations

from scopeofduty.city.contacts.append_only import statements


def put_triggers(apps, schema_editor):
    for sql in statements(schema_editor.connection.vendor):
        schema_editor.execute(sql, params=None)


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]
    operations = [migrations.RunPython(put_triggers)]
