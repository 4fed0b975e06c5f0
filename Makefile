.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

help: ## Say what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(VENV)/run: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/run
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.txt
	@touch $@

setup: $(VENV)/dev ## Make the virtual environment, with the tools for tests

run: $(VENV)/run ## Serve the site at http://127.0.0.1:8000
	@$(BIN)/python -m app

demo: $(VENV)/run ## Serve the demonstration organisation
	@$(BIN)/python -m app demo

upgrade: $(VENV)/run ## Migrate the database and load the cases
	@$(BIN)/python -m app upgrade

content: $(VENV)/dev ## Check every lesson, case and framework
	@$(BIN)/python -m app check-content

vectors: $(VENV)/run ## Work out the meaning of new or changed cases, for the search
	@$(BIN)/python -m app vectors

migration: $(VENV)/dev ## Draft a migration: make migration m="why"
	@$(BIN)/python -m app migration "$(m)"
	@$(BIN)/ruff format --quiet migrations

fix: $(VENV)/dev ## Put formatting and simple faults right
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

lint: $(VENV)/dev ## Formatting, lint and import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types: $(VENV)/dev ## Types
	$(BIN)/mypy

quick: $(VENV)/dev ## Tests on SQLite, without a browser
	$(BIN)/pytest -q -n auto --engine sqlite --ignore tests/browser

test: $(VENV)/dev lint types ## Everything that decides
	@sh tests/browser/find-browser.sh
	$(BIN)/pytest -q -n auto

bench: $(VENV)/dev ## Measure the pages against their hello twin
	@$(BIN)/python -m tests.bench

quality: $(VENV)/dev ## Measure the search on judged questions
	@$(BIN)/python -m tests.quality

soak: $(VENV)/dev ## Send 2,000 entries while everything fails, and count them
	@$(BIN)/python -m tests.soak

lock: ## Pin every requirement again, with hashes (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements.txt requirements.in
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements-dev.txt requirements-dev.in

.PHONY: help setup run demo upgrade content vectors migration fix lint types quick test bench quality soak lock
