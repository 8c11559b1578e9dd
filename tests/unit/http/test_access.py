"""Every route of every service against every kind of caller, over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.settings import SettingsError
from tests.unit.http.doorway import SERVICES, Route, app_of, ask, bearer, routes_of, settings_for

LOCKED = [route for service in SERVICES for route in routes_of(service) if not route.is_public]
ANONYMOUS = ("unknown", "garbage", "expired", "revoked")


@pytest.mark.parametrize("route", LOCKED, ids=str)
def test_only_a_token_of_this_service_with_the_power_passes(route: Route) -> None:
    app, texts = app_of(route.service)
    lacking = next(power for power in ("read", "work") if power != route.power)
    shown = [{}, *(bearer(texts[name]) for name in (*ANONYMOUS, "elsewhere", lacking, "all", str(route.power)))]
    answers = ask(app, [(route.method, route.path, more) for more in shown])
    assert [answer.status_code for answer in answers[:7]] == [401, 401, 401, 401, 401, 403, 403]
    assert all(answer.status_code not in (401, 403) for answer in answers[7:]), [answer.status_code for answer in answers[7:]]
    for answer in answers[:7]:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["www-authenticate"].startswith('Bearer realm="rcm"')
        assert answer.json()["title"]
        assert answer.json()["detail"]


@pytest.mark.parametrize("service", SERVICES)
def test_probes_answer_without_a_token(service: str) -> None:
    app, _ = app_of(service)
    healthy, ready = ask(app, [("GET", "/healthz", {}), ("GET", "/readyz", {})])
    assert healthy.json() == {"service": service}
    assert ready.status_code == 503, "the database of this test is not there"


def test_which_paths_there_are_is_not_told_without_a_token() -> None:
    app, texts = app_of("denials")
    nothing, wrong_method = ask(app, [("GET", "/v1/nothing", {}), ("DELETE", "/v1/denials", {})])
    assert (nothing.status_code, wrong_method.status_code) == (401, 401)
    assert nothing.json() == wrong_method.json()
    inside = ask(app, [("GET", "/v1/nothing", bearer(texts["read"])), ("DELETE", "/v1/denials", bearer(texts["read"]))])
    assert [answer.status_code for answer in inside] == [404, 405]


def test_a_path_that_looks_like_a_public_one_is_locked() -> None:
    app, _ = app_of("denials")
    for path in ("/login%3Fx", "/healthz/", "//healthz", "/login/../v1/denials", "/healthz%2F..%2Fv1%2Fdenials", "/v1/denials%3F/healthz"):
        [answer] = ask(app, [("GET", path, {})])
        assert answer.status_code == 401, path


def test_the_description_of_the_api_is_locked_and_its_page_is_off() -> None:
    app, texts = app_of("denials")
    answers = ask(app, [("GET", "/openapi.json", {}), ("GET", "/openapi.json", bearer(texts["read"])), ("GET", "/docs", bearer(texts["read"]))])
    assert [answer.status_code for answer in answers] == [401, 200, 404]
    assert "/v1/denials" in answers[1].json()["paths"]


def test_the_kinds_of_refusal_say_what_to_do() -> None:
    app, texts = app_of("denials")
    shown = [{}, *(bearer(texts[name]) for name in ("unknown", "expired", "revoked", "elsewhere", "work"))]
    answers = [answer.json() for answer in ask(app, [("GET", "/v1/denials", more) for more in shown])]
    assert [answer["title"] for answer in answers] == [
        "this needs a token",
        "this token is not known here",
        "this token has expired",
        "this token was revoked",
        "this token is not for denials",
        "this token may not read",
    ]
    assert all("rcm token" in answer["detail"] for answer in answers)


def test_another_scheme_than_bearer_is_no_token() -> None:
    app, texts = app_of("denials")
    [basic, lower] = ask(app, [("GET", "/v1/nothing", {"headers": {"Authorization": f"{scheme} {texts['read']}"}}) for scheme in ("Basic", "bearer")])
    assert (basic.status_code, lower.status_code) == (401, 404)


def test_without_a_tokens_file_nobody_is_let_in_and_the_answer_says_what_to_set(tmp_path: Path) -> None:
    from services.denials.service import SERVICE
    from shared.http.app import create_app
    from shared.runtime import Runtime

    app = create_app(Runtime(SERVICE, settings_for(tmp_path, tokens=None)))
    nobody, probe = ask(app, [("GET", "/v1/denials", {}), ("GET", "/healthz", {})])
    assert (nobody.status_code, probe.status_code) == (401, 200)
    assert "set RCM_TOKENS" in nobody.json()["detail"]


def test_open_access_is_for_loopback_only(tmp_path: Path) -> None:
    for host in ("127.0.0.1", "localhost", "[::1]"):
        assert settings_for(tmp_path, open_access=True, listen=f"{host}:8000").open_access
    for host in ("0.0.0.0", "[::]", "10.0.0.7", "rcm.hospital.example"):
        with pytest.raises(SettingsError, match="where others reach it"):
            settings_for(tmp_path, open_access=True, listen=f"{host}:8000")


def test_open_access_does_not_answer_to_another_sites_name_or_form(tmp_path: Path) -> None:
    from services.denials.service import SERVICE
    from shared.http.app import create_app
    from shared.runtime import Runtime

    app = create_app(Runtime(SERVICE, settings_for(tmp_path, open_access=True)))
    here, rebound, form = ask(
        app,
        [
            ("GET", "/v1/nothing", {}),
            ("GET", "/v1/nothing", {"headers": {"Host": "evil.example"}}),
            ("POST", "/v1/parked/release", {"json": {}, "headers": {"Origin": "http://evil.example"}}),
        ],
    )
    assert [answer.status_code for answer in (here, rebound, form)] == [404, 403, 403]
