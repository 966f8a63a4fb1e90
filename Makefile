# `make` alone lists what can be made. Everything is installed in .venv from requirements.lock;
# after that no step downloads anything.

# The first Python that is new enough and can make a virtual environment;
# another is chosen with `make setup PYTHON=/path/to/python3.12`.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$p; break; }; done)

BIN := .venv/bin
PY := $(BIN)/python
# JupyterLab asks the network neither for news nor for updates.
LAB_SETTINGS := {"@jupyterlab/apputils-extension:notification": \
	{"checkForUpdates": false, "fetchNews": "false"}}
SOURCES := $(shell find lib notebooks data/raw data/knowledge data/gold -type f \
	! -path '*/.*' ! -path '*/__pycache__/*' 2>/dev/null)
FOLDERS := $(wildcard notebooks data/raw data/knowledge data/gold)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup site test lab figures renew bench lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup: .venv/.ready ## install everything in .venv (about half a minute, once)

site: site/index.html ## read the pages, run the notebooks, build site/
	@echo "The site is ready: open site/index.html"

test: .venv/.ready ## check style, types, the library and every notebook
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest -n 2 --dist loadgroup

lab: .venv/.ready ## open the notebooks in JupyterLab
	$(PY) -m jupyter lab --LabApp.extension_manager=readonly notebooks

figures: build/executed ## run the notebooks and renew figures/
	$(PY) -m onrecord.publishing keep build figures

renew: build/executed ## run the notebooks and renew their outputs and figures/
	$(PY) -m onrecord.publishing keep build figures notebooks
	@touch build/executed

bench: .venv/.ready ## measure speed and memory
	$(PY) -m onrecord.bench

lock: ## choose new releases: write requirements.lock and constraints.txt from pyproject.toml
	@test -x $(BIN)/uv || { echo "make lock needs uv in .venv: make setup"; exit 1; }
	$(BIN)/uv lock --upgrade
	$(BIN)/uv export --quiet --frozen --all-extras --no-emit-project --no-header --no-annotate \
		--output-file requirements.lock
	$(BIN)/uv export --quiet --frozen --all-extras --no-emit-project --no-header --no-annotate \
		--no-hashes --output-file constraints.txt

clean: ## remove .venv and everything built
	rm -rf .venv site build .pytest_cache .mypy_cache .ruff_cache data/derived/*.csv data/derived/*.parquet
	find lib tests notebooks -name __pycache__ -o -name .ipynb_checkpoints 2>/dev/null | xargs rm -rf

# uv comes first, pinned and hashed by the same lock; where it has no wheel or finds no way out,
# pip installs the same lock more slowly.
.venv/.ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer with venv was found." \
		"Install one (Debian, Ubuntu: apt install python3 python3-venv)" \
		"or name it: make setup PYTHON=/path/to/python3.12"; exit 1; }
	@test -x $(PY) || { echo "Making .venv with $$($(PYTHON) --version) ..."; $(PYTHON) -m venv .venv; }
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock
	@echo "Installing from requirements.lock (about half a minute) ..."
	@$(PY) -m pip install --quiet --require-hashes -r .venv/uv.lock || echo "uv cannot be had here."
	@{ test -x $(BIN)/uv && $(BIN)/uv pip sync --python $(PY) --compile-bytecode --require-hashes \
		requirements.lock; } || { echo "Installing with pip (about two minutes) ..."; \
		$(PY) -m pip install --require-hashes -r requirements.lock; }
	@$(PY) -m pip install --quiet --no-deps --no-build-isolation -e .
	@mkdir -p .venv/share/jupyter/lab/settings
	@echo '$(LAB_SETTINGS)' > .venv/share/jupyter/lab/settings/overrides.json
	@touch $@

data/derived/statements.csv: .venv/.ready $(SOURCES) $(FOLDERS)
	@mkdir -p data/derived
	$(BIN)/onrecord statements data/raw -o data/derived/statements.parquet
	$(BIN)/onrecord statements data/raw -o $@

build/executed: .venv/.ready $(SOURCES) $(FOLDERS)
	$(PY) -m onrecord.publishing run notebooks build
	@touch $@

site/index.html: build/executed data/derived/statements.csv
	$(PY) -m onrecord.publishing site build site --corpus data/raw --derived data/derived
	@touch $@
