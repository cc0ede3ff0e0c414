from __future__ import annotations

import re

from django.urls import URLPattern, get_resolver

from scopeofduty.city.accounts.access import BEFORE_FACTOR, PUBLIC, SIGNED_IN

PAGE = "docs/reference/addresses.md"
OURS = "scopeofduty.city."
# Spanish repeats the English; log-in pages are allauth's.
ELSEWHERE = ("es/", "account/")


def patterns(resolver, before="", space=""):
    for each in resolver.url_patterns:
        here = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield here, f"{space}{each.name}" if each.name else "", each.callback
        else:
            yield from patterns(each, here, f"{space}{each.namespace}:" if each.namespace else space)


def view_of(callback):
    return getattr(callback, "view_class", callback)


def ours():
    found = patterns(get_resolver())
    return [
        each
        for each in found
        if view_of(each[2]).__module__.startswith(OURS) and not each[0].startswith("es/")
    ]


def who(view):
    access = getattr(view, "access", None)
    if access == PUBLIC:
        return "everybody"
    if access == SIGNED_IN:
        return "anybody with a log-in"
    if access == BEFORE_FACTOR:
        return "anybody with a log-in, before the second factor too"
    return ", ".join(f"`{permission.value}`" for permission in access) if access else "not said"


def written(pattern):
    plain = pattern.replace("^", "").replace("$", "").replace("\\.", ".").lstrip("/")
    return "/" + re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", plain)


def line(pattern, name, view):
    return f"| `{written(pattern)}` | `{name}` | {who(view)} |"


def test_every_address_is_documented_with_who_may_open_it(lacks):
    assert lacks(PAGE, [line(*each) for each in ours()]) == ""


def test_no_address_is_documented_that_is_not_there(table_of):
    assert sorted(table_of(PAGE, "Addresses of the city")) == sorted(
        written(pattern) for pattern, *_rest in ours()
    )
