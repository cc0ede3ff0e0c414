"""Every address of the city. English stands at the root, Spanish under ``/es/``: no cookie decides."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from scopeofduty.city import pages
from scopeofduty.city.collection.views import obligations_file
from scopeofduty.city.drafts.commenting import comment

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
    path("points/", include("scopeofduty.city.points.urls")),
    path("lookups/", include("scopeofduty.city.lookups.urls")),
    path("contacts/", include("scopeofduty.city.contacts.urls")),
    path("reconciliation/", include("scopeofduty.city.reconciliation.urls")),
    path("sealed/", include("scopeofduty.city.notices.urls")),
    path("ledger/", include("scopeofduty.city.ledger.urls")),
    path("clock/", include("scopeofduty.city.clock.urls")),
    path("explaining/", include("scopeofduty.city.explainers.urls")),
    path("briefings/", include("scopeofduty.city.briefings.urls")),
    path("report/", include("scopeofduty.city.reports.urls")),
    path("handling/", include("scopeofduty.city.handling.urls")),
    path("roster/", include("scopeofduty.city.roster.urls")),
    path("chamber/", include("scopeofduty.city.commission.urls")),
    path("instruments/", include("scopeofduty.city.agreements.urls")),
    path("study/", include("scopeofduty.city.study.urls")),
    path("staff/", include("scopeofduty.city.accounts.urls")),
    path("drafts/", include("scopeofduty.city.drafts.urls")),
    path("proposals/<slug:draft>/comment/", comment, name="comment_on"),
    path("city/", include("scopeofduty.city.profile.urls")),
    path("account/", include("scopeofduty.city.accounts.log_in")),
    prefix_default_language=False,
)
