"""A visit told as FHIR is the same visit: both forms of every encounter of the twelve stories give the same facts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deploy.stories.fhir import bundle
from deploy.stories.format import load, visit
from deploy.stories.format.visit import SOURCE
from deploy.stories.names import Known
from services.eligibility.intake.facts import facts_of
from services.eligibility.intake.fhir.read import read_bundle
from services.eligibility.intake.take import parsed
from services.eligibility.intake.visit import Visit
from shared.contracts.ids import Names
from shared.site import load_site

FOLDER = Path("tests/scenarios")
BOOK = load(sorted(FOLDER.glob("*.yaml")), FOLDER / "site")
NAMES = Names("stories", b"a key for tests only")
KNOWN = Known(BOOK, NAMES)


@pytest.mark.parametrize("name", BOOK.encounters)
def test_both_forms_of_a_visit_give_the_same_facts(name: str, tmp_path: Path) -> None:
    site = load_site(BOOK.write_site(tmp_path))
    on = KNOWN.day_of(BOOK.encounters[name])
    body = visit(BOOK.encounters[name], BOOK.patients, on, site.providers[0].npi)
    [read] = read_bundle(parsed(json.dumps(bundle(body)).encode()), site, on, SOURCE)
    assert read.visit is not None, read
    assert facts_of(read.visit, NAMES, site) == facts_of(Visit.model_validate(body), NAMES, site)
