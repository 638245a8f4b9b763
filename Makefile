# The commands of the portal. `make` alone lists them. Every one sets up what it needs and nothing more,
# and does so once: stamps in .venv carry the hashes of the files that they were made from.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
PORT ?= 8000
PORTAL_DATA ?= ./var
export PYTHON PORT PORTAL_DATA

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install --quiet --require-hashes --no-deps --only-binary :all:

digest = $(firstword $(shell cat $(1) 2>/dev/null | sha256sum | cut -c1-16))
RUN_STAMP := .venv/run-$(call digest,requirements.txt)
DEV_STAMP := .venv/dev-$(call digest,requirements-dev.txt)
PROJECT_STAMP := .venv/project-$(call digest,pyproject.toml)

CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))
STAGE := scripts/stage
# Tests to run and flags for pytest, as in: make test TESTS="tests/texts -k merge"
TESTS ?=

.PHONY: help setup setup-dev run test check format bench catalogues lock upgrade clean
.NOTPARALLEL:
.DELETE_ON_ERROR:

help:
	@echo "make run         set up what is missing and serve the portal with a demo network on port $(PORT)"
	@echo "make test        set up what is missing and run every test: units, both databases, browser"
	@echo "make check       rules, types, layers, templates, catalogues, migrations, locks"
	@echo "make format      put code and templates in their usual form"
	@echo "make bench       measure speed and weight on this machine"
	@echo "make catalogues  gather the texts of the interface into the translators' catalogues"
	@echo "make lock        write the dependency locks anew after a change of pyproject.toml"
	@echo "make upgrade     the same, moving every dependency to its newest release"
	@echo "make clean       remove what was set up; data in $(PORTAL_DATA) stay"

# Setting up

.venv/bin/python:
	@scripts/system-packages venv
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Please install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@echo "Making a Python environment in .venv"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

$(RUN_STAMP): | .venv/bin/python
	@echo "Installing what the portal runs on (requirements.txt)"
	@$(INSTALL) -r requirements.txt
	@rm -f .venv/run-* && touch $@

$(DEV_STAMP): | .venv/bin/python
	@echo "Installing what the portal runs on and is tested with (requirements-dev.txt)"
	@$(INSTALL) -r requirements-dev.txt
	@rm -f .venv/run-* .venv/dev-* && touch $(RUN_STAMP) $@

# The development lock holds the run lock whole, so one install of it serves both.
$(PROJECT_STAMP): | $(RUN_STAMP)
	@echo "Installing the portal's own command, $(BIN)/portal"
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable . >.venv/project.log 2>&1 \
		|| { cat .venv/project.log; exit 1; }
	@rm -f .venv/project-* && touch $@

%.mo: %.po | $(RUN_STAMP)
	@echo "Compiling $<"
	@$(BIN)/python scripts/catalogues compile $<

setup: $(RUN_STAMP) $(PROJECT_STAMP) $(CATALOGUES)
	@echo "The portal is set up."

setup-dev: $(DEV_STAMP) $(PROJECT_STAMP) $(CATALOGUES)
	@echo "The portal and its tools are set up."

# Using it

run: setup
	@scripts/system-packages --optional fonts
	@echo "Filling the demo network in $(PORTAL_DATA), unless it is there already"
	@$(BIN)/portal demo
	@exec $(BIN)/portal serve

test: setup-dev
	@scripts/system-packages browser postgresql fonts faults
	@echo "Running the tests"
	@$(BIN)/pytest --numprocesses auto $(TESTS)

check: setup-dev
	@$(STAGE) "Locks cover the dependencies" $(BIN)/python scripts/lock --check
	@$(STAGE) "Rules of the code (ruff)" $(BIN)/ruff check --quiet
	@$(STAGE) "Form of the code (ruff format)" $(BIN)/ruff format --quiet --check --diff
	@$(STAGE) "Types (mypy --strict)" $(BIN)/mypy --no-error-summary
	@$(STAGE) "Layers (import-linter)" $(BIN)/lint-imports --no-logo
	@$(STAGE) "Templates (djlint)" $(BIN)/djlint --quiet --lint portal
	@$(STAGE) "Catalogues complete and sound" $(BIN)/python scripts/catalogues check
	@$(STAGE) "Migrations match the models" $(BIN)/portal db check

format: setup-dev
	@$(BIN)/ruff check --quiet --fix-only
	@$(BIN)/ruff format --quiet
	@echo "The code is in its usual form."

bench: setup-dev
	@echo "Measuring; read ratios, not absolutes"
	@$(BIN)/python -m bench $(BENCH)

catalogues: setup
	@$(BIN)/python scripts/catalogues update

lock: setup-dev
	@echo "Resolving the dependencies of pyproject.toml"
	@$(BIN)/python scripts/lock

upgrade: setup-dev
	@echo "Resolving the dependencies of pyproject.toml to their newest releases"
	@$(BIN)/python scripts/lock --upgrade

clean:
	@echo "Removing .venv, compiled catalogues and caches; data in $(PORTAL_DATA) stay"
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build *.egg-info
	@rm -f translations/*/LC_MESSAGES/messages.mo
	@find portal tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
