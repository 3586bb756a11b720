# The commands a newcomer needs; CONTRIBUTING.md says more.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
# One environment, filled in two steps: what running needs, and what changing it needs besides.
RUNS   := $(VENV)/.runs
STAMP  := $(VENV)/.locked
PAGES  := $(VENV)/.docs
LOCK   := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url

# What Python has compiled is kept, whatever the shell says: each process begins twice as fast.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup doctor run key test faults simulate soak mutants bench bench-check check covered docs docs-serve pictures lint wheel audit venv lock clean
.DEFAULT_GOAL := help

help: ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

setup: $(RUNS) ## Pencil in your own Slack: asks for what it needs, tries it, and keeps it in .env
	@$(BIN)/python -m bot setup

doctor: $(RUNS) ## whether all that Pencil needs is there, and what to do where it is not
	@$(BIN)/python -m bot doctor

run: $(RUNS) ## a sandbox Slack with Pencil in it; FRESH=1 begins anew, PORT=8701 is another port; with Slack tokens in .env, Slack itself
	@$(BIN)/python -m bot sandbox --unless-tokens $(if $(FRESH),--fresh) $(if $(findstring command,$(origin PORT)),--port $(PORT))

key: $(RUNS) ## a new PENCIL_KEY, to seal the answers to the pulse with
	@$(BIN)/python -m bot key

test: venv ## what is not slow by nature, each story on SQLite or on PostgreSQL; a few minutes
	@$(BIN)/python -m pytest -n auto --dist worksteal --quick

faults: venv ## the long run of kills, bad answers, stuck processes and lost databases; some half an hour
	@$(BIN)/python -m tests.faults

simulate: venv ## a hundred simulated years, each run with its own luck; SEED=7 begins at another; about an hour of one processor
	@$(BIN)/python -m tests.simulation --years 100 --seed $(or $(SEED),1)

soak: venv ## two hours of everything at once with a fault a minute: whether memory, files and what waits stay flat; MINUTES=30
	@$(BIN)/python -m tests.soak --minutes $(or $(MINUTES),120) --seed $(or $(SEED),1) --pace $(or $(PACE),4)

mutants: venv ## whether a room's tests notice small faults put into it, ROOM=ballots; all rooms: an hour or two
	@$(BIN)/python -m tests.mutants $(ROOM) $(if $(AGAIN),--again) $(if $(ALL),--all)

check: venv ## what has to pass before a change lands: lint; every test, on both databases and in a browser
	@$(MAKE) --no-print-directory --jobs 2 lint covered

covered: venv
	@PENCIL_COVERED=.coverage.json $(BIN)/python -m pytest -n auto --dist worksteal
	@$(BIN)/python -m slipcover --merge .coverage.json --out .coverage.json --fail-under 95

bench: venv ## what everything costs beside plain programs; ONLY="win press" for some of it
	@$(BIN)/python -m benchmarks $(ONLY)

bench-check: venv ## whether the last results are as good as they are to be
	@$(BIN)/python -m benchmarks --check

docs: $(PAGES) ## the site, into build/site: every link in it leads somewhere, and nothing comes from elsewhere
	@$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going --nitpicky --doctree-dir build/doctrees docs build/site
	@echo "build/site/index.html"

docs-serve: docs ## the same, on http://127.0.0.1:8000
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory build/site 8000

pictures: venv ## the pictures in docs/pictures, taken anew from the sandbox
	@$(BIN)/python -m pytest --quiet --take-pictures tests/pictures

lint: venv
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

wheel: venv ## dist/: the last commit as a package, with what it was tried with and an SBOM
	@$(BIN)/python -m tools.wheel dist

audit: venv ## whether a locked library is known to be unsafe; exits with 1 if so, with 3 if that could not be asked
	@$(BIN)/python -m tools.audit requirements-dev.txt requirements-uv.txt

venv: $(STAMP) ## .venv with everything locked

$(RUNS): requirements.txt requirements-uv.txt
	@$(PYTHON) tools/install.py $(VENV) requirements.txt
	@touch $(RUNS)

$(PAGES): requirements-docs.txt requirements-uv.txt
	@$(PYTHON) tools/install.py $(VENV) requirements-docs.txt
	@touch $(PAGES)

$(STAMP): requirements-dev.txt requirements-uv.txt
	@$(PYTHON) tools/install.py $(VENV) requirements-dev.txt
	@touch $(RUNS) $(PAGES) $(STAMP)

lock: venv ## write the lock files anew
	@$(BIN)/uv pip compile $(LOCK) --group install -o requirements-uv.txt
	@$(BIN)/uv pip compile $(LOCK) pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile $(LOCK) --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	@$(BIN)/uv pip compile $(LOCK) --group docs -c requirements-dev.txt -o requirements-docs.txt

clean: ## everything that can be made again
	rm -rf $(VENV) build .coverage* .mypy_cache .pytest_cache .ruff_cache sandbox.* dist
