PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: chat test setup lint evals

chat: setup
	$(BIN)/python -m assistant

test: setup
	$(BIN)/python -m pytest

setup: $(VENV)/installed

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

evals: setup
	$(BIN)/python -m evals --compare evals/baseline.json

$(VENV)/installed: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; choose one with: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	touch $@
