# make run: the demo city on http://127.0.0.1:8000   make test: the whole suite
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test clean

run: $(VENV)/installed
	@WENQU_SECOND_FACTOR=$${WENQU_SECOND_FACTOR:-optional} $(BIN)/wenqu demo
	@WENQU_SECOND_FACTOR=$${WENQU_SECOND_FACTOR:-optional} $(BIN)/wenqu serve --port $(PORT)

test: $(VENV)/tested
	$(BIN)/python -m pytest -q -rs -n auto

$(VENV)/installed: setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/tested: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .[test]
	touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info
