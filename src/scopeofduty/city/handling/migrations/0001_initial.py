import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0002_lift_was_asked_for'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseClock',
            fields=[
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('day', models.DateField(help_text='of the batch that brought the report')),
                ('stage', models.CharField(choices=[('received', 'received'), ('acknowledged', 'acknowledged'), ('assessed', 'assessed'), ('investigating', 'investigating'), ('finding', 'finding made'), ('feedback', 'feedback given'), ('closed', 'closed')], default='received', max_length=16)),
                ('acknowledged_on', models.DateField(null=True)),
                ('assessed_on', models.DateField(null=True)),
                ('finding_on', models.DateField(null=True)),
                ('feedback_on', models.DateField(null=True)),
                ('closed_on', models.DateField(null=True)),
                ('finding_due', models.DateField(help_text="the day that the named body's own clock sets", null=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='DayOfCommitments',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('data', models.BinaryField(help_text='34,816 bytes; public')),
            ],
            options={
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='Keeping',
            fields=[
                ('case', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('until', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='Departure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('arrived_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('received', 'received'), ('investigating', 'investigating'), ('sustained', 'a violation was found'), ('not_sustained', 'no violation was found')], default='received', max_length=16)),
                ('due', models.DateField(help_text='by when it is decided')),
                ('said', models.CharField(blank=True, max_length=1000, verbose_name='what was found and done')),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='arrived', to='contacts.review')),
            ],
            options={
                'ordering': ['due', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clock', models.CharField(max_length=32)),
                ('what', models.CharField(max_length=16)),
                ('due', models.DateField()),
            ],
            options={
                'ordering': ['due', 'clock'],
                'constraints': [models.UniqueConstraint(fields=('clock', 'what'), name='a_clock_runs_out_once')],
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kept', models.CharField(choices=[('sustained', 'A violation was found'), ('not_sustained', 'No violation was found'), ('not_investigated', 'A question, or out of scope')], max_length=20, unique=True)),
                ('days', models.PositiveIntegerField()),
                ('citation', models.CharField(max_length=200)),
                ('set_at', models.DateTimeField()),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(help_text='2026-H2', max_length=7)),
                ('violation', models.CharField(max_length=16)),
                ('outcome', models.CharField(max_length=16)),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['period', 'violation', 'outcome'],
                'constraints': [models.UniqueConstraint(fields=('period', 'violation', 'outcome'), name='one_cell_of_the_tally')],
            },
        ),
        migrations.CreateModel(
            name='BatchRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('read_on', models.DateField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['day'],
                'constraints': [models.UniqueConstraint(fields=('user', 'day'), name='a_batch_is_read_once')],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.CharField(max_length=32)),
                ('matter', models.CharField(max_length=200, verbose_name='matter')),
                ('placed_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('lift_asked_at', models.DateTimeField(null=True)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lift_asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-placed_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('case',), name='one_hold_on_a_report')],
            },
        ),
    ]
