# Two commands: `make run` and `make test`. Both set up .venv by themselves; nothing else is needed than Python 3.11.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# No tool that we run calls home.
export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DAGSTER_DISABLE_TELEMETRY := 1
export GX_ANALYTICS_ENABLED := false

.PHONY: help setup run test test-full lint method report-assets screenshots ui lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

setup: $(STAMP) ## make .venv with the pinned packages

# pip fetches the installer (uv) and uv fetches the rest in seconds. uv does not read pip's configuration, so the
# package index that pip is told to use is handed on; trust comes from the system's certificates. Where uv cannot
# reach the index (a proxy that only pip knows), pip installs the same locked set.
$(STAMP): requirements.lock installer.lock pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	|| { echo "Python 3.11 (up to 3.13) is needed, found: '$(PYTHON)'. Name another: make PYTHON=/path/to/python3.11 …"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the pinned packages into $(VENV) (once, about a minute) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r installer.lock
	@index="$$($(BIN)/python -m pip config get global.index-url 2>/dev/null || true)"; \
	if [ -n "$$index" ]; then export UV_DEFAULT_INDEX="$$index"; fi; \
	$(BIN)/uv pip sync --quiet --system-certs --require-hashes --no-build --compile-bytecode \
		--python $(BIN)/python requirements.lock installer.lock \
	|| { echo "uv could not install; trying pip with the same lock …"; \
	     $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: $(STAMP) ## sample files if landing is empty, then everything from landing to release
	@$(BIN)/eqw run --sample-if-empty

test: $(STAMP) ## lint and all tests
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -n 2 --dist loadfile

test-full: test ## everything `make test` runs, then the long suites (crashes, orders of arrival)
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m full

lint: $(STAMP) ## style, types, layers, SQL
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache >/dev/null || $(BIN)/lint-imports --no-cache
	@$(BIN)/sqlfluff lint --processes 2 dbt_project/models dbt_project/tests

method: $(STAMP) ## measure the scores on worlds of known truth, into docs/method.md (four minutes)
	@$(BIN)/python tests/dbt/bench_scoring.py

report-assets: $(STAMP) ## the stylesheet of the NHS design system for the report (needs npm; without it the report has its own)
	@command -v npm >/dev/null || { echo "npm is needed. Without it the report has a stylesheet of its own, which needs nothing."; exit 2; }
	@folder="$$(mktemp -d)"; trap 'rm -rf "$$folder"' EXIT; \
	npm pack --silent nhsuk-frontend@10.6.1 --pack-destination "$$folder" >/dev/null; \
	$(BIN)/python -m orchestration.lib.report.nhs_look "$$folder/nhsuk-frontend-10.6.1.tgz"

screenshots: $(STAMP) ## pictures of the current release's report, into docs/images/report (needs Chromium)
	@$(BIN)/python -m tests.unit.report.screenshots

ui: $(STAMP) ## the Dagster UI on http://127.0.0.1:3000
	@$(BIN)/eqw ui

lock: $(STAMP) ## pin again from pyproject.toml (hashes, no addresses)
	@$(BIN)/uv pip compile --quiet --system-certs --generate-hashes --no-header --no-annotate --universal \
		--python-version 3.11 --extra dev pyproject.toml -o requirements.lock
	@! grep -n '://' requirements.lock

clean: ## remove .venv and caches; data stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache dbt_project/target
