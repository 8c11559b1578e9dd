"""The statement in a real browser: on the screen, on a telephone, and on paper."""

from pathlib import Path

import pytest

from tests.browser.test_pages import CHROMIUM, PICTURES, browser_page
from tests.unit.adjudication.test_statement_page import addressee, drawn, registered, statement

pytestmark = [pytest.mark.anyio, pytest.mark.skipif(not CHROMIUM, reason="NO CHROMIUM on this machine: no page was looked at")]


async def test_a_printed_statement_has_the_table_and_the_address_and_no_navigation(tmp_path: Path) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    async with browser_page(tmp_path / "profile") as page:
        await page.set_content(drawn(statement(), addressee(registered())))
        assert await page.locator("header").is_visible()
        assert await page.get_by_role("cell", name="210.00").last.is_visible()
        await page.screenshot(path=PICTURES / "statement.png", full_page=True)
        await page.emulate_media(media="print")
        assert not await page.locator("header").is_visible()
        assert await page.get_by_text("7 Mill Lane").is_visible()
        paper = await page.pdf(format="Letter")
        assert paper.count(b"/Type /Page\n") == 1, "one sheet"


async def test_a_narrow_screen_scrolls_the_table_and_not_the_page(tmp_path: Path) -> None:
    async with browser_page(tmp_path / "profile") as page:
        await page.set_viewport_size({"width": 380, "height": 800})
        await page.set_content(drawn(statement(), addressee(registered())))
        assert await page.evaluate("document.documentElement.scrollWidth") <= 380
