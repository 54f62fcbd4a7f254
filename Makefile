# Two commands do everything on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check fix bench tables clean

.venv/ready: pyproject.toml
	$(PYTHON) -m venv --without-pip .venv  # without: Debian keeps what puts pip there in a package of its own
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

run: .venv/ready
	@$(BIN)/python examples/first_look.py

test: .venv/ready
	$(BIN)/python -m pytest

check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: .venv/ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

DATA ?=
bench: .venv/ready  # DATA=folder: over labelled data sets instead of made posts
	$(BIN)/python benchmarks $(if $(DATA),--data $(DATA))

clean:
	rm -rf .venv .venv-peers build dist
