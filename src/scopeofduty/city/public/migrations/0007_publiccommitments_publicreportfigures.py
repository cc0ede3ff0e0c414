from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('public', '0006_collection'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicCommitments',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('data', models.BinaryField()),
            ],
            options={
                'ordering': ['-day'],
            },
        ),
        migrations.CreateModel(
            name='PublicReportFigures',
            fields=[
                ('period', models.CharField(max_length=7, primary_key=True, serialize=False)),
                ('cells', models.JSONField(help_text='[[class, outcome, count or null]]; null stands for 1 to 4, or hides one')),
                ('overdue', models.JSONField(help_text='{clock: how many ran out}')),
            ],
            options={
                'ordering': ['-period'],
            },
        ),
    ]
