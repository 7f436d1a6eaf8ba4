# `make demo` and `make test` need nothing but make and a Python from 3.11 on.

SHELL := /bin/sh
.DEFAULT_GOAL := help

# The first interpreter that runs, is new enough and can make a virtual environment.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	"$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
		2>/dev/null && { echo "$$python"; break; }; done)

VENV := .venv
VENV_MIN := .venv-min
BIN := $(VENV)/bin
JOBS ?= 2
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check

CHECKS := check-format lint types layers docs-check test-min pytest

.PHONY: help demo test docs perf soak clean $(CHECKS)

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1: /p' $(MAKEFILE_LIST)

$(VENV)/.stamp: pyproject.toml
	@test -n "$(PYTHON)" || { echo "no python3 >= 3.11 with venv and ensurepip found" >&2; exit 1; }
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	$(BIN)/python $(PIP_INSTALL) --editable '.[dev]'
	@$(BIN)/python -m compileall -q doctrine_check # an editable install brings no bytecode
	@touch $@

# The oldest dependencies that pyproject.toml allows, with the newest test tools.
$(VENV_MIN)/.stamp: pyproject.toml scripts/lowest_bounds.py
	@test -n "$(PYTHON)" || { echo "no python3 >= 3.11 with venv and ensurepip found" >&2; exit 1; }
	@test -x $(VENV_MIN)/bin/python || "$(PYTHON)" -m venv $(VENV_MIN)
	@echo '*' > $(VENV_MIN)/.gitignore
	@$(VENV_MIN)/bin/python scripts/lowest_bounds.py > $(VENV_MIN)/constraints.txt
	$(VENV_MIN)/bin/python $(PIP_INSTALL) --constraint $(VENV_MIN)/constraints.txt \
		--editable '.[prometheus,test]'
	@touch $@

demo: $(VENV)/.stamp ## check documents with real faults, then judge a measured change and three frauds
	@$(BIN)/python examples/demo.py

# Every check runs even when an earlier one fails; the closing line comes only when all passed.
test: $(VENV)/.stamp ## run all tests and linters
	@$(MAKE) --no-print-directory --keep-going $(CHECKS)
	@echo "make test: format, lint, types, layers, documents, lowest bounds and tests passed"

check-format: $(VENV)/.stamp ## formatting only
	$(BIN)/ruff format --check --quiet .

lint: $(VENV)/.stamp ## ruff only
	$(BIN)/ruff check --quiet .

types: $(VENV)/.stamp ## mypy only
	$(BIN)/mypy

layers: $(VENV)/.stamp ## the order of rooms only
	$(BIN)/lint-imports --no-logo

docs-check: $(VENV)/.stamp ## say whether generated documents are up to date
	$(BIN)/python scripts/generate_docs.py --check
	$(BIN)/python scripts/count_forgeries.py --check
	$(BIN)/python scripts/measure_signals.py --check

docs: $(VENV)/.stamp ## rebuild generated documents
	$(BIN)/python scripts/generate_docs.py
	$(BIN)/python scripts/count_forgeries.py
	$(BIN)/python scripts/measure_signals.py

test-min: $(VENV_MIN)/.stamp ## tests with the lowest allowed dependencies
	$(VENV_MIN)/bin/python scripts/lowest_bounds.py --check
	$(VENV_MIN)/bin/python -m pytest -q -n $(JOBS) tests -m "not needs_tool"

pytest: $(VENV)/.stamp ## tests only
	$(BIN)/python -m pytest -q -n $(JOBS)

soak: $(VENV)/.stamp ## property tests with many more examples
	HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -n $(JOBS) -m soak

perf: $(VENV)/.stamp ## benchmarks of start-up, throughput and judging changes
	$(BIN)/python perf/bench_startup.py
	$(BIN)/python perf/bench_throughput.py
	$(BIN)/python perf/bench_change.py

clean: ## remove what was built
	rm -rf $(VENV) $(VENV_MIN) build dist
