# `make demo` opens a working province; `make test` proves everything. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo up dev test test-ready test-run check fix types requirements bundle clean

DIABAN := .venv/bin/diaban
PY := .venv/bin/python
PG15 := /usr/lib/postgresql/15/bin
FAST := -m "not slow and not browser"
BOTH := -n 2 --dist loadfile

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

setup: ## .venv with what Diaban needs to run
	@requirements/install base

setup-dev: ## .venv with what checks it as well
	@requirements/install dev

demo: setup ## a synthetic province on http://127.0.0.1:8000, with sign-ins
	@$(DIABAN) demo $(ARGS)

up: setup ## the console on the data in .diaban
	@$(DIABAN) up $(ARGS)

dev: setup-dev ## as demo, restarting the web server when a file changes
	@$(DIABAN) demo --reload $(ARGS)

test: setup-dev test-ready ## every test: PostgreSQL 18, the marked ones on 15, chromium
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .
	@$(MAKE) --no-print-directory -j 2 types test-run

# Types are one process's work: beside the tests they keep no core waiting.
test-run:
	@$(PY) -m pytest $(BOTH) $(ARGS)
	@DIABAN_TEST_PG_BIN=$(PG15) $(PY) -m pytest $(BOTH) -m "pg15 and not browser" $(ARGS)

types:
	@$(PY) -m mypy

test-ready:
	@tests/ready

check: setup-dev ## types, lint and fast tests, in under a minute
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -m pytest $(BOTH) $(FAST) $(ARGS)

fix: setup-dev ## format, and mend what lint can mend
	@$(PY) -m ruff check --fix . ; $(PY) -m ruff format .

# Addresses of package indexes belong to the machine, not to the project: none is written.
PIN := -m piptools compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
	--strip-extras --allow-unsafe --no-annotate
requirements: setup-dev ## renew the pinned requirements from pyproject.toml
	@$(PY) -c "import tomllib; p = tomllib.load(open('pyproject.toml', 'rb'))['project']; print(*p['dependencies'], *p['optional-dependencies']['dev'], sep='\n')" \
		| $(PY) $(PIN) --upgrade -o requirements/dev.txt -
	@$(PY) -c "import tomllib; p = tomllib.load(open('pyproject.toml', 'rb'))['project']; print('-c $(CURDIR)/requirements/dev.txt', *p['dependencies'], sep='\n')" \
		| $(PY) $(PIN) -o requirements/base.txt -

bundle: setup-dev ## one file with all wheels, for machines without a network, in dist/
	@$(PY) tools/bundle.py $(ARGS)

clean: ## .venv and caches (data in .diaban stays)
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
