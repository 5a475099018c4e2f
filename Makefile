# Few verbs run everything. `make serve` and `make test` need nothing but Python 3.11+ and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Silence the notices of Material and of two plugins about MkDocs 2, which concern maintainers (docs/decisions/0001-ground.md).
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help serve site check links overdue retractions test bench bench-full bench-retractions coverage mutants fuzz regexes lint lock lighthouse \
  browser servers licences audit sbom release-notes clean

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

serve: $(VENV)/site.stamp ## Build the site and serve it on http://127.0.0.1:8000/ with live reload
	@$(BIN)/desk editor >/dev/null
	$(BIN)/mkdocs serve $(SERVE)

site: $(VENV)/site.stamp ## Build the site strictly into site/
	$(BIN)/mkdocs build --strict

check: $(VENV)/site.stamp ## Say everything that is wrong with the sources, without a build (FORMAT=text|json|github SINCE=main)
	$(BIN)/desk check $(if $(FORMAT),--format $(FORMAT)) $(if $(SINCE),--since '$(SINCE)')

# With REPORT=file, what was found goes there and is no failure; a command that could not work still is.
KEEP = $(if $(REPORT),> $(REPORT) || test -s $(REPORT) || { rm -f $(REPORT); exit 1; })

links: $(VENV)/site.stamp ## Ask whether every address of another site still leads somewhere (LINKS="--most 100")
	$(BIN)/desk links $(if $(FORMAT),--format $(FORMAT)) $(LINKS) $(KEEP)

overdue: $(VENV)/site.stamp ## Name what time has made due: checks of pages and of help lines, decisions about retractions
	$(BIN)/desk check --advice --only overdue-check --only stale-safety --only acknowledgement-expired $(KEEP)

retractions: $(VENV)/site.stamp ## Compare the bibliography with the current retraction data, and keep what concerns it
	$(BIN)/desk retractions $(RETRACTIONS) $(KEEP)

test: $(VENV)/test.stamp node_modules/.stamp browser servers ## Run all tests, in a real browser too
	$(BIN)/python -m pytest $(TESTS)

