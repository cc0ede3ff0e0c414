

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('name_es', models.CharField(blank=True, max_length=80, verbose_name='name in Spanish')),
                ('actor', models.CharField(default='any_employee', max_length=40, verbose_name='actor of the law')),
                ('order', models.PositiveSmallIntegerField(default=100)),
            ],
            options={
                'ordering': ['order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='City',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('zone', models.CharField(default='America/Chicago', help_text='IANA name', max_length=64, verbose_name='time zone')),
                ('counsel_name', models.CharField(blank=True, max_length=120, verbose_name='whom to ask')),
                ('counsel_phone', models.CharField(blank=True, max_length=40, verbose_name="counsel's number")),
                ('reporting_contact', models.CharField(blank=True, max_length=200, verbose_name='where a violation is reported')),
                ('shift_hours', models.PositiveSmallIntegerField(default=8, verbose_name='length of a shift, in hours')),
                ('packs', models.JSONField(default=list, help_text='names or folders, city first', verbose_name='law packs in force')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_city')],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_es', models.CharField(blank=True, max_length=100, verbose_name='name in Spanish')),
                ('order', models.PositiveSmallIntegerField(default=100)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='profile.department')),
            ],
            options={
                'ordering': ['order', 'name'],
            },
        ),
    ]
