# Everything a developer does, one word each. Needs Python 3.11-3.13 with its venv module, and make (GNU make 3.81 will do).
# Nothing is installed outside .venv. A stamp file per step makes a second run immediate, without network.

VENV    := .venv
BIN     := $(VENV)/bin
STAMPS  := $(VENV)/stamps
SETUP   := requirements/setup.txt
RUNTIME := requirements/runtime.txt
DEV     := requirements/dev.txt
UV      := $(BIN)/uv --quiet
# $(call SYNC,files): installs exactly what the locks name. Compiled once here, or every start of the bot compiles for
# itself. Where only pip is set up for the network (an index or a certificate of its own), pip installs the same files.
SYNC     = $(UV) pip sync --python $(BIN)/python --require-hashes --compile-bytecode $(1) || \
           $(BIN)/python -m pip install --quiet --require-hashes $(addprefix --requirement ,$(1))
# The build backend stands in the lock too, so that no build fetches anything on its own.
EDIT    := $(UV) pip install --python $(BIN)/python --no-deps --no-build-isolation --editable .
COMPILE := $(UV) pip compile --universal --python-version 3.11 --generate-hashes --upgrade \
           --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
FITS    := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))

UV_HTTP_TIMEOUT ?= 180
export UV_HTTP_TIMEOUT
# Compiled once, and not by each worker and each of the processes that tests start: they take seconds for it.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install dev demo test more postgresql soak check lint types suite bench crash eval model record format lock picture clean
.DEFAULT_GOAL := help

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1 /p' Makefile | while read -r name words; do printf 'make %-8s %s\n' "$$name" "$$words"; done

install: $(STAMPS)/runtime ## set up .venv with what the bot runs on

demo: install ## play the whole bot in a browser, on a small Slack of its own
	@$(BIN)/cxbot sandbox

dev: $(STAMPS)/dev ## set up .venv with the checks and tests as well

test: dev ## run every check, then a test of everything that is promised, the long ones in a short form
	@$(MAKE) --no-print-directory -j 2 lint types suite  # side by side: the types have one core busy for a minute

# Three at once, on two cores: a part of the time of many tests is waiting.
WORKERS := -n 3 --dist worksteal

suite: dev
	@$(BIN)/python -m pytest $(WORKERS) --timeout 300 -m "not more"

more: dialogs ## run what 'make test' leaves out: all variations of its tests, and every dialog once more on PostgreSQL
	@$(BIN)/python -m pytest $(WORKERS) --timeout 300 -m more

JOURNEYS := tests/dialogs tests/use_cases tests/access tests/commands

dialogs: dev ## play all dialogs, over real HTTP, on PostgreSQL
	@CXBOT_TEST_STORE=postgresql $(BIN)/python -m pytest $(WORKERS) --timeout 300 tests/dialogs

postgresql: dev ## run dialogs, use cases, attacks and commands on PostgreSQL: ten minutes, before a change of the store lands
	@CXBOT_TEST_STORE=postgresql $(BIN)/python -m pytest $(WORKERS) --timeout 300 $(JOURNEYS)

soak: check postgresql ## run every test in its long form, then the crash run, the bench and the evaluations: for a night
	@SOAK=1 $(BIN)/python -m pytest $(WORKERS) --timeout 1800
	@$(BIN)/python -m tests.programs.crash
	@$(BIN)/python -m tests.programs.bench
	@$(BIN)/python -m tests.programs.eval

check: lint types ## check format, lint, types and the import law

lint: dev
	@$(BIN)/ruff format --check --quiet . || { echo "The files above are not formatted: run 'make format'." >&2; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports

types: dev
	@$(BIN)/mypy

crash: dev ## kill and freeze serving bots, set their clock wrong: 1,000 faults, nothing lost, nothing twice; STORE=postgresql
	@$(BIN)/python -m tests.programs.crash --faults $(or $(FAULTS),1000) $(if $(SEASONS),--seasons $(SEASONS)) $(if $(SEED),--seed $(SEED)) $(if $(STORE),--store $(STORE))

bench: dev ## measure the bot against bare Bolt; WRITE=1 writes docs/figures.md, PARTS="stores million" these parts of it
	@$(BIN)/python -m tests.programs.bench $(if $(WRITE),--write docs/figures.md) $(PARTS)

eval: dev ## draft fixed assessments with the configured model, count what passes; LIMIT=3, WRITE=1 writes docs/drafts.md
	@$(BIN)/python -m tests.programs.eval $(if $(LIMIT),--limit $(LIMIT)) $(if $(WRITE),--write docs/drafts.md)

model: dev ## serve a small model on this machine, for drafts; fetches and builds it once (MODEL_FILE, MODEL_SERVER: others)
	@$(BIN)/python -m tests.programs.recording serve

record: dev ## record the cassettes in tests/programs/recording anew, from that model
	@$(BIN)/python -m tests.programs.recording record

format: dev ## format the code and mend what ruff can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

picture: dev ## remake the pictures in docs/ from the sandbox's finished quarter
	@$(BIN)/python docs/picture.py

lock: $(STAMPS)/setup ## take the newest versions that fit pyproject.toml into requirements/
	@$(COMPILE) pyproject.toml --output-file $(RUNTIME)
	@$(COMPILE) --group setup --constraint $(RUNTIME) --output-file $(SETUP)
	@$(COMPILE) pyproject.toml --group setup --group dev --constraint $(RUNTIME) --constraint $(SETUP) --output-file $(DEV)
	@echo typst | $(COMPILE) - --constraint $(DEV) --output-file requirements/pdf.txt
	@printf 'psycopg[binary]\npsycopg-pool\n' | $(COMPILE) - --constraint $(DEV) --output-file requirements/postgres.txt
	@if grep -n '://' requirements/*.txt; then echo "The locks must name no address: see the lines above." >&2; exit 1; fi

clean: ## remove .venv and every cache
	@rm -rf $(VENV) dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMPS)/setup: $(SETUP)
	@for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
	    if "$$python" -c '$(FITS)' 2>/dev/null; then exec "$$python" -m venv --clear $(VENV); fi; \
	done; \
	echo "cxbot needs Python 3.11, 3.12 or 3.13 with its venv module: 'apt install python3 python3-venv' or" \
	     "'brew install python@3.13', or name one: 'make install PYTHON=/path/to/python'." >&2; exit 1
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(SETUP)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: $(STAMPS)/setup $(RUNTIME) pyproject.toml
	@$(call SYNC,$(SETUP) $(RUNTIME))
	@$(EDIT)
	@touch $@

$(STAMPS)/dev: $(STAMPS)/runtime $(DEV)
	@$(call SYNC,$(DEV))
	@$(EDIT)
	@touch $@
