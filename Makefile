# `make help` says what can be done here.

PYTHON ?= python3
DATA_DIR ?= var
HOST ?= 127.0.0.1
PORT ?= 8000
export DATA_DIR HOST PORT

BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help serve dev password test quick check budgets format screenshots clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 20

serve: .venv/installed ## Publish the article at http://127.0.0.1:8000 (HOST and PORT change that)
	@$(BIN)/python manage.py prepare
	@exec $(BIN)/uvicorn edition.asgi:application --host $(HOST) --port $(PORT) \
		--loop uvloop --http httptools --lifespan on --timeout-graceful-shutdown 5 \
		--log-level warning --no-access-log --no-server-header

dev: export DEBUG = True
dev: .venv/installed-dev ## The same for development: restarts whenever a file changes
	@$(BIN)/python manage.py prepare
	@exec $(BIN)/uvicorn edition.asgi:application --host $(HOST) --port $(PORT) \
		--lifespan on --timeout-graceful-shutdown 1 --reload \
		--reload-dir edition --reload-dir templates --reload-dir static \
		--reload-include '*.html' --reload-include '*.css' --reload-include '*.js'

password: .venv/installed ## Give the account "editor" a new password and print it
	@$(BIN)/python manage.py set_password

test: .venv/installed-dev ## Check everything (ARGS="-k poll" runs only tests named so; PROFILE=full tries more examples)
	@$(BIN)/python -m scripts.run_tests test $(if $(PROFILE),--hypothesis-profile=$(PROFILE)) $(ARGS)

quick: .venv/installed-dev ## Run the tests that take a moment: no browser, second process, service or example by Hypothesis
	@$(BIN)/python -m scripts.run_tests quick $(ARGS)

check: .venv/installed-dev ## Check style, types and migrations, and run no test
	@$(BIN)/python -m scripts.run_tests check

format: .venv/installed-dev ## Format every file, and mend what a tool can mend
	@$(BIN)/python -m scripts.run_tests format

budgets: .venv/installed-dev ## Measure what is promised in milliseconds, three times; best run on a quiet machine
	@$(BIN)/python -m scripts.run_tests budgets $(ARGS)

screenshots: .venv/installed-dev ## Take pictures of the page in every state into $(DATA_DIR)/pictures, the best into docs
	@$(BIN)/python -m scripts.screenshots $(DATA_DIR)/pictures

clean: ## Remove what was installed and cached; the data folder stays
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache .hypothesis tests/browser/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Each step leaves a file behind, and is repeated only when what it was made from has changed.

PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check -qq

.venv/created: scripts/make_environment.py
	@$(PYTHON) scripts/make_environment.py .venv
	@touch $@

.venv/installed: .venv/created requirements.txt
	@echo "Installing what requirements.txt lists …"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	@echo "Installing what requirements-dev.txt lists …"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@
