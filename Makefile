# Only python3, make and the package registries are needed; everything else is set up here.
.DEFAULT_GOAL := help
.PHONY: setup browsers run test lint bench e2e demo clean help

PYTHON ?= python3
BIN := .venv/bin
# Node may be the one of .venv; npm's own scripts must find the same.
NPM = cd extension && PATH="$(CURDIR)/$(BIN):$$PATH" npm --silent

help:  ## What can be made
	@sed -n 's/^\([a-z0-9]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 12

setup:  ## Install everything into this folder and build the extension
	@$(PYTHON) scripts/bootstrap.py

browsers:
	@$(PYTHON) scripts/bootstrap.py --browsers

run: setup  ## Serve the product on http://127.0.0.1:8000
	@exec $(BIN)/sverka serve

test: browsers  ## All tests: Python, extension, end to end in both browsers
	$(BIN)/pytest -n 2 --durations=15
	$(BIN)/pytest tests/e2e -n 2 --dist loadgroup --durations=15
	$(NPM) test

lint: setup  ## Style, types, import rules, rule files, generated files
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sverka rules lint
	$(BIN)/sverka export --check
	$(NPM) run generate -- --check
	$(NPM) run lint

e2e: browsers  ## The story from chat link to warning, in Chromium and in Firefox
	SVERKA_E2E=require $(BIN)/pytest tests/e2e -n 2 --dist loadgroup --durations=15

bench: setup  ## Speed and memory, with the machine they were measured on
	$(BIN)/python scripts/bench.py

demo: browsers  ## Show the product on a local replica of a scam
	$(BIN)/python scripts/demo.py

clean:  ## Remove everything that setup made
	rm -rf .venv extension/node_modules extension/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .e2e build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
