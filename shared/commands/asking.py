"""How commands talk to a running service: its address, our token, and its refusals as sentences."""

from __future__ import annotations

from typing import Any

import httpx

from shared.cli import Failure, bearer, peers, refusal


def address_of(service: str) -> str:
    """Where a service's API is; a Failure names those that are known."""
    known = peers()
    if service not in known:
        raise Failure(f"No address of a service {service} is known. Known: {', '.join(sorted(known))}.", 2)
    return known[service]


def ask(address: str, path: str, body: Any = None) -> Any:
    """GET, or POST when there is a body. Raises Failure with what the service objects to, httpx.HTTPError when nobody answers there."""
    method = "GET" if body is None else "POST"
    answer = httpx.request(method, address + path, json=body, timeout=30, trust_env=False, headers=bearer())
    if answer.status_code in (401, 403):
        raise Failure(refusal(answer), 2)
    if answer.is_client_error:
        raise Failure(_objection(answer.json()), 2 if answer.status_code == 422 else 1)
    answer.raise_for_status()
    return answer.json()


def _objection(told: dict[str, Any]) -> str:
    """What a service objects to, with each place that it names."""
    said = f"{told.get('title', 'refused')}: {told.get('detail', '')}".strip()
    return "\n".join([said, *(f"{one['place']}: {one['reason']}" for one in told.get("problems", ()))])


def tell(service: str, path: str, body: Any = None) -> Any:
    """`ask` one service by its name; a Failure also when it does not answer."""
    try:
        return ask(address_of(service), path, body)
    except httpx.HTTPError as fault:
        raise Failure(f"{service} does not answer ({type(fault).__name__}). See `rcm status`.") from None
