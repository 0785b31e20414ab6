# Everything a developer types. `make check` is what CI runs, all of it.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
IMAGES ?=

.PHONY: help setup demo test check lint types generated fmt regenerate spec lock docs bench clean

help: ## This list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1|/' | awk -F'|' '{printf "  make %-11s %s\n", $$1, $$2}'

setup: $(VENV)/.installed ## Install what is needed into .venv; needs nothing but python3

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make setup PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## A run, end to end, on real images; IMAGES=some/folder takes yours
	$(BIN)/seawall demo $(if $(IMAGES),--images "$(IMAGES)")

test: setup ## The whole test suite
	$(BIN)/python -m pytest -n auto

check: setup lint types generated test docs ## Exactly what CI runs

lint: setup ## Style, and that nothing is left unformatted
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: setup ## mypy, strict
	$(BIN)/mypy

generated: setup ## That generated and derived files are what their sources say
	$(BIN)/python -m seawall.codegen.derive --check src tests
	$(BIN)/seawall spec --check
	$(BIN)/seawall generate platform --check
	$(BIN)/seawall schemas --check
	$(BIN)/seawall reference --check

fmt: setup ## Format and mend what can be mended
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

regenerate: setup ## Make generated and derived files anew
	$(BIN)/seawall generate platform
	$(BIN)/python -m seawall.codegen.derive src tests
	$(BIN)/python -m tests.core.retry.retry_table
	$(BIN)/seawall schemas
	$(BIN)/seawall reference

spec: setup ## Export openapi.json from the local platform
	$(BIN)/seawall spec

lock: setup ## Pin every dependency anew, with hashes, for Python 3.11 to 3.14
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --all-extras --upgrade \
	  --custom-compile-command "make lock" --quiet --output-file requirements.lock pyproject.toml

docs: setup ## Build the documentation into site/
	$(BIN)/zensical build --clean --strict

bench: setup ## Measure speed and memory against their peers, in one run
	$(BIN)/python -m benchmarks

clean: ## Throw away what can be made again
	rm -rf $(VENV) site dist demo-output .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
