"""Logging in and out of the pages, and forms that come from elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from tests.unit.http.doorway import app_of, ask

HERE = "http://127.0.0.1:8000"
FORM = {"content-type": "application/x-www-form-urlencoded", "origin": HERE}
BROWSER = {"accept": "text/html,application/xhtml+xml"}


@asynccontextmanager
async def browser(base: str = HERE) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app_of("denials")[0], raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=base, headers=BROWSER) as client:
        yield client


def send_form(path: str, base: str = HERE, **fields: str) -> httpx.Response:
    async def send() -> httpx.Response:
        async with browser(base) as client:
            return await client.post(path, content=urlencode(fields), headers={**FORM, "origin": base})

    return asyncio.run(send())


def cookie_of(answer: httpx.Response) -> Any:
    return SimpleCookie(answer.headers["set-cookie"])["rcm_token"]


def test_a_browser_without_a_login_gets_the_form_and_comes_back_to_what_it_wanted() -> None:
    app, texts = app_of("denials")
    [page] = ask(app, [("GET", "/pages/timeline?id=ABC&x=1", {"headers": BROWSER})])
    assert page.status_code == 401
    assert '<input id="token" name="token" type="password"' in page.text
    assert 'name="wanted" value="/pages/timeline?id=ABC&amp;x=1"' in page.text
    assert 'role="alert"' not in page.text
    answer = send_form("/login", token=texts["read"], wanted="/pages/timeline?id=ABC&x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/pages/timeline?id=ABC&x=1")


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites_and_ends_with_the_shift() -> None:
    cookie = cookie_of(send_form("/login", token=app_of("denials")[1]["read"], wanted="/"))
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"], cookie["path"]) == (True, "strict", "", "/")
    assert int(cookie["max-age"]) == 12 * 3600


def test_over_https_the_cookie_stays_on_https() -> None:
    assert cookie_of(send_form("/login", "https://rcm.hospital.example", token=app_of("denials")[1]["read"], wanted="/"))["secure"] is True


def test_a_login_shows_who_is_in_and_logging_out_ends_it() -> None:
    async def day() -> tuple[httpx.Response, ...]:
        async with browser() as client:
            await client.post("/login", content=urlencode({"token": app_of("denials")[1]["person"], "wanted": "/"}), headers=FORM)
            inside = await client.get("/pages/timeline")
            out = await client.post("/logout", headers=FORM)
            return inside, out, await client.get("/pages/timeline")

    inside, out, after = asyncio.run(day())
    assert inside.status_code == 200
    assert '<form class="out" action="/logout" method="post"><span class="where">amy</span>' in inside.text
    assert (out.status_code, out.headers["location"]) == (303, "/login")
    assert after.status_code == 401


@pytest.mark.parametrize("which", ["unknown", "expired", "revoked", "elsewhere", "garbage"])
def test_a_token_that_is_not_good_gets_the_form_again_with_the_reason_and_without_the_token(which: str) -> None:
    text = app_of("denials")[1][which]
    answer = send_form("/login", token=text, wanted="/")
    assert answer.status_code in (401, 403)
    assert 'role="alert"' in answer.text
    assert text not in answer.text
    assert "set-cookie" not in answer.headers


def test_an_empty_form_is_answered_with_the_reason() -> None:
    assert 'role="alert"' in send_form("/login").text


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\r\nSet-Cookie: x=1"])
def test_after_the_login_nobody_is_sent_to_another_site(wanted: str) -> None:
    answer = send_form("/login", token=app_of("denials")[1]["read"], wanted=wanted)
    assert answer.headers["location"] == "/"


def test_a_form_of_another_site_is_refused_although_the_browser_adds_the_cookie() -> None:
    app, texts = app_of("denials")
    cookie = {"cookie": f"rcm_token={texts['all']}"}
    json = {"json": {"stage": "nothing", "key": "x"}}
    own, other, silent, hidden, bearer = ask(
        app,
        [
            ("POST", "/v1/parked/release", {**json, "headers": {**cookie, "origin": HERE}}),
            ("POST", "/v1/parked/release", {**json, "headers": {**cookie, "origin": "http://127.0.0.1:9999"}}),
            ("POST", "/v1/parked/release", {**json, "headers": cookie}),
            ("POST", "/v1/parked/release", {**json, "headers": {**cookie, "origin": "null"}}),
            ("POST", "/v1/parked/release", {**json, "headers": {"authorization": f"Bearer {texts['all']}"}}),
        ],
    )
    assert [answer.status_code for answer in (other, silent, hidden)] == [403, 403, 403]
    assert all(answer.status_code not in (401, 403) for answer in (own, bearer)), "they reached the route"
    assert other.json()["title"] == "this came from another site's page"


def test_another_site_cannot_log_somebody_in_or_out() -> None:
    app, texts = app_of("denials")
    foreign = {"headers": {**FORM, "origin": "http://evil.example"}}
    answers = ask(app, [("POST", "/login", {**foreign, "content": urlencode({"token": texts["read"]})}), ("POST", "/logout", foreign)])
    assert [answer.status_code for answer in answers] == [403, 403]


def test_pages_carry_no_script_and_are_kept_by_no_browser() -> None:
    [page] = ask(app_of("denials")[0], [("GET", "/login", {"headers": BROWSER})])
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
