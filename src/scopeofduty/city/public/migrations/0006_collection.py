from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('public', '0005_closed_periods'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicCollection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.JSONField(default=dict)),
                ('window', models.DateTimeField()),
            ],
        ),
    ]
