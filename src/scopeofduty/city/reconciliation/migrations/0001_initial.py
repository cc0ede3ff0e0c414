

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
            name='DispatchCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('event', models.CharField(blank=True, max_length=60)),
                ('received_at', models.DateTimeField()),
                ('call_type', models.CharField(blank=True, max_length=80)),
                ('agency', models.CharField(blank=True, max_length=80)),
                ('state', models.CharField(choices=[('matched', 'In the log'), ('open', 'Not in the log: somebody must look'), ('recorded', 'Recorded since'), ('not_a_contact', 'Not a contact by federal officers')], max_length=13)),
                ('due_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('contact', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dispatch_call', to='contacts.contact')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dispatch_calls', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['due_at', 'received_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('contact', None), ('state__in', ['open', 'not_a_contact'])), models.Q(('contact__isnull', False), ('state__in', ['matched', 'recorded'])), _connector='OR'), name='in_the_log_names_its_contact'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'open'), _negated=True), models.Q(('due_at__isnull', False), ('owner__isnull', False)), _connector='OR'), name='an_open_call_has_an_owner')],
            },
        ),
    ]
