.DEFAULT_GOAL := help
.PHONY: help setup demo up down test check lint types imports template format bench bench-close bench-pages pictures proof build deploy lock clean

# Compiled code may be kept: a second run starts in half the time.
export PYTHONDONTWRITEBYTECODE :=
export SAM_CLI_TELEMETRY := 0

BIN := .venv/bin
MAKE_ENVIRONMENTS := @sh tools/setup.sh

help:  ## Lists what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "%-11s %s\n", $$1, $$2}'

demo:  ## Shows the whole way of an order, from a store's webhook to who earned what
	$(MAKE_ENVIRONMENTS) run engine sam
	@$(BIN)/python -m tools.demo

up:  ## Starts the stack on this machine, and keeps it running to play with
	$(MAKE_ENVIRONMENTS) run engine sam
	@$(BIN)/commissions up

down:  ## Stops that stack; KEEP=1 keeps what is in it for the next up
	$(MAKE_ENVIRONMENTS) run
	@$(BIN)/commissions down $(if $(KEEP),--keep)

test:  ## Runs every test, those on the local engine too
	$(MAKE_ENVIRONMENTS) dev engine sam browser
	@$(BIN)/pytest -q -n 2

check:  ## Format, lint, types, imports, template, tests: all that CI checks
	$(MAKE_ENVIRONMENTS) dev engine sam browser
	@$(BIN)/python -m tools.local.build & built=$$!; trap "kill $$built; exit 130" INT TERM; \
	$(MAKE) --no-print-directory lint types imports template; failed=$$?; wait; exit $$failed
	@$(MAKE) --no-print-directory test

lint types imports template format: dev

.PHONY: dev
dev:
	$(MAKE_ENVIRONMENTS) dev

lint:
	@$(BIN)/ruff format --check --quiet . || { echo "Run: make format"; exit 1; }
	@$(BIN)/ruff check --quiet .

types:
	@$(BIN)/mypy

imports:
	@$(BIN)/lint-imports

template:
	@$(BIN)/cfn-lint template.yaml docs/web-acl.yaml

format:  ## Lays the code out
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench:  ## Measures speed and cost against the bare chain of the same hops
	$(MAKE_ENVIRONMENTS) run engine sam
	@$(BIN)/python -m tools.bench

bench-close:  ## Measures a period's close beside SQL and a plain walk; SIZES=10m the big one
	$(MAKE_ENVIRONMENTS) run
	@$(BIN)/python -m tools.bench_close --sizes "$(SIZES)"

bench-pages:  ## Measures an order's way beside 50 members who look, and how soon pages are painted
	$(MAKE_ENVIRONMENTS) run engine sam browser
	@$(BIN)/python -m tools.bench_pages

pictures:  ## Takes the pictures of the pages that the documentation shows
	$(MAKE_ENVIRONMENTS) run engine sam browser
	@$(BIN)/python -m tools.browser

proof:  ## Long proofs: many more random histories, storms, races and crashes (an hour)
	$(MAKE_ENVIRONMENTS) dev engine sam browser
	@COMMISSIONS_PROOF=1 $(BIN)/pytest -q -n 2

setup:  ## Makes every environment (each of the above makes what it needs itself)
	$(MAKE_ENVIRONMENTS) dev engine sam browser

build:  ## Builds what is deployed to AWS
	$(MAKE_ENVIRONMENTS) run sam
	@PATH="$(CURDIR)/$(BIN):$(CURDIR)/.local/uv/bin:$$PATH" .local/sam/bin/sam build

deploy: build  ## Deploys to AWS: make deploy STAGE=dev
	.local/sam/bin/sam deploy --config-env $(or $(STAGE),dev)

LOCK := .local/uv/bin/uv pip compile --quiet --universal --python-version $(shell cat .python-version) \
	--generate-hashes --no-header --no-annotate $(if $(UPGRADE),--upgrade)

lock:  ## Writes the locks again after a change in pyproject.toml; UPGRADE=1 takes the newest
	$(MAKE_ENVIRONMENTS) uv
	$(LOCK) pyproject.toml -o layers/dependencies/requirements.txt
	$(LOCK) pyproject.toml --extra browser --extra cli --extra columns --group build \
		-c layers/dependencies/requirements.txt -o requirements/run.txt
	$(LOCK) pyproject.toml --extra browser --extra cli --extra columns --extra dev --group build \
		-c requirements/run.txt -o requirements/dev.txt
	printf "duckdb\nnumpy\n" | $(LOCK) - -c requirements/run.txt -o layers/columns/requirements.txt
	$(LOCK) --group engine -o requirements/engine.txt
	$(LOCK) --group sam -o requirements/sam.txt
	$(LOCK) --group uv -o requirements/uv.txt

clean:  ## Removes everything that was made (stops the stack first)
	@if [ -x $(BIN)/commissions ]; then $(BIN)/commissions down; fi
	rm -rf .local .venv .aws-sam .mypy_cache .pytest_cache .ruff_cache .hypothesis .grimp_cache .import_linter_cache
