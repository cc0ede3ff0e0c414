"""Every address of the city. English stands at the root, Spanish under ``/es/``: no cookie decides."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from scopeofduty.city import pages
from scopeofduty.city.collection.views import obligations_file

handler400 = pages.bad_request
handler403 = pages.forbidden
handler404 = pages.not_found
handler500 = pages.server_error

urlpatterns = i18n_patterns(
    path("", pages.home, name="home"),
    path("", include("scopeofduty.city.public.urls")),
    path("desk/", include("scopeofduty.city.desk.urls")),
    path("obligations/", include("scopeofduty.city.collection.urls")),
    re_path(r"^obligations\.(?P<suffix>json|csv)$", obligations_file, name="obligations_file"),
    path("contacts/", include("scopeofduty.city.contacts.urls")),
    path("reconciliation/", include("scopeofduty.city.reconciliation.urls")),
    path("sealed/", include("scopeofduty.city.notices.urls")),
    path("clock/", include("scopeofduty.city.clock.urls")),
    path("study/", include("scopeofduty.city.study.urls")),
    path("staff/", include("scopeofduty.city.accounts.urls")),
    path("city/", include("scopeofduty.city.profile.urls")),
    path("account/", include("scopeofduty.city.accounts.log_in")),
    prefix_default_language=False,
)
