# Two commands do everything on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check fix bench lock clean

.venv/ready: pyproject.toml requirements/dev.txt
	$(PYTHON) -m venv --without-pip .venv  # without: Debian keeps what puts pip there in a package of its own
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

run: .venv/ready
	@$(BIN)/python examples/first_look.py

test: .venv/ready
	$(BIN)/python -m pytest -n auto

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

lock: .venv/ready  # resolve the dependencies anew, with hashes and without addresses
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --quiet -o requirements/dev.txt

clean:
	rm -rf .venv .venv-peers build dist
