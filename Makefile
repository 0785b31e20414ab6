# The commands for developers. `make check` is what CI runs.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
IMAGES ?=
# Two more than there are cores: many tests wait for a server or a timeout, and one more still leaves cores idle.
WORKERS ?= $(shell $(PYTHON) -c "import os; print(2 + (os.cpu_count() or 1))")

AGENTS_PEERS := tests/local/agents/peers
SESSIONS_PEERS := tests/local/sessions/peers
LOGIN_PEERS := tests/local/platform/oauth
PLATFORM_PEERS := tests/local/platform/peers
BENCH := $(VENV)/bench
PEER_OPTIONS := --generate-hashes --no-emit-index-url --custom-compile-command "make lockpeers" --quiet

# The same seed mutates the same specs: a run of CI can be repeated.
FUZZ_SECONDS ?= 20
FUZZ_SEED ?= 1

# pytest keeps the modules that it has rewritten: a run without them takes twice as long to begin.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup demo demo-agents demo-sessions unit test coverage fuzz check lint types generated fmt regenerate spec lock lockpeers docs dist bench bench-setup clean

help: ## This list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-13s %s\n", $$1, $$2}'

setup: $(VENV)/.installed ## Install everything into .venv; needs only python3

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make setup PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## A run, end to end, on real images; IMAGES=some/folder uses yours
	$(BIN)/seawall demo $(if $(IMAGES),--images "$(IMAGES)")

demo-agents: setup ## A run of an agent, end to end: its log live, and its webhook
	$(BIN)/seawall agents demo

demo-sessions: setup ## Three batch sessions, end to end: replicas that divide a list
	$(BIN)/seawall sessions demo

unit: setup ## The fast tests: no server, no other process
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not slow"

test: setup ## The test suite, without the exhaustive tests that make check runs too
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not exhaustive"

coverage: setup ## The whole test suite, exhaustive tests too, with the coverage that CI requires
	$(BIN)/python -m coverage erase
	@# A test takes longer while its coverage is measured: those that add nothing to it run by themselves.
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m unmeasured
	$(BIN)/python -m coverage run -m pytest -n $(WORKERS) --dist worksteal -m "not unmeasured"
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report --skip-covered --include="src/seawall/core/*" --fail-under=100
	$(BIN)/python -m coverage report --skip-covered --omit="src/seawall/core/*" --fail-under=95

fuzz: setup ## Mutated specs through the pipeline, for FUZZ_SECONDS, from FUZZ_SEED
	$(BIN)/python -m tests.codegen.fuzz $(FUZZ_SECONDS) $(FUZZ_SEED)

check: setup ## Exactly what CI runs
	@# Each of the first steps uses one core: they run two at a time. The tests use all cores.
	$(MAKE) --jobs=2 lint types generated fuzz docs
	$(MAKE) coverage

lint: setup ## Style and formatting
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: setup ## mypy, strict; and pyright over the public names
	$(BIN)/mypy
	$(BIN)/python -m tests.contract.type_completeness

generated: setup ## Check that generated and derived files match their sources
	$(BIN)/python -m seawall.codegen.derive --check --strict src tests
	$(BIN)/seawall spec --check
	$(BIN)/seawall generate platform --check
	$(BIN)/seawall generate platform_v0 --check
	$(BIN)/seawall generate agents --check
	$(BIN)/seawall generate sessions --check
	$(BIN)/seawall surface platform --check
	$(BIN)/seawall surface agents --check
	$(BIN)/seawall surface sessions --check
	$(BIN)/seawall schemas --check
	$(BIN)/seawall reference --check

fmt: setup ## Format, and fix what ruff can fix
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

