

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=64)),
                ('window', models.DateTimeField(help_text='the start of the window, in UTC')),
                ('claimed_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['window', 'name'],
                'constraints': [models.UniqueConstraint(fields=('name', 'window'), name='one_run_a_window')],
            },
        ),
    ]
