"""Public addresses. Each reads the projection only."""

from __future__ import annotations

from django.urls import include, path, re_path

from scopeofduty.city.public import (
    agreements,
    catalogue,
    collection,
    commission,
    drafts,
    everything,
    explainers,
    handling,
    statistics,
    views,
)

app_name = "public"
urlpatterns = [
    path("everything/", everything.everything, name="everything"),
    path("data.json", catalogue.data_json, name="data_json"),
    path("datapackage.json", catalogue.datapackage_json, name="datapackage_json"),
    path("notices/", views.notices, name="notices"),
    re_path(r"^notices\.(?P<suffix>json|csv)$", views.notices_file, name="notices_file"),
    path("notices.atom", views.notices_feed, name="notices_feed"),
    path("notices/delays/", views.delays, name="delays"),
    path("notices/not-told/", views.not_told, name="not_told"),
    re_path(r"^notices/(?P<year>[0-9]{4})/$", views.one_year, name="year"),
    re_path(r"^notices/(?P<year>[0-9]{4})/(?P<number>[0-9]{3,6})$", views.one_notice, name="notice"),
    path("explainers/", explainers.explainers, name="explainers"),
    path("explainers/<slug:slug>", explainers.explainer, name="explainer"),
    path("explainers.json", explainers.explainers_file, name="explainers_file"),
    path("log/", include("scopeofduty.city.public.log.urls")),
    path("collection/", collection.collection, name="collection"),
    re_path(r"^collection\.(?P<suffix>json|csv)$", collection.collection_file, name="collection_file"),
    path("collection.atom", collection.collection_feed, name="collection_feed"),
    path("statistics/", statistics.statistics, name="statistics"),
    re_path(r"^statistics\.(?P<suffix>json|csv)$", statistics.statistics_file, name="statistics_file"),
    path("report-figures/", handling.report_figures, name="report_figures"),
    re_path(
        r"^report-figures\.(?P<suffix>json|csv)$", handling.report_figures_file, name="report_figures_file"
    ),
    path("protected-activity/", handling.protected_activity, name="protected_activity"),
    path("protected-activity/<slug:day>.bin", handling.commitments, name="commitments"),
    path("proposals/", drafts.proposals, name="proposals"),
    path("proposals.json", drafts.proposals_file, name="proposals_file"),
    path("proposals/comment-rules/", drafts.comment_rules, name="comment_rules"),
    path("proposals/<slug:draft>/", drafts.proposal, name="proposal"),
    path("proposals/<slug:draft>/change/", drafts.proposal_change, name="proposal_change"),
    path("proposals/<slug:draft>/comments/", drafts.proposal_comments, name="proposal_comments"),
    path(
        "proposals/<slug:draft>/comments/<int:number>/document",
        drafts.comment_document,
        name="comment_document",
    ),
    path("proposals/<slug:draft>/versions/<int:number>/", drafts.proposal_version, name="proposal_version"),
    path("commission/", commission.sessions, name="sessions"),
    re_path(r"^commission\.(?P<suffix>json|csv|ics)$", commission.sessions_file, name="sessions_file"),
    path("commission.atom", commission.sessions_feed, name="sessions_feed"),
    path("commission/<int:number>", commission.session, name="session"),
    path("commission/<int:number>/packet", commission.packet, name="packet"),
    path("commission/votes/<int:number>", commission.vote, name="vote"),
    re_path(r"^commission/votes\.(?P<suffix>json|csv)$", commission.votes_file, name="votes_file"),
    path("agreements/", agreements.agreements, name="agreements"),
    re_path(r"^agreements\.(?P<suffix>json|csv)$", agreements.agreements_file, name="agreements_file"),
    path("agreements.atom", agreements.agreements_feed, name="agreements_feed"),
    path("agreements/neighbours/", agreements.neighbours, name="neighbours"),
    re_path(
        r"^agreements/neighbours\.(?P<suffix>json|csv)$", agreements.neighbours_file, name="neighbours_file"
    ),
    path("agreements/<int:number>", agreements.agreement, name="agreement"),
    re_path(
        r"^agreements/documents/(?P<sha256>[0-9a-f]{64})$",
        agreements.agreement_document,
        name="agreement_document",
    ),
    path("ordinance/history/", commission.history, name="history"),
    re_path(r"^ordinance/history\.(?P<suffix>json|csv)$", commission.history_file, name="history_file"),
    path("ordinance/", views.ordinance, name="ordinance"),
    path("ordinance.json", views.ordinance_file, name="ordinance_file"),
]
