

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='PublicCity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('zone', models.CharField(max_length=64)),
                ('counsel_phone', models.CharField(blank=True, max_length=40)),
                ('reporting_contact', models.CharField(blank=True, max_length=200)),
                ('demo', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='PublicLaw',
            fields=[
                ('key', models.CharField(help_text='pack, law and first day', max_length=80, primary_key=True, serialize=False)),
                ('pack', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=200)),
                ('level', models.CharField(max_length=40)),
                ('version', models.CharField(blank=True, max_length=200)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField(null=True)),
                ('digest', models.CharField(max_length=80)),
                ('sections', models.JSONField()),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['order', '-first_day'],
            },
        ),
        migrations.CreateModel(
            name='PublicDelay',
            fields=[
                ('public_id', models.CharField(max_length=12, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('reason', models.JSONField(help_text='in both languages')),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('renewals', models.PositiveSmallIntegerField(default=0)),
                ('ended', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-year', '-number'],
                'constraints': [models.UniqueConstraint(fields=('year', 'number'), name='public_delay_number')],
            },
        ),
        migrations.CreateModel(
            name='PublicNotice',
            fields=[
                ('public_id', models.CharField(max_length=12, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('contact', 'Contact'), ('policy', 'Policy')], max_length=8)),
                ('window', models.DateTimeField(help_text='the publication window, in UTC')),
            ],
            options={
                'ordering': ['-year', '-number'],
                'constraints': [models.UniqueConstraint(fields=('year', 'number'), name='public_number')],
            },
        ),
        migrations.CreateModel(
            name='PublicNoticeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveSmallIntegerField()),
                ('window', models.DateTimeField()),
                ('content', models.JSONField()),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='public.publicnotice')),
            ],
            options={
                'ordering': ['notice_id', 'seq'],
                'constraints': [models.UniqueConstraint(fields=('notice', 'seq'), name='public_version')],
            },
        ),
    ]
