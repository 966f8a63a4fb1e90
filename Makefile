# `make` alone lists what can be made. Everything is installed in .venv from requirements.lock;
# after that no step downloads anything.

# The first Python that is new enough and can make a virtual environment;
# another is chosen with `make setup PYTHON=/path/to/python3.12`.
ifndef PYTHON
PYTHON := $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$p; break; }; done)
endif
export PYTHON

BIN := .venv/bin
PY := $(BIN)/python
# JupyterLab asks the network neither for news nor for updates.
LAB_SETTINGS := {"@jupyterlab/apputils-extension:notification": \
	{"checkForUpdates": false, "fetchNews": "false"}}
# In a container one is often root, whom Jupyter refuses unless it is told.
AS_ROOT = $(if $(filter 0,$(shell id -u)),--allow-root)

# Two makes at once: the second waits until the first is done, then finds its work done.
define TAKE_TURNS
import fcntl, os, sys
lock = os.open("Makefile", os.O_RDONLY)
try:
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("Another make is at work in this folder; waiting for it ...", flush=True)
    fcntl.flock(lock, fcntl.LOCK_EX)
os.set_inheritable(lock, True)
os.execvp(sys.argv[1], sys.argv[1:])
endef
export TAKE_TURNS
MAKE_IN_TURN = $(PYTHON) -c "$$TAKE_TURNS" $(MAKE) --no-print-directory

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup site test lab figures renew bench lock clean
.PHONY: .healed .made

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup: ## install everything in .venv (about half a minute, once)
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer with venv was found." \
		"Install one (Debian, Ubuntu: apt install python3 python3-venv)" \
		"or name it: make setup PYTHON=/path/to/python3.12"; exit 1; }
	+@$(MAKE_IN_TURN) -s .healed
	+@$(MAKE_IN_TURN) -s .venv/.ready

site: setup ## read the pages, run the notebooks, build site/
	+@$(MAKE_IN_TURN) -s .made

test: setup ## check style, types, the library and every notebook
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(BIN)/lint-imports --no-logo --no-cache
	$(PY) -m pytest -n 2 --dist worksteal

lab: setup ## open the notebooks in JupyterLab
	$(PY) -m jupyter lab $(AS_ROOT) --LabApp.extension_manager=readonly \
		--LabApp.default_url=/lab/tree/00_start.ipynb notebooks

figures: site ## renew figures/, or draw them with SIZE=column, slide or phone in a folder of it
	@test -z "$(SIZE)" || ONRECORD_SIZE="$(SIZE)" $(PY) -m onrecord.publish run notebooks "build/$(SIZE)"
	@test -z "$(SIZE)" || $(PY) -m onrecord.publish keep "build/$(SIZE)" "figures/$(SIZE)"

renew: site ## run the notebooks and renew their outputs and figures/
	$(PY) -m onrecord.publish keep build figures notebooks

bench: setup ## measure speed and memory, and write figures/bench.*
	$(PY) tests/bench.py --into figures

lock: ## choose new releases: write requirements.lock and constraints.txt from pyproject.toml
	@test -x $(BIN)/uv || { echo "make lock needs uv in .venv: make setup"; exit 1; }
	$(BIN)/uv lock --upgrade
	$(BIN)/uv export --quiet --frozen --extra test --extra setup --extra pdf --extra excel --extra dask --no-emit-project --no-header --no-annotate \
		--output-file requirements.lock
	$(BIN)/uv export --quiet --frozen --extra test --extra setup --extra pdf --extra excel --extra dask --no-emit-project --no-header --no-annotate \
		--no-hashes --output-file constraints.txt

clean: ## remove .venv and everything built
	rm -rf .venv site build .pytest_cache .mypy_cache .ruff_cache
	for name in articles statements mentions codes; do \
		rm -f data/derived/$$name.csv data/derived/$$name.parquet; done
	rm -f data/derived/.corpus-*.pickle
	find lib tests notebooks '(' -name __pycache__ -o -name .ipynb_checkpoints ')' \
		-prune -exec rm -rf '{}' +

# A set-up of ours that was broken off, or made in another folder, or whose Python is gone, is made
# anew.
.healed:
	@made=$$(cat .venv/.ready 2>/dev/null); \
	if test -e .venv/.making || { test -n "$$made" && test "$$made" != "$$(pwd -P)"; } \
		|| { test -e .venv/.ready && ! $(PY) -c 'import pip'; } 2>/dev/null \
		|| { test -e .venv/pyvenv.cfg && ! $(PY) -c ''; } 2>/dev/null; \
	then echo "The set-up in .venv is broken; making it anew."; rm -rf .venv; fi

# uv comes first, pinned and hashed by the same lock; where it has no wheel or finds no way out,
# pip installs the same lock more slowly.
.venv/.ready: requirements.lock pyproject.toml
	@mkdir -p .venv && touch .venv/.making
	@test -e .venv/pyvenv.cfg -a -x $(PY) || { echo "Making .venv with $$($(PYTHON) --version) ..."; \
		$(PYTHON) -m venv .venv; }
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock
	@echo "Installing from requirements.lock (about half a minute) ..."
	@$(PY) -m pip install --quiet --require-hashes -r .venv/uv.lock || echo "uv cannot be had here."
	@{ test -x $(BIN)/uv && $(BIN)/uv pip install --quiet --python $(PY) --compile-bytecode \
		--require-hashes -r requirements.lock; } || { echo "Installing with pip (about two minutes) ..."; \
		$(PY) -m pip install --require-hashes -r requirements.lock; }
	@$(PY) -m pip install --quiet --no-deps --no-build-isolation -e .
	@mkdir -p .venv/share/jupyter/lab/settings
	@echo '$(LAB_SETTINGS)' > .venv/share/jupyter/lab/settings/overrides.json
	@pwd -P > $@ && rm .venv/.making

# What changed is told by the command itself. A page that cannot be read is named, and costs the
# others nothing.
.made:
	@$(PY) -m onrecord study data/study.toml || test $$? = 1