coverage: $(VENV)/test.stamp node_modules/.stamp browser servers ## Run all tests and say which lines and branches none of them runs
	rm -rf .coverage && mkdir .coverage
	$(BIN)/coverage run -m pytest $(TESTS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report
	@$(BIN)/coverage json --quiet -o .coverage/report.json
	@$(BIN)/python bench/covered.py .coverage/report.json

lint: $(VENV)/test.stamp ## Check style, types, workflows and shell scripts (FORMAT=github)
	$(BIN)/ruff check $(if $(FORMAT),--output-format $(FORMAT)) proofdesk hooks tests bench tools
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	@test -x $(BIN)/zizmor || { echo "zizmor, jactionlint and ShellCheck cannot be had for this machine: workflows are not looked at."; exit 0; }; \
	  $(BIN)/zizmor --quiet --offline $(if $(FORMAT),--format $(FORMAT)) .github && \
	  PATH="$(CURDIR)/$(BIN):$$PATH" jactionlint $(if $(FORMAT),--format $(FORMAT)) && \
	  $(BIN)/shellcheck .github/*.sh .ci/run && echo "The workflows and their scripts are in order."

licences: $(VENV)/test.stamp .tools/.stamp ## Say whether the licence of each dependency is allowed (SINCE=main: of what is new)
	@$(BIN)/python tools/licences.py $(if $(SINCE),--since '$(SINCE)') .tools/bin/python $(BIN)/python

# Nothing is installed for it: the locks name every version. A package that nobody could be asked about is a failure.
audit: .tools/.stamp $(VENV)/test.stamp ## Ask whether a dependency has a known vulnerability (needs a network)
	@failed=0; for lock in requirements/site.txt requirements/test.txt requirements/tools.txt requirements/fuzz.txt requirements/mutants.txt bench/tools.txt; do \
	  echo "$$lock"; .tools/bin/pip-audit --strict --progress-spinner off --disable-pip --require-hashes -r $$lock || failed=1; done; \
	for folder in . bench; do \
	  echo "$$folder/package-lock.json"; (cd $$folder && PATH="$(CURDIR)/$(BIN):$$PATH" npm audit) || failed=1; done; \
	exit $$failed

# Of an environment that holds what the site is built with and nothing else.
sbom: .tools/.stamp ## Write the bill of materials of what builds the site to build/sbom.cdx.json (CycloneDX)
	rm -rf build/runtime && $(PYTHON) -m venv --without-pip build/runtime
	.tools/bin/python -m pip --quiet --disable-pip-version-check --python build/runtime/bin/python \
	  install --require-hashes -r requirements/site.txt
	.tools/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --of JSON \
	  -o build/sbom.cdx.json build/runtime/bin/python
	rm -rf build/runtime

release-notes: ## Print what CHANGELOG.md says of a version (VERSION=1.2.0)
	@$(PYTHON) tools/release_notes.py "$$VERSION"

$(VENV)/site.stamp: requirements/site.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Say which to use: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python cannot make an environment. On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/test.stamp: $(VENV)/site.stamp requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

# What only maintainers run; not among what it judges.
.tools/.stamp: requirements/tools.txt
	@test -x .tools/bin/pip || $(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tools.txt
	@touch $@

# The HTML validator: versions and hashes from package-lock.json, and Node from the environment's own wheel.
node_modules/.stamp: package-lock.json .npmrc $(VENV)/test.stamp
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --loglevel=error
	@touch $@

# Lighthouse is large and only measures, so `make test` does without it.
bench/node_modules/.stamp: bench/package-lock.json bench/.npmrc $(VENV)/test.stamp
	cd bench && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --loglevel=error
	@touch $@

lighthouse: bench/node_modules/.stamp site browser ## Measure three pages with Lighthouse, as on a phone
	$(BIN)/python bench/lighthouse.py site $(LIGHTHOUSE)

# Programs that no registry of Python or Node has, by path: $(call program,NAMES,PACKAGE), where any of the names will do.
define program
	@for name in $(1); do PATH="$$PATH:/usr/sbin" command -v $$name >/dev/null && exit 0; done; \
	echo "$(2) is not installed; trying the system's package."; \
	if [ "$$(id -u)" = 0 ]; then as=""; elif sudo -n true 2>/dev/null; then as="sudo"; else as=none; fi; \
	if [ "$$as" != none ] && command -v apt-get >/dev/null; then \
	  $$as apt-get update -qq && \
	  $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(2) >/dev/null && \
	  { [ ! -d /run/systemd/system ] || ! systemctl is-active -q $(2) || $$as systemctl disable -q --now $(2); } && exit 0; fi; \
	echo "Please install it and run again. On Debian: sudo apt install $(2)"; exit 1
endef

# A browser by path, never one that downloads itself.
browser:
	$(call program,chromium chromium-browser google-chrome google-chrome-stable,chromium)

# The servers of docs/maintaining.md. The tests run them on ports of their own; what a package starts is stopped.
servers:
	$(call program,nginx,nginx)
	$(call program,caddy,caddy)
	$(call program,openssl,openssl)

# What the site is measured beside has an environment of its own.
bench/.venv/.stamp: bench/tools.txt $(VENV)/site.stamp
	@test -x bench/.venv/bin/pip || $(PYTHON) -m venv bench/.venv
	bench/.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bench/tools.txt
	@touch $@

bench: bench/.venv/.stamp $(VENV)/test.stamp browser ## Measure builds beside stock tools (100 articles; some minutes)
	$(BIN)/python bench/bench.py 100 $(BENCH)

bench-full: bench/.venv/.stamp $(VENV)/test.stamp browser ## The same at 500, 1,000 and 5,000, kept in bench/RESULTS.md (an hour)
	$(BIN)/python bench/bench.py 500 1000 5000 --rounds 1 --write

$(VENV)/fuzz.stamp: requirements/fuzz.txt $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@touch $@

fuzz: $(VENV)/fuzz.stamp ## Look for texts that a parser cannot take (a minute each; Linux on x86-64)
	@for target in fences group page bibliography front_matter manuscript; do \
	  $(BIN)/python tests/fuzz/fuzz.py $$target 60 2>&1 | tail -1 || exit 1; done

$(VENV)/mutants.stamp: requirements/mutants.txt $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/mutants.txt
	@touch $@

mutants: $(VENV)/mutants.stamp ## Change citations, blocks and bibliography in small ways: do the tests notice? (long)
	rm -rf mutants
	$(BIN)/mutmut run --max-children 1 $(MUTANTS)
	$(BIN)/mutmut results

regexes: $(VENV)/site.stamp ## Measure whether every regular expression is linear in its input
	$(BIN)/python bench/regexes.py

bench-retractions: $(VENV)/site.stamp ## Measure how quickly the retraction data is read
	$(BIN)/python bench/retractions.py

# The locks name versions and hashes and no registry, so that any mirror serves.
lock: .tools/.stamp $(VENV)/test.stamp ## Resolve the dependencies anew (UPGRADE=--upgrade: to the newest that fit)
	.tools/bin/uv pip compile $(UPGRADE) --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  requirements/site.in -o requirements/site.txt
	.tools/bin/uv pip compile $(UPGRADE) --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  requirements/test.in -o requirements/test.txt
	.tools/bin/uv pip compile $(UPGRADE) --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  bench/tools.in -o bench/tools.txt
	.tools/bin/uv pip compile $(UPGRADE) --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  requirements/fuzz.in -o requirements/fuzz.txt
	.tools/bin/uv pip compile $(UPGRADE) --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  requirements/tools.in -o requirements/tools.txt
	.tools/bin/uv pip compile $(UPGRADE) --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  requirements/mutants.in -o requirements/mutants.txt
	for folder in . bench; do (cd $$folder && PATH="$(CURDIR)/$(BIN):$$PATH" npm update --package-lock-only); done

clean: ## Remove everything that can be made again
	rm -rf $(VENV) .tools build node_modules bench/node_modules bench/.venv .cache .coverage mutants site .site.new .site.old *.egg-info
