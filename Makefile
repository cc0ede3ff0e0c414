# `make` alone prints this list.
.DEFAULT_GOAL := help
.PHONY: help run setup test lint format bench docs messages pins clean
PYTHON ?=
export PYTHON
BIN := .venv/bin

help:  ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run:  ## Set up everything and open the demo city Riverbend
	@scripts/set-up run
	@$(BIN)/duty demo $(if $(PORT),--port $(PORT))

setup:  ## Set up for development, and stop there
	@scripts/set-up test

test:  ## Set up everything and run the tests (lint included)
	@scripts/set-up test
	@$(MAKE) --no-print-directory lint
	@$(BIN)/pytest -q --no-header -n auto --dist loadgroup -m "not long"
	@scripts/test-js

lint:  ## Style, types and the arrows between packages
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache >/tmp/.lint-imports.$$$$ || { cat /tmp/.lint-imports.$$$$; rm /tmp/.lint-imports.$$$$; exit 1; }; rm -f /tmp/.lint-imports.$$$$

format:  ## Put the code in the house's form
	@$(BIN)/ruff format --quiet . && $(BIN)/ruff check --fix --quiet .

bench:  ## Measure, each figure beside its peers in one run
	@scripts/set-up test
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/bench.txt
	@$(BIN)/python -m benchmarks

docs:  ## Check that the docs name every command, setting and role
	@scripts/set-up test
	@$(BIN)/pytest -q tests/docs

messages:  ## Collect the texts to translate (needs gettext)
	@scripts/collect-messages

pins:  ## Pin requirements again, with hashes
	@requirements/compile.sh $(ARGS)

clean:  ## Remove what set-up made (not the data)
	@rm -rf .venv node_modules src/scopeofduty/city/assets
