

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='StudySet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.SlugField(max_length=60, unique=True)),
                ('file_name', models.CharField(max_length=200)),
                ('mapping', models.CharField(help_text='name and digest of the mapping', max_length=200)),
                ('imported_at', models.DateTimeField(help_text='when rows were last taken')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='StudyRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row_id', models.CharField(max_length=120)),
                ('line', models.PositiveIntegerField(help_text='line in the source file, from 1')),
                ('digest', models.CharField(help_text='SHA-256 of the row as canonical JSON', max_length=64)),
                ('date_text', models.CharField(blank=True, help_text='as the source wrote it', max_length=40)),
                ('first_day', models.DateField(null=True)),
                ('last_day', models.DateField(null=True)),
                ('body', models.CharField(blank=True, help_text='the public body that was asked', max_length=120)),
                ('act', models.CharField(max_length=80)),
                ('actor', models.CharField(blank=True, max_length=40)),
                ('facts', models.JSONField(default=dict)),
                ('practice', models.CharField(help_text='complied, declined or unknown', max_length=20)),
                ('published', models.CharField(blank=True, help_text="outcome in the source's own words", max_length=300)),
                ('kept', models.JSONField(default=dict, help_text='columns that the mapping keeps')),
                ('struck', models.JSONField(default=list, help_text='columns left out because they recorded what a person is')),
                ('set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='study.studyset')),
            ],
            options={
                'ordering': ['line'],
            },
        ),
        migrations.CreateModel(
            name='StudyRefusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row_id', models.CharField(max_length=120)),
                ('line', models.PositiveIntegerField()),
                ('reason', models.CharField(max_length=500)),
                ('set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refusals', to='study.studyset')),
            ],
            options={
                'ordering': ['line'],
            },
        ),
        migrations.CreateModel(
            name='StudyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack', models.CharField(max_length=60)),
                ('digest', models.CharField(max_length=80)),
                ('on', models.DateField()),
                ('closed', models.BooleanField(default=False, help_text='what the vocabulary presumes was filled in')),
                ('possible', models.JSONField(help_text='outcomes still possible, sorted; one means decided')),
                ('citations', models.JSONField(default=list)),
                ('missing', models.CharField(blank=True, help_text='the unrecorded fact that would tell most', max_length=60)),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='study.studyrow')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('row', 'digest', 'on', 'closed'), name='one_answer_a_law')],
            },
        ),
        migrations.AddConstraint(
            model_name='studyrow',
            constraint=models.UniqueConstraint(fields=('set', 'row_id'), name='one_row_an_id'),
        ),
        migrations.AddConstraint(
            model_name='studyrefusal',
            constraint=models.UniqueConstraint(fields=('set', 'row_id'), name='one_refusal_an_id'),
        ),
    ]
