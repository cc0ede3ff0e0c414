"""Addresses of the sealed log. Its files lie below the same address, as every checker expects them."""

from __future__ import annotations

from django.urls import path, re_path

from scopeofduty.city.public.log import checking, files, pages, register

urlpatterns = [
    path("", pages.log, name="log"),
    re_path(r"^(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})/$", pages.log_day, name="log_day"),
    path("check/", checking.log_check, name="log_check"),
    path("register/", register.log_register, name="log_register"),
    re_path(r"^register/(?P<number>[0-9]{1,6})/$", register.log_register, name="log_register_page"),
    re_path(
        r"^proof/(?P<tick>[0-9]{1,15})/(?P<slot>[0-9]{1,4})\.tlog-proof$", files.proof_file, name="proof_file"
    ),
    re_path(r"^(?P<path>(?:slots|register|notice|attachment)/.+[^/])$", files.log_file, name="log_file"),
    re_path(r"^(?P<path>[a-z]+\.[a-z]+)$", files.log_file, name="log_file"),
]
