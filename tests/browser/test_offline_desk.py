"""A dispatcher whose network is gone gets the desk's own answer, from the law kept on the device."""

from __future__ import annotations

import pytest

KEPT = """caches.keys()
    .then(names => Promise.all(names.map(name => caches.open(name).then(cache => cache.keys()))))
    .then(lists => lists.flat().map(request => new URL(request.url).pathname))"""
CONTROLLED = """new Promise(done => navigator.serviceWorker.controller ? done(true)
    : navigator.serviceWorker.addEventListener("controllerchange", () => done(true)))"""


def kept(visitor):
    return visitor.page.evaluate(KEPT)


def install(visitor):
    visitor.open("/desk/")
    assert visitor.page.evaluate(CONTROLLED)


def cut(visitor, *, gone=True):
    visitor.page.context.set_offline(gone)


def answer(visitor):
    """What the page says: the phrase, its words, and the sections under it."""
    page = visitor.page
    page.wait_for_selector(".answer")
    words = page.locator(".answer h1, .answer .act, .rule h3").all_inner_texts()
    return visitor.phrase(), [" ".join(each.split()) for each in words]


def by_taps(visitor):
    page = visitor.page
    visitor.open("/desk/")
    page.wait_for_selector("main .door")
    visitor.tap("main .door")
    page.wait_for_selector("main .choice")
    visitor.tap("main a.choice[href*='backup']")
    page.wait_for_selector(".question")
    visitor.tap(".question button.choice")
    return answer(visitor)


def test_the_answer_without_a_network_is_the_one_with_it(visitor):
    install(visitor)
    online = by_taps(visitor)
    assert online[0] == "no"
    cut(visitor)
    assert by_taps(visitor) == online
    assert "/desk/offline/#contacted/backup" in visitor.page.url
    assert visitor.taps == 3
    visitor.check()
    visitor.open("/desk/collect/hr/hiring-i9/citizenship/")
    assert answer(visitor)[0] == "must"
    visitor.check()
    visitor.open("/desk/life/")
    assert visitor.page.locator(".answer--life").count() == 1
    visitor.check()


def test_a_button_pressed_when_the_network_has_just_gone_leads_to_the_same_kind(visitor):
    install(visitor)
    visitor.open("/desk/contacted/backup/")
    cut(visitor)
    visitor.page.locator(".question button.choice").first.click()
    visitor.page.wait_for_url("**/desk/offline/#contacted/backup")
    visitor.page.wait_for_selector(".question")
    cut(visitor, gone=False)
    visitor.open("/desk/contacted/backup/")
    assert visitor.page.url.endswith("/desk/contacted/backup/")


def test_a_change_of_what_was_told_changes_the_answer_there_too(visitor):
    install(visitor)
    cut(visitor)
    visitor.open("/desk/contacted/detainer/")
    visitor.page.wait_for_selector(".answer")
    row = visitor.page.locator(".told > li").nth(1)
    row.locator("summary").click()
    row.locator(".changes button").first.click()
    visitor.page.wait_for_selector(".answer")
    assert visitor.console == []


def test_nothing_of_staff_or_contacts_is_kept_whoever_was_logged_in(visitor):
    visitor.log_in("dispatcher")
    install(visitor)
    for path in ("/contacts/", "/contacts/1", "/staff/", "/desk/", "/desk/contacted/backup/", "/desk/rules/"):
        visitor.open(path)
    prefix = "/es" if visitor.language == "es" else ""
    pages = [path for path in kept(visitor) if not path.startswith("/static/")]
    assert sorted(pages) == [f"{prefix}/desk/law.json", f"{prefix}/desk/offline/"]
    page = visitor.page.evaluate(
        f"caches.match('{prefix}/desk/offline/', {{ignoreVary: true}}).then(r => r.text())"
    )
    assert "/account/logout" not in page
    assert "/account/login" in page


@pytest.mark.long
def test_old_law_warns_and_never_blocks(visitor):
    install(visitor)
    cut(visitor)
    visitor.page.clock.set_system_time("2031-01-01T12:00:00")
    visitor.open("/desk/contacted/detainer/")
    assert answer(visitor)[0] == "no"
    assert visitor.page.locator("[data-law-since] .warning").count() >= 1
    visitor.check()


def test_without_javascript_the_page_says_where_to_ask(chromium, city):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{city}/desk/offline/")
    assert page.locator("noscript a[href='/desk/'], main a[href='/desk/']").count() >= 1
    context.close()
