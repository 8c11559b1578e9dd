"""The pages in a real browser, with the keyboard only: from the login to a work item, to the X12 behind a claim, and to nobody else's."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from playwright.async_api import Locator, Page, async_playwright

from deploy.embedded.testing import Addresses
from shared.db.batcher import BatchMaker
from shared.security import tokenfile
from shared.security.tokenfile import Tokens
from shared.security.tokens import issue
from tests.scenarios.visits import INJECTED_KNEE, MEMBERS, MISTYPED_CARD, OFFICE_VISIT
from tests.scenarios.world import SERVICES, World, hospital

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.anyio, pytest.mark.skipif(not CHROMIUM, reason="NO CHROMIUM on this machine: no page was looked at")]
SWITCHES = (
    *("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "no-default-browser-check", "disable-background-networking"),
    *("disable-component-update", "disable-sync", "disable-default-apps", "disable-domain-reliability"),
)
PICTURES = Path("var") / "pictures"
NEIGHBOURS = ("TESTOAK", "TESTELM", "NWA1000040", "NWC1000078", "NWC1000077", "1980-01-01", "19800101", "19710203")
"""What stands in the same files about the two other patients."""


@asynccontextmanager
async def browser_page(profile: Path) -> AsyncIterator[Page]:
    """One page of a browser with a profile of its own, which asks nobody but the addresses it is given."""
    async with async_playwright() as tools:
        args = [f"--{switch}" for switch in SWITCHES]
        options: dict[str, Any] = {"executable_path": CHROMIUM, "headless": True, "args": args, "viewport": {"width": 1280, "height": 900}}
        context = await tools.chromium.launch_persistent_context(str(profile), **options)
        try:
            page = context.pages[0] if context.pages else await context.new_page()
            page.set_default_timeout(15_000)
            yield page
        finally:
            await context.close()


def tokens_for_two(path: Path) -> tuple[str, str]:
    """Somebody who may see everything, and somebody who may see nothing that names a patient."""
    now = datetime.now(UTC)
    made = [issue("biller-1", now, days=1, roles=["biller", "system"]), issue("analyst-1", now, days=1, roles=["analyst"])]
    tokenfile.change(path, lambda _: Tokens(tokens=tuple(token for token, _ in made)))
    return made[0][1], made[1][1]


@asynccontextmanager
async def a_busy_day(stack: Addresses, prefix: str, folder: Path, **access: Any) -> AsyncIterator[tuple[World, str, str]]:
    """Three patients whose claims left in one file; gives the encounter and claim of the one with a denial."""
    gate, once = asyncio.Event(), BatchMaker.once

    async def together(self: BatchMaker) -> int:
        return await once(self) if gate.is_set() else 0

    with mock.patch.object(BatchMaker, "once", together):
        async with hospital(stack, prefix, folder, MEMBERS, api=True, open_access=False, **access) as world:
            for visit in (OFFICE_VISIT, MISTYPED_CARD, INJECTED_KNEE):
                encounter = await world.encounter(visit)
            await world.until("claim-released", 3)
            gate.set()
            await world.until("denial-opened")
            await world.rest()
            yield world, encounter, await world.claim_of(encounter)


async def test_keyboard_only_from_a_work_item_to_the_claim_on_the_wire(stack: Addresses, prefix: str, tmp_path: Path) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    (tmp_path / "clearinghouse").mkdir()
    biller, analyst = tokens_for_two(tmp_path / "tokens.json")
    day = a_busy_day(stack, prefix, tmp_path / "clearinghouse", tokens=tmp_path / "tokens.json", token=biller)
    async with day as (world, encounter, claim), browser_page(tmp_path / "profile") as page:
        await nobody_comes_in_without_a_token(world, page)
        await a_token_lets_in(page, biller)
        await the_work_page_lists_what_waits(world, page, claim)
        await the_search_box_is_reached_with_tab(page)
        await page.keyboard.type(claim)
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/pages/timeline?id=*")
        await the_timeline_tells_the_whole_story(page)
        await its_x12_opens_with_enter(page, claim)
        await page.screenshot(path=PICTURES / "timeline.png", full_page=True)
        await no_neighbour_is_shown(page, claim)
        await the_same_story_is_told_everywhere(world, page, encounter, claim)
        await logging_out_ends_it(world, page)
        await a_token_lets_in(page, analyst)
        await who_may_not_see_patients_sees_the_story_without_documents(world, page, claim)


async def nobody_comes_in_without_a_token(world: World, page: Page) -> None:
    answer = await page.goto(f"{world.settings.peers['coding']}/pages/work")
    assert answer is not None
    assert answer.status == 401
    assert await page.get_by_label("Your token").evaluate("element => element === document.activeElement"), "the cursor is where one types"
    await page.keyboard.type("rcm_mistyped")
    await page.keyboard.press("Enter")
    assert "This token is not known here." in await page.get_by_role("alert").inner_text()
    await page.screenshot(path=PICTURES / "login.png", full_page=True)


async def a_token_lets_in(page: Page, token: str) -> None:
    await page.keyboard.type(token)
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Log out").wait_for()
    await page.wait_for_url("**/pages/work")
    assert token not in await page.content()
    assert await page.evaluate("document.cookie") == "", "no script reads the token"


async def logging_out_ends_it(world: World, page: Page) -> None:
    await page.goto(f"{world.settings.peers['coding']}/pages/work")
    await reach(page, page.get_by_role("button", name="Log out"))
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/login")
    for service in SERVICES:
        answer = await page.goto(f"{world.settings.peers[service]}/pages/work")
        assert answer is not None
        assert answer.status == 401, service


async def who_may_not_see_patients_sees_the_story_without_documents(world: World, page: Page, claim: str) -> None:
    await page.goto(f"{world.settings.peers['denials']}/pages/timeline?id={claim}")
    told = await page.locator("ol.timeline > li strong").all_inner_texts()
    assert "Claim remitted" in told
    bodies = set(await page.locator("pre").all_text_contents())
    assert bodies == {"Your token may not see documents: they identify the patient."}
    assert "TESTFIR" not in (await page.content()).upper()


async def the_work_page_lists_what_waits(world: World, page: Page, claim: str) -> None:
    await page.goto(f"{world.settings.peers['coding']}/")
    rows = page.locator("tbody tr")
    assert await rows.count() == 1
    words = await rows.first.inner_text()
    assert "modifier 25 missing" in words
    assert claim in words
    await page.screenshot(path=PICTURES / "work.png", full_page=True)
    for service in SERVICES:
        await page.goto(f"{world.settings.peers[service]}/pages/work")
        shown = await page.locator("tbody tr").count()
        assert shown == len(await world.work(service)), service
    await page.goto(f"{world.settings.peers['coding']}/")


async def the_search_box_is_reached_with_tab(page: Page) -> None:
    await reach(page, page.get_by_label("Claim or encounter"))


async def reach(page: Page, wanted: Locator, most: int = 40) -> None:
    """Press Tab until the element has the focus, and see that the focus shows."""
    for _ in range(most):
        await page.keyboard.press("Tab")
        if await wanted.evaluate("element => element === document.activeElement"):
            assert await wanted.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
            return
    raise AssertionError(f"Tab does not reach it within {most} steps")


async def the_timeline_tells_the_whole_story(page: Page) -> None:
    told = await page.locator("ol.timeline > li strong").all_inner_texts()
    story = ["Patient registered", "Encounter cleared", "Claim built", "Claim submitted", "Claim accepted", "Claim remitted"]
    places = [told.index(step) for step in story]
    assert places == sorted(places), told
    assert told.index("Encounter coded") < told.index("Claim built")
    assert told.index("Claim remitted") < told.index("Denial opened") < told.index("Correction requested")
    assert await page.get_by_role("status").count() == 0, "every service answered"


async def its_x12_opens_with_enter(page: Page, claim: str) -> None:
    for kind, mark in (("837P", f"CLM*{claim}*"), ("835", f"CLP*{claim}*"), ("277CA", f"TRN*2*{claim}")):
        details = page.locator("details", has=page.locator("summary", has_text=kind)).first
        assert not await details.evaluate("element => element.open")
        await reach(page, details.locator("summary"))
        await page.keyboard.press("Enter")
        assert await details.evaluate("element => element.open")
        assert mark in await details.locator("pre").inner_text()


async def no_neighbour_is_shown(page: Page, claim: str) -> None:
    """All documents of the page, opened or not: only this patient's part of files that three patients share."""
    everything = (await page.content()).upper()
    assert "TESTFIR" in everything, "the patient's own part is there"
    assert [name for name in NEIGHBOURS if name in everything] == []
    bodies = await page.locator("pre").all_text_contents()
    billed = [line.split("*")[1] for body in bodies for line in body.splitlines() if line.startswith(("CLM*", "CLP*"))]
    assert set(billed) == {claim}


async def the_same_story_is_told_everywhere(world: World, page: Page, encounter: str, claim: str) -> None:
    """Whichever service a person stands at, and whether the claim or the encounter is asked for."""
    stories = set()
    for service in SERVICES:
        for about in (encounter, claim):
            await page.goto(f"{world.settings.peers[service]}/pages/timeline?id={about}")
            stories.add(tuple(await page.locator("ol.timeline > li strong").all_inner_texts()))
    assert len(stories) == 1
