# The five words: setup, demo, test, check, bench. Each sets up what it needs by itself, on a machine with Python 3.11 and make.
PY ?= python3
V := .venv
BIN := $(V)/bin

.PHONY: setup demo test check bench lock format fuzz screenshots
setup: $(V)/.ok

$(V)/.ok: requirements.lock pyproject.toml
	$(PY) -m venv $(V)
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: setup
	$(BIN)/racegraph demo

test: setup
	$(BIN)/python -m pytest -q

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pip check

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup
	$(BIN)/python -m tests.bench

# Pictures of every page in both themes and on a phone, in a folder outside the repository.
screenshots: setup
	$(BIN)/python -m tests.app.screenshots $(TO)

# Random queries against a brute-force model: N of them from seed SEED; NEO4J=bolt://… checks an (empty!) server as well.
N ?= 10000
SEED ?= 1
fuzz: setup
	$(BIN)/python -m tests.graph.random_queries $(N) $(SEED)

# Makes the lock anew. Needs `uv`; writes no address of any package registry.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --group dev -o requirements.lock
