

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ProjectedLaw',
            fields=[
                ('key', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=80)),
                ('window', models.DateTimeField()),
                ('ended', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed_at', models.DateTimeField()),
                ('law_digest', models.CharField(max_length=80)),
                ('law_day', models.DateField(help_text='the day of receipt, on which the law was read')),
                ('section', models.CharField(max_length=40)),
                ('publisher', models.CharField(max_length=120)),
                ('waits', models.BooleanField(help_text='whether the duty waits until the operation is complete')),
                ('tells', models.JSONField(default=list)),
                ('place', models.CharField(blank=True, max_length=20)),
                ('presumed_days', models.PositiveSmallIntegerField(null=True)),
                ('hours', models.PositiveSmallIntegerField(help_text='within how many hours; None: at the next window', null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('public_id', models.CharField(blank=True, max_length=12)),
                ('year', models.PositiveSmallIntegerField(null=True)),
                ('number', models.PositiveIntegerField(null=True)),
                ('window', models.DateTimeField(help_text='the window in which it was published', null=True)),
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='notice', to='contacts.contact')),
            ],
            options={
                'ordering': ['sealed_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Delay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('operation', 'The operation goes on'), ('court_order', 'A court ordered it'), ('commission', 'The commission voted for it')], max_length=12)),
                ('asked_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delays', to='notices.notice')),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Attestation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('says', models.CharField(choices=[('goes_on', 'It still goes on'), ('complete', 'It is complete'), ('not_complete', 'It was not complete after all')], max_length=12)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attestations', to='notices.notice')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PolicyNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('window', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('year', 'number'), name='one_policy_notice_a_number')],
            },
        ),
        migrations.CreateModel(
            name='PublishedDelay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('since', models.DateTimeField(help_text='the window in which it became public')),
                ('ended', models.DateTimeField(help_text='the window in which its end became public', null=True)),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='published_delays', to='notices.notice')),
            ],
            options={
                'ordering': ['since', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('withheld', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reading', to='notices.notice')),
            ],
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('window', models.DateTimeField()),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='notices.notice')),
            ],
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('year', 'number'), name='one_notice_a_number'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('public_id', ''), ('window', None)), models.Q(('number__isnull', False), ('window__isnull', False)), _connector='OR'), name='published_has_its_number'),
        ),
        migrations.AddConstraint(
            model_name='delay',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('asked_by')), _negated=True), _connector='OR'), name='two_people_delay'),
        ),
        migrations.AddConstraint(
            model_name='delay',
            constraint=models.CheckConstraint(condition=models.Q(('until__gt', models.F('asked_at'))), name='a_delay_ends'),
        ),
        migrations.AddConstraint(
            model_name='publisheddelay',
            constraint=models.UniqueConstraint(fields=('year', 'number'), name='one_delay_a_number'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('notice', 'window'), name='one_reminder_a_day'),
        ),
    ]
