"""Every address of the city. English stands at the root, Spanish under ``/es/``: no cookie decides."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from scopeofduty.city import pages

handler400 = pages.bad_request
handler403 = pages.forbidden
handler404 = pages.not_found
handler500 = pages.server_error

urlpatterns = i18n_patterns(
    path("", pages.home, name="home"),
    path("desk/", include("scopeofduty.city.desk.urls")),
    path("obligations/", include("scopeofduty.city.collection.urls")),
    path("contacts/", include("scopeofduty.city.contacts.urls")),
    path("study/", include("scopeofduty.city.study.urls")),
    path("staff/", include("scopeofduty.city.accounts.urls")),
    path("city/", include("scopeofduty.city.profile.urls")),
    path("account/", include("allauth.urls")),
    prefix_default_language=False,
)
