from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_audit_links_reasons"),
    ]

    operations = [
        migrations.AlterField(
            model_name="appointment",
            name="role",
            field=models.CharField(
                choices=[
                    ("employee", "Employee"),
                    ("officer", "Police officer"),
                    ("dispatcher", "Dispatcher"),
                    ("supervisor", "Supervisor"),
                    ("records_officer", "Records officer"),
                    ("clerk", "City clerk"),
                    ("counsel", "City attorney"),
                    ("commissioner", "Commissioner"),
                    ("drafting_partner", "Drafting partner (an advocates' or residents' group)"),
                    ("monitor", "Independent monitor"),
                    ("custodian", "Key custodian"),
                    ("recipient", "Recipient of reports"),
                    ("administrator", "Administrator (IT)"),
                ],
                max_length=32,
                verbose_name="role",
            ),
        ),
    ]