regenerate: setup ## Generate and derive all files again
	$(BIN)/seawall generate platform
	$(BIN)/seawall generate platform_v0
	$(BIN)/seawall generate agents
	$(BIN)/seawall generate sessions
	$(BIN)/python -m seawall.codegen.derive src tests
	$(BIN)/seawall surface platform --write
	$(BIN)/seawall surface agents --write
	$(BIN)/seawall surface sessions --write
	$(BIN)/python -m tests.core.retry.retry_table
	$(BIN)/seawall schemas
	$(BIN)/seawall reference

spec: setup ## Export the specs from the local servers
	$(BIN)/seawall spec

lock: setup ## Upgrade and pin every dependency, with hashes, for Python 3.11 to 3.14
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --all-extras --upgrade \
	  --custom-compile-command "make lock" --quiet --output-file requirements.lock pyproject.toml

lockpeers: setup ## Pin the public clients of tests and benchmarks, with hashes
	$(BIN)/uv pip compile benchmarks/peers.in pyproject.toml --extra cli --extra local --extra codegen --extra fast --extra httpx \
	  --constraint requirements.lock --no-strip-extras --universal --python-version 3.11 $(PEER_OPTIONS) --output-file benchmarks/peers.lock
	echo codegen-api-client==1.0.0 | $(BIN)/uv pip compile - --universal --python-version 3.11 $(PEER_OPTIONS) --output-file $(AGENTS_PEERS)/generated_client.lock
	echo codegen==0.57.0 | $(BIN)/uv pip compile - --universal --python-version 3.12 $(PEER_OPTIONS) --output-file $(AGENTS_PEERS)/official_client.lock
	@# Their commands fail with a newer typer, which their own requirements allow.
	printf 'canfar==1.5.2\ntyper<0.29\n' | $(BIN)/uv pip compile - --universal --python-version 3.11 $(PEER_OPTIONS) --output-file $(SESSIONS_PEERS)/canfar_1_5.lock
	printf 'canfar==1.0.4\ntyper<0.25\n' | $(BIN)/uv pip compile - --universal --python-version 3.11 $(PEER_OPTIONS) --output-file $(SESSIONS_PEERS)/canfar_1_0.lock
	printf 'authlib==1.9.10\ngoogle-auth-oauthlib==1.5.0\nrequests-oauthlib==2.0.0\njoserfc==1.8.0\n' | $(BIN)/uv pip compile - --universal --python-version 3.11 $(PEER_OPTIONS) --output-file $(LOGIN_PEERS)/login_clients.lock
	echo skaha==1.7.0 | $(BIN)/uv pip compile - --universal --python-version 3.11 $(PEER_OPTIONS) --output-file $(SESSIONS_PEERS)/skaha_1_7.lock
	@# Its desktop window needs a package that is not published as a wheel.
	echo aignostics==1.6.0 | $(BIN)/uv pip compile - --override $(PLATFORM_PEERS)/aignostics_1_6.overrides --universal --python-version 3.11 $(PEER_OPTIONS) --output-file $(PLATFORM_PEERS)/aignostics_1_6.lock
	@# Its versions are in its package.json.
	cd $(PLATFORM_PEERS)/typescript && npm install --package-lock-only --ignore-scripts --no-audit --no-fund

docs: setup ## Build the documentation into site/
	$(BIN)/zensical build --clean --strict

dist: setup ## Build the wheel and the sdist into dist/, without a network
	rm -rf dist
	$(BIN)/uv build --python $(BIN)/python --no-build-isolation --offline --quiet --out-dir dist
	@ls dist

bench-setup: $(BENCH)/.installed ## Install the peers of make bench, and Seawall, into .venv/bench

$(BENCH)/.installed: benchmarks/peers.lock openapi.json pyproject.toml
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r benchmarks/peers.lock
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BENCH)/bin/python -m benchmarks.peer_clients
	@touch $@

bench: bench-setup ## Measure speed and memory against peers; write benchmarks/RESULTS.md
	$(BENCH)/bin/python -m benchmarks $(BENCH_OPTIONS)

clean: ## Delete everything that make can build
	rm -rf $(VENV) site dist demo-output .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
