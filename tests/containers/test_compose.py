"""docker-compose.yml: each service becomes healthy by itself, and all of them together take an encounter to a paid claim."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.containers.compose import Project, until_paid, up
from tests.containers.engine import IMAGES, SERVICES, docker

pytestmark = pytest.mark.timeout(600)
OTHERS = {"kafka", "postgres"}
OWNED = {"adjudication": "adjudication_owner"}
"""Services whose schema belongs to another role."""
Image = Callable[[str], str]


def status(project: Project, service: str, path: str, **headers: str) -> int:
    return httpx.get(f"{project.address(service)}{path}", headers=headers, timeout=30, trust_env=False).status_code


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_becomes_healthy_alone(service: str, image: Image, tmp_path: Path) -> None:
    image(service)
    with up(service, tmp_path, RCM_PEERS="", RCM_LINKS="") as project:
        found = project.containers()
        assert {each["Service"] for each in found} == {service, *OTHERS}, "nothing of its siblings"
        assert {each["Health"] for each in found} == {"healthy"}
        assert status(project, service, "/readyz") == 200
        assert status(project, service, "/v1/work-items") == 401, "nobody is let in without a token"
        assert _is_locked(project, service)
        assert _owns_only(project, service)


def _is_locked(project: Project, service: str) -> bool:
    """Read-only, no rights of root, and published on this machine only."""
    told = project.inspect(service)
    host = told["HostConfig"]
    published = {each["HostIp"] for binding in host["PortBindings"].values() for each in binding}
    assert (host["ReadonlyRootfs"], host["CapDrop"], published) == (True, ["ALL"], {"127.0.0.1"})
    assert "no-new-privileges:true" in host["SecurityOpt"]
    assert told["Config"]["User"] == "10001:10001"
    secrets = {mount["Destination"].rpartition("/")[2] for mount in told["Mounts"] if mount["Destination"].startswith("/run/secrets/")}
    owner = {f"{OWNED[service]}.password"} if service in OWNED else set()
    return secrets == {"site.key", "kafka.password", f"{service}.password", *owner}


def _owns_only(project: Project, service: str) -> bool:
    """Its role makes no schema and sees no other service's."""
    other = next(name for name in SERVICES if name != service)
    sql = (
        f"SELECT has_database_privilege('{service}', 'rcm', 'CREATE') OR has_schema_privilege('{service}', '{other}', 'USAGE') "
        f"OR has_schema_privilege('{service}', '{service}', 'CREATE') = {service in OWNED}"
    )
    return project.compose("exec", "-T", "postgres", "psql", "-U", "postgres", "-At", "rcm", "-c", sql) == "f"


def test_all_of_them_take_an_encounter_to_a_paid_claim(image: Image, tmp_path: Path) -> None:
    for name in IMAGES:
        image(name)
    with up("all", tmp_path, RCM_TODAY="2026-11-02") as project:
        system = project.token(image("adjudication"), "system")
        project.compose("cp", "sandbox:/samples/fhir", str(tmp_path / "fhir"))
        bundles = sorted((tmp_path / "fhir").glob("*.json"))[:12]
        assert len(bundles) == 12
        for bundle in bundles:
            headers = {**system, "content-type": "application/fhir+json"}
            answer = httpx.post(
                f"{project.address('eligibility')}/v1/fhir", content=bundle.read_bytes(), headers=headers, timeout=60, trust_env=False
            )
            assert answer.status_code == 202, answer.text
        said = until_paid(project.address("adjudication"), system, 180)
        assert float(said["billed"]) >= float(said["paid"]) > 0
        assert docker("logs", f"{project.name}-sandbox-1"), "the payers say what they did"
