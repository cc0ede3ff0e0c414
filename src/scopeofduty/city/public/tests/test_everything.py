"""The page that leads everywhere: no list of ours is missing from it."""

from __future__ import annotations

import pytest
from django.urls import URLResolver, get_resolver

from scopeofduty.city.public.everything import GROUPS

pytestmark = pytest.mark.django_db(databases=["default", "public"])
# Reached from a page of the list, and no list themselves.
FROM_ANOTHER = {"public:everything", "public:comment_rules", "public:log_check", "public:log_register"}
FROM_ANOTHER |= {"public:data_json", "public:datapackage_json"}


def names(patterns, space=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern


def test_every_public_page_that_stands_alone_is_on_it():
    told = {shown.name for _title, pages in GROUPS for shown in pages}
    told |= {name.rstrip("*") for _title, pages in GROUPS for each in pages for name, _suffix in each.files}
    alone = {
        name
        for name, pattern in names(get_resolver().url_patterns)
        if name.startswith("public:") and set(pattern.pattern.regex.groupindex) <= {"suffix"}
    }
    assert alone - told - FROM_ANOTHER == set()


def test_every_link_leads_somewhere(client):
    for _title, pages in GROUPS:
        for each in pages:
            for address in (each.address(), *(link for _suffix, link in each.links())):
                assert client.get(address).status_code in (200, 302), address


def test_it_speaks_spanish(client):
    page = client.get("/es/everything/").content.decode()
    assert 'href="/es/notices/"' in page
    assert 'href="/notices/"' not in page
