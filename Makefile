# make app: install what is needed and open nnviz.   make test: the same, plus a browser, and every test.
# make format: what make lint will ask for, as far as it can be done by itself.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin

# On whichever of three processes is free; what stays together, and what begins: tests/conftest.py.
# Several processes of one thread each: threads of several would wait for each other's cores.
ONE_THREAD := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 TF_NUM_INTRAOP_THREADS=1 TF_NUM_INTEROP_THREADS=1
TOGETHER := -n 3 --dist loadfile --no-loadscope-reorder

# Some machines forbid it; then each of the forty processes of a test run would compile all of nnviz anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: app test test-fast test-all test-faults lint format bench screenshots

$(VENV)/installed: requirements.txt pyproject.toml nnviz/pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "nnviz needs Python 3.11 or newer; set PYTHON=…")'
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --upgrade pip
	$(RUN)/python -m pip install --quiet -r requirements.txt
	touch $@

app: $(VENV)/installed
	$(RUN)/python -m streamlit run app.py

# The formatter and linter of the browser modules, at the version that package.json names.
node_modules/installed: package.json $(VENV)/installed
	$(RUN)/python -m tests.node npm install --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error
	touch $@

test: lint browser nginx
	$(ONE_THREAD) $(RUN)/python -m pytest $(TOGETHER)

# Everything but what drives a browser, and the real engines, servers and whole trainings (tests/conftest.py).
test-fast: $(VENV)/installed
	$(ONE_THREAD) $(RUN)/python -m pytest $(TOGETHER) -m "not browser and not slow"

# Everything, and the whole of each long sweep of which the others take a sample (tests/sampling.py).
test-all: lint browser nginx
	NNVIZ_TESTS=all $(ONE_THREAD) $(RUN)/python -m pytest $(TOGETHER)

# The engine's workers, the engine and its servers, killed at a hundred random moments.
test-faults: $(VENV)/installed
	NNVIZ_FAULTS=100 $(RUN)/python -m pytest tests/engine/test_faults.py

bench: $(VENV)/installed browser
	$(RUN)/python -m benchmarks

lint: $(VENV)/installed node_modules/installed
	$(RUN)/python -m ruff check .
	$(RUN)/python -m ruff format --check .
	$(RUN)/python -m tests.node node node_modules/@biomejs/biome/bin/biome ci --error-on-warnings .

# Both formatters, over everything.
format: $(VENV)/installed node_modules/installed
	$(RUN)/python -m ruff format .
	$(RUN)/python -m tests.node node node_modules/@biomejs/biome/bin/biome check --write .

screenshots: $(VENV)/installed browser
	$(RUN)/python -m docs.screenshots

# What the test of the hosting recipe stands behind; without it that test says that it was left out.
.PHONY: nginx
nginx:
	@command -v nginx >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq nginx-light >/dev/null; } \
	  || true

# Chromium without its window, which is lighter, or the Chrome or Chromium that is there; else the system's package where
# we may install it; else Playwright's.
BROWSERS := chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable chrome
INSTALL := apt-get install -y -qq --no-install-recommends fonts-liberation
.PHONY: browser
browser: $(VENV)/installed
	@for name in $(BROWSERS); do command -v $$name >/dev/null && exit; done; \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq \
	    && { $(INSTALL) chromium-headless-shell || $(INSTALL) chromium; } >/dev/null; } \
	  || $(RUN)/python -m playwright install --only-shell chromium
