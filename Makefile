# Each target gets what it needs by itself: the Python environment into .venv, the Pulumi engine into a cache outside
# this folder. `tools/run.py` and `tools/engine/` say how.

SHELL := /bin/sh
# `make test check` runs the tests once, and first.
.NOTPARALLEL:
.DEFAULT_GOAL := help

# Runs a command with the Python environment first on the PATH. `make TIMED=--timed` says how long each command took.
PYTHON_TOOLS := tools/python -m tools.run $(TIMED)
# The same, with the Pulumi engine too.
ALL_TOOLS := $(PYTHON_TOOLS) --engine
# What the demo, the endpoint and one's own shell need: half of the packages.
DEMO_TOOLS := $(PYTHON_TOOLS) --demo
export PYTHON

.PHONY: help
help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: ## Run the main job: contain a compromised npm release, from preview to repair.
	@$(DEMO_TOOLS) --engine python examples/incident/demo.py

PYTEST := pytest --numprocesses auto --maxprocesses 8 --dist worksteal --durations 15
# Measuring coverage doubles the time, so only `make check` and CI do it. Each of the two targets leaves its part of the
# coverage; `make coverage` looks at both.
COVERAGE := $(if $(CI)$(filter check,$(MAKECMDGOALS)),--cov --cov-report= --cov-fail-under 0)

.PHONY: test
test: ## Run the tests: all laws, and the clients; what needs the engine is `make test-engine`.
	@$(ALL_TOOLS) $(PYTEST) $(COVERAGE) -m "not engine"

.PHONY: test-engine
test-engine: ## Run the tests with the real engine, after `make test`.
	@$(ALL_TOOLS) $(PYTEST) $(if $(COVERAGE),$(COVERAGE) --cov-append) -m engine

SOAK_COUNT := 10000
.PHONY: soak
soak: ## Run random schedules of faults, races and edits; `make soak SOAK_COUNT=100` runs fewer.
	@$(PYTHON_TOOLS) python -m tests.schedules --count $(SOAK_COUNT)

.PHONY: crashes
crashes: ## Kill the plugin before and after every single call, and see that running again repairs.
	@$(ALL_TOOLS) python -m tests.crashes

.PHONY: bench
bench: ## Measure against what people use and the least that is possible; `make bench BENCH=--quick` in a minute.
	@$(ALL_TOOLS) python -m benchmarks $(BENCH)

.PHONY: adoption
adoption: ## Adopt a domain of 60,000 versions, import it, preview, and print what that costs.
	@$(ALL_TOOLS) python -m tests.adoption

.PHONY: mutations
mutations: ## Break the contract of a write on purpose, in many ways, and see that a test notices each.
	@$(PYTHON_TOOLS) python -m tools.mutations

# What it needs stands in `tests/vectors/judges.py`; `make vectors VECTORS="--nuget ../NuGet.Client"` asks NuGet's too.
VECTORS :=
.PHONY: vectors
vectors: ## Ask the real tools about random versions and ranges anew; `make vectors VECTORS=--check` writes nothing.
	@$(PYTHON_TOOLS) python -m tests.vectors $(VECTORS)

.PHONY: check
check: format-check lint types schema-check workflows test test-engine coverage ## Run the whole gate.

.PHONY: format
format: ## Format the code.
	@$(PYTHON_TOOLS) ruff format .

.PHONY: format-check
format-check: ## See that the code is formatted.
	@$(PYTHON_TOOLS) ruff format --check .

.PHONY: lint
lint: ## Look for faults in the code with ruff.
	@$(PYTHON_TOOLS) ruff check .

.PHONY: types
types: ## Check the types with mypy.
	@$(PYTHON_TOOLS) mypy .

WORKFLOWS := .github/workflows/ci.yml $(wildcard examples/gitops-repository/.github/workflows/*.yml)
.PHONY: workflows
workflows: ## Look for faults in the workflows and the action with zizmor and actionlint, which is built with Go.
	@$(PYTHON_TOOLS) zizmor --offline --no-progress --quiet --config .github/zizmor.yml action.yml $(WORKFLOWS)
	@$(PYTHON_TOOLS) go -C tools/actionlint tool actionlint -shellcheck= -pyflakes= $(addprefix ../../,$(WORKFLOWS))

.PHONY: schema
schema: ## Export the manifest's JSON Schema.
	@$(PYTHON_TOOLS) python -m packagestate.schemas.export

.PHONY: schema-check
schema-check: ## See that the exported JSON Schema is up to date.
	@$(PYTHON_TOOLS) python -m packagestate.schemas.export --check

.PHONY: coverage
coverage: ## See that the last run of both tests covered `provider` and `schemas` completely, by branch.
	@$(PYTHON_TOOLS) coverage report

.PHONY: endpoint
endpoint: ## Run a local CodeArtifact on port 4555.
	@$(DEMO_TOOLS) python -m emulator --port 4555 --seed examples/quickstart/seed.yaml

TRUTH :=
.PHONY: truth
truth: ## Ask an account what AWS does not document; `make truth TRUTH=--dry-run` asks the local endpoint.
	@$(DEMO_TOOLS) python -m tools.truth $(TRUTH)

.PHONY: env
env: ## Print what puts the tools first on the PATH of one's own shell: eval "$(make -s env)"
	@$(DEMO_TOOLS) --engine --exports

SBOM := dist/packagestate.cdx.json
.PHONY: sbom
sbom: ## Write what a user's environment holds to dist, as an SBOM of CycloneDX.
	@mkdir -p $(dir $(SBOM))
	@$(PYTHON_TOOLS) cyclonedx-py requirements --output-reproducible --pyproject pyproject.toml \
		--output-file $(SBOM) requirements/runtime.txt

.PHONY: lock
lock: ## Pin the Python packages anew, with hashes.
	@tools/lock

.PHONY: clean
clean: ## Remove what the other targets made in this folder; the engine's cache stays.
	@rm -rf .venv .coverage .coverage.* .benchmarks .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
