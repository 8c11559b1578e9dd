# `make` lists the targets. Everything is installed into .venv from lock files; nothing outside this folder is changed.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
DISTRIBUTIONS := shared services/eligibility services/coding services/billing/submission \
                 services/billing/adjudication services/denials deploy/embedded deploy/sandbox deploy/demo deploy/stories
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo scenarios up down test check contracts bench chaos lock clean

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: $(VENV)/.run  ## the whole cycle on sample encounters, or INPUT=path of FHIR bundles
	@$(BIN)/rcm demo $(if $(INPUT),--input "$(INPUT)") $(ARGS)

scenarios: $(VENV)/.run  ## the stories of tests/scenarios, or STORIES="file file", played and compared to the cent
	@$(BIN)/rcm scenario $(or $(STORIES),tests/scenarios) $(ARGS)

up: $(VENV)/.run  ## start servers, services and payer sandbox, and keep them running
	@$(BIN)/rcm up $(ARGS)

down: $(VENV)/.run  ## stop what `make up` started
	@$(BIN)/rcm down $(ARGS)

test: $(VENV)/.dev check  ## every test, on real Kafka and PostgreSQL
	@$(BIN)/python -m pytest tests --ignore=tests/unit --ignore=tests/architecture --ignore=tests/bench -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(VENV)/.dev  ## the pure part: lint, types, import contracts, unit tests
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports
	@$(BIN)/python -m pytest tests/unit tests/architecture -q -n auto --dist worksteal $(ARGS)

chaos: $(VENV)/.dev  ## kill, freeze, repeat and compare: TRIALS=10 SEED=1
	@$(BIN)/python -m tests.chaos --trials $(or $(TRIALS),10) --seed $(or $(SEED),1) $(ARGS)

contracts: $(VENV)/.run  ## write JSON Schemas and AsyncAPI from the code
	@$(BIN)/python -m shared.contracts.specification

bench: $(VENV)/.dev  ## speed: the pieces as ratios within one run, then the whole system under load and at ten visits a second
	@$(BIN)/python -m pytest tests/bench -q -s $(ARGS)
	@$(BIN)/python -m tests.bench.system --encounters 3000
	@$(BIN)/python -m tests.bench.system --encounters 600 --rate 10

lock:  ## renew the lock files (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q requirements.in -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q requirements-dev.in -o requirements-dev.lock
	for each in service build; do uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q \
	  -c requirements.lock deploy/image/$$each.in -o deploy/image/$$each.lock; done

clean: down  ## remove the environment and the data of the embedded servers
	rm -rf $(VENV) var

$(VENV)/.run: requirements.lock $(addsuffix /pyproject.toml,$(DISTRIBUTIONS))
	@test -x $(BIN)/python || { echo "installing into $(VENV) (first time only)"; $(PYTHON) -m venv $(VENV); }
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation $(foreach d,$(DISTRIBUTIONS),-e ./$(d))
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
