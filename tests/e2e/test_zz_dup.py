import asyncio, pytest
from pathlib import Path
from tests.scenarios.world import hospital, OUT
from tests.scenarios.visits import *
from tests.scenarios.books import *
pytestmark = pytest.mark.anyio
async def test_x(stack, prefix, tmp_path):
    async with hospital(stack, prefix, tmp_path, MEMBERS) as world:
        v = await world.encounter(OFFICE_VISIT)
        await world.until("claim-remitted"); await world.rest()
        c = await world.claim_of(v)
        for p in sorted((tmp_path/OUT/"taken").glob("837*")):
            (tmp_path/OUT/("copy-"+p.name)).write_bytes(p.read_bytes())
        await asyncio.sleep(2); await world.rest()
        print(sorted(p.name for p in (tmp_path/"from-clearinghouse").iterdir()))
        print((await world.get("submission", f"/v1/claims/{c}"))["status"])
        for s in world.harness.runtimes: print(s, await world.work(s))
        print([e["event"] for e in await world.events("interchange-acknowledged","claim-rejected","claim-acknowledged")])
        raise SystemExit
