# Everything starts here: `make run`, `make test`. Both work on a machine with Python 3.11 or newer and nothing else.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON_IN_VENV := .venv/bin/python
INSTALLED := .venv/.installed
PACKAGES := $(wildcard bot adapters flows storage) tests

.PHONY: help run test check format bench faults clean browser

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(INSTALLED) ## Start Accord with the sample project at http://127.0.0.1:8080
	@$(PYTHON_IN_VENV) -m bot serve --sample examples/line3-mes.yaml

# As many workers as cores: with its files in memory a test computes nearly all the time it takes, and more workers than
# cores would only make each slower. Long files start first, so that none is left alone at the end.
test: check browser ## Everything: check, then all tests on SQLite, PostgreSQL and in a real browser
	@tests/in_memory.sh $(PYTHON_IN_VENV) -m pytest --no-loadscope-reorder --numprocesses=auto --maxprocesses=4 --dist=loadfile $(ARGS)

check: $(INSTALLED) ## Formatting, lint, types and import contracts
	@.venv/bin/ruff format --check --quiet --output-format=concise . || { echo "Not formatted: run make format." >&2; exit 1; }
	@.venv/bin/ruff check --quiet .
	@.venv/bin/mypy --no-error-summary $(PACKAGES)
	@.venv/bin/lint-imports --no-logo >.venv/import-contracts.txt 2>&1 || { cat .venv/import-contracts.txt; exit 1; }

format: $(INSTALLED) ## Format the code and apply the safe lint fixes
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format .

bench: $(INSTALLED) ## Measure speed and size; every figure is a ratio within one run
	@$(PYTHON_IN_VENV) -m pytest tests/bench -m bench -s --timeout=1200 $(ARGS)

faults: $(INSTALLED) ## Kill, freeze and cut off Accord thousands of times; says what was lost, doubled or late
	@$(PYTHON_IN_VENV) -m pytest tests/faults -m faults --timeout=3600 $(ARGS)

clean: ## Remove what was made here; data stays
	@rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find bot adapters flows storage tests -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

browser: $(INSTALLED)
	@$(PYTHON_IN_VENV) tests/browser/find_browser.py --install

$(INSTALLED): uv.lock .ci/setup .ci/uv.txt
	@echo "Setting up .venv from uv.lock …"
	@PYTHON='$(PYTHON)' .ci/setup
	@touch $@
