"""One trial: the whole system from empty, the same work, the faults of a plan, and a picture of what it came to."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from deploy.demo.staff import Staff
from deploy.embedded.errors import StackError
from deploy.embedded.installation import Running, services_on
from tests.chaos import payers, picture
from tests.chaos.books import AWAY, Books, Rows
from tests.chaos.calm import Calm, Restless, topics
from tests.chaos.client import Stubborn, Unanswered
from tests.chaos.compare import Difference, on_kafka
from tests.chaos.copier import Copier
from tests.chaos.faults import Plan
from tests.chaos.follower import Follower, Line
from tests.chaos.ground import Ground
from tests.chaos.harm import Harm
from tests.chaos.picture import Picture
from tests.chaos.workload import LESS, SIGNED

PATIENCE_S = 180.0
CONNECTIONS = 4
FHIR = {"content-type": "application/fhir+json"}
FAILURES = (Restless, Unanswered, StackError, *AWAY)
ORDER = "SELECT topic, key, event_id FROM outbox ORDER BY id"


@dataclass
class Trial:
    """What happened in one trial. `failure` is a sentence when it did not come to rest."""

    plan: Plan
    seconds: float = 0.0
    rest_s: float = 0.0
    """From the end of the last fault until nothing moved any more."""
    events: int = 0
    encounters: int = 0
    claims: int = 0
    repeats: int = 0
    """Messages that the stages dropped because they had seen them, as far as living processes remember."""
    requests_repeated: int = 0
    inquiries_repeated: int = 0
    """270s beyond one per question: asking twice does no harm, and is what happens to a question that was on its way when its asker died."""
    done: list[str] = field(default_factory=list)
    deaths: list[str] = field(default_factory=list)
    """Processes that ended although nobody ended them, and were started again."""
    differences: list[Difference] = field(default_factory=list)
    failure: str = ""
    picture: Picture = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return not self.failure and not self.differences

    def count(self, kind: str) -> int:
        """How many rows are `lost` or `doubled`."""
        return sum(each.times for each in self.differences if each.kind == kind)


@dataclass
class _Scene:
    """Everything that is alive during a trial."""

    ground: Ground
    books: Books
    running: Running
    follower: Follower
    copier: Copier
    stubborn: Stubborn
    client: httpx.Client
    harm: Harm
    staff: Staff
    known: dict[str, Mapping[str, Any]]

    def calm(self) -> Calm:
        sandbox = self.running.supervisor.child("sandbox").argv
        address = sandbox[list(sandbox).index("--listen") + 1]
        return Calm(
            self.books, self.running.kafka, self.running.clearinghouse, f"http://{address}", self.staff.look_around, self._others, self.ground.readers
        )

    def _others(self) -> list[str]:
        self.running.supervisor.check()
        if self.harm.failures:
            raise StackError(self.harm.failures[0])
        if self.follower.failure:
            raise StackError(f"the subscriber failed: {self.follower.failure}")
        copies = ["files to come twice"] if self.copier.missing() else []
        return [*self.harm.under_way, *self.follower.lacks(self.books.events()), *copies]


def run(ground: Ground, plan: Plan, total: int) -> Trial:
    """Play it to its end; whatever is found is in the result. `total` is how many events the undisturbed run announced."""
    trial, began = Trial(plan), time.monotonic()
    books = ground.books()
    try:
        with _scene(ground, books, plan, total) as scene:
            try:
                _play(scene)
                trial.rest_s = time.monotonic() - max(scene.harm.last_s, began)
            except FAILURES as fault:
                trial.failure = str(fault)
            _look(scene, trial)
            _note(scene, trial)
    except FAILURES as fault:
        trial.failure = trial.failure or str(fault)
    ground.forget(books)
    trial.seconds = time.monotonic() - began
    return trial


@contextmanager
def _scene(ground: Ground, books: Books, plan: Plan, total: int) -> Iterator[_Scene]:
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    known: dict[str, Mapping[str, Any]] = {}
    stubborn = Stubborn(plan.commands_twice)
    with (
        services_on(ground.stack, ground.plan(books.prefix)) as running,
        Follower(running.kafka, topics(books.prefix), plan.messages_twice) as follower,
        Copier(running.clearinghouse / "from-clearinghouse", plan.files_twice) as copier,
        httpx.Client(transport=stubborn, timeout=5) as client,
        Harm(ground.stack, running, books, plan, total, ground.disk) as harm,
    ):
        try:
            yield _Scene(ground, books, running, follower, copier, stubborn, client, harm, Staff(running.addresses, client, known), known)
        finally:
            harm.__exit__()
            for name in (*running.addresses, "sandbox"):  # an orderly end of six processes would take as long as the trial
                running.supervisor.crash(name, away_s=3600)


def _play(scene: _Scene) -> None:
    """In waves, because what a payer takes back depends on what it has paid before: each begins when the one before is over."""
    workload, calm = scene.ground.workload, scene.calm()
    _register(scene, workload.first)
    calm.wait(PATIENCE_S)
    [overcoded] = [id for id, known in scene.known.items() if known is workload.known[workload.overcoded]]
    _command(scene, "coding", f"/v1/charts/{overcoded}/correction", LESS)
    calm.wait(PATIENCE_S)
    [claim] = scene.client.get(f"{scene.running.addresses['submission']}/v1/claims", params={"encounter": overcoded}).json()["claims"]
    _command(scene, "submission", f"/v1/claims/{claim['claim_id']}/reopen", SIGNED)
    calm.wait(PATIENCE_S)
    _register(scene, [workload.latecomer])
    calm.wait(PATIENCE_S)
    scene.harm.finish()
    calm.wait(PATIENCE_S)


def _register(scene: _Scene, visits: Sequence[str]) -> None:
    address = scene.running.addresses["eligibility"]

    def post(visit: str) -> tuple[str, str]:
        answer = scene.client.post(f"{address}/v1/fhir", content=scene.ground.workload.bundles[visit], headers=FHIR)
        if answer.status_code != 202:
            raise StackError(f"{visit} was refused: {answer.status_code} {answer.text[:300]}")
        return visit, str(answer.json()["encounters"][0]["encounter_id"])

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        registered = list(pool.map(post, visits))
    for visit, encounter_id in registered:
        scene.known[encounter_id] = scene.ground.workload.known[visit]
        scene.staff.collect(encounter_id)


def _command(scene: _Scene, service: str, path: str, body: Mapping[str, Any]) -> None:
    answer = scene.client.post(scene.running.addresses[service] + path, json=body)
    if answer.status_code != 202:
        raise StackError(f"{path} was refused: {answer.status_code} {answer.text[:300]}")


def _look(scene: _Scene, trial: Trial) -> None:
    """The picture, and what can be judged without another one."""
    clearinghouse = scene.running.clearinghouse
    trial.picture = picture.take(scene.books)
    trial.picture["claim received by the payers"] = payers.received(clearinghouse)
    trial.picture["carried forward by the payers"] = payers.carried_forward(clearinghouse)
    trial.differences = on_kafka(_announced(scene.books), scene.follower.order)
    numbers = payers.interchanges(clearinghouse)
    trial.differences += [Difference("doubled", "interchange at the clearinghouse", (number,), n - 1) for number, n in numbers.items() if n > 1]
    trial.differences += [Difference("lost", "interchange at the clearinghouse", (name,), 1) for name in payers.set_aside(clearinghouse)]
    trial.differences += [Difference("doubled", "answer to a repeated command", (text,), 1) for text in scene.stubborn.unlike]


def _announced(books: Books) -> dict[Line, list[str]]:
    lines: dict[Line, list[str]] = {}
    for rows in books.everywhere(ORDER).values():
        for row in rows:
            lines.setdefault((books.prefix + row["topic"], row["key"]), []).append(row["event_id"])
    return lines


def _note(scene: _Scene, trial: Trial) -> None:
    """Figures that are worth knowing and prove nothing."""
    trial.events = scene.books.events()
    trial.encounters, trial.claims = len(trial.picture["encounter"]), len(trial.picture["claim"])
    trial.requests_repeated = scene.stubborn.repeats.total()
    trial.done, trial.deaths = scene.harm.done, [f"{name} (exit code {code})" for name, code in scene.running.supervisor.ends]
    states = [scene.client.get(f"{address}/v1/status").json() for address in scene.running.addresses.values()]
    trial.repeats = sum(counts.get("repeated", 0) for state in states for counts in state["counts"].values())
    asked: Rows = scene.books.read({"asked": ("eligibility", "SELECT coalesce(sum(attempt - 1), 0) AS again FROM outside_call")})["asked"]
    trial.inquiries_repeated = int(asked[0]["again"])
