# `make run` starts the site; `make test` runs every test. Both do all their own set-up.
PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?= var
export PORT DATA_DIR

BIN := .venv/bin
.PHONY: setup setup-dev run test demo bench lint format pins messages screenshots clean

# Run-time packages, translations, keys, database and static files. Stamps make a second run take seconds.
setup: .venv/installed
	@$(BIN)/python manage.py prepare

.venv/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Pic-up needs Python 3.11 or newer. Set PYTHON=python3.11, for example.")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

setup-dev: setup .venv/installed-dev

.venv/installed-dev: .venv/installed requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

run: setup
	@exec $(BIN)/python manage.py run

demo: setup
	@$(BIN)/python manage.py demo

test: setup-dev
	@sh .ci/packages
	$(BIN)/python -m pytest $(ARGS)

bench: setup-dev
	@sh .ci/packages bench
	$(BIN)/python -m bench

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check $$(git ls-files 'templates/*.html')
	$(BIN)/mypy

format: setup-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djade $$(git ls-files 'templates/*.html')

# The pictures in the README, made by the real site in a real browser.
screenshots: setup-dev
	@sh .ci/packages
	$(BIN)/python -m docs.screenshots

# Collects the sentences to translate (needs Debian's gettext). Without line numbers and dates: both would
# change with every edit, and two branches could never be merged.
messages: setup-dev
	$(BIN)/python manage.py makemessages --locale ko --no-obsolete --no-wrap --add-location file --ignore .venv --ignore var
	@sed -i '/^"POT-Creation-Date: /d' locale/ko/LC_MESSAGES/django.po

# Needs uv. Hashes and exact versions of everything that the .in files name.
pins:
	for name in requirements requirements-dev; do \
	  uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header $$name.in -o $$name.txt; done

clean:
	rm -rf .venv staticfiles .pytest_cache .ruff_cache .mypy_cache
