# All commands of the project. `make serve` and `make test` need only Python 3.11+ and make. Without make, as on Windows,
# `python -m proofdesk.desk` does the same (README.md, “Without make”).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Hide the notices of Material and two plugins about MkDocs 2, which editors cannot act on (docs/decisions/0001-ground.md).
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
GOALS ?= $(MAKECMDGOALS)# as they were asked for
.PHONY: help serve site check test-content links overdue retractions quick test test-screens test-one-article bench bench-full bench-search bench-parts bench-retractions bench-bibliography coverage mutants fuzz regexes reference-model lint lock lighthouse messages \
  browser chromium servers licences audit sbom release-notes clean

help: ## List the commands
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' Makefile

serve: $(VENV)/site.stamp ## Build the site and serve it on http://127.0.0.1:8000/ with live reload
	@exec $(BIN)/python -m proofdesk.desk serve $(SERVE)

site: $(VENV)/site.stamp ## Build the site into site/ and publish it only without errors or warnings
	$(BIN)/python -m proofdesk.desk site

check: $(VENV)/site.stamp ## Check all content without building (FORMAT=text|json|github SINCE=main ALL=1)
	$(BIN)/desk check $(if $(FORMAT),--format $(FORMAT)) $(if $(ALL),--all) $(if $(SINCE),--since '$(SINCE)')

test-content: $(VENV)/browser.stamp browser ## Check the content, build, and open the finished site in a browser (FORMAT= SINCE=)
	$(BIN)/python -m proofdesk.desk test-content $(if $(FORMAT),--format $(FORMAT)) $(if $(SINCE),--since '$(SINCE)')

# With REPORT=file, problems are written there and are no failure. A command that fails without output still fails.
REPORTING = $(if $(REPORT),> $(REPORT) || test -s $(REPORT) || { rm -f $(REPORT); exit 1; })

links: $(VENV)/site.stamp ## Check all links to other sites (LINKS="--most 100")
	$(BIN)/desk links $(if $(FORMAT),--format $(FORMAT)) $(LINKS) $(REPORTING)

overdue: $(VENV)/site.stamp ## List overdue reviews and checks
	$(BIN)/desk check --all --advice --only overdue-check --only stale-safety --only acknowledgement-expired $(REPORTING)

retractions: $(VENV)/site.stamp ## Compare the bibliography with the current retraction data and save the notices that concern it
	$(BIN)/desk retractions $(RETRACTIONS) $(REPORTING)

# Files stay whole: many share a site that they build once. They run in their order, and not those with few tests last,
# which are the longest.
PARALLEL = -n $(1) --dist loadfile --no-loadscope-reorder

quick: $(VENV)/test.stamp ## Run the tests that start no program, and one build (half a minute)
	$(BIN)/python -m pytest -q $(call PARALLEL,logical) --ignore=tests/browser -m "(not build or one_build) and not content"

# On a new machine Python's packages and the system's are installed beside each other.
test: ## Run all tests, with a real browser and real servers
	@$(MAKE) --no-print-directory --jobs=2 GOALS=$@ $(VENV)/test.stamp node_modules/.stamp browser servers
	$(if $(TESTS),$(BIN)/python -m pytest $(TESTS),$(BIN)/python -m pytest $(call PARALLEL,auto))

test-screens: $(VENV)/test.stamp node_modules/.stamp browser servers ## Run the tests in a browser on ten screens each, not only the usual ones (five minutes)
	EVERY_SCREEN=1 $(BIN)/python -m pytest -q $(call PARALLEL,auto) tests/browser

# The copy has this environment. Its tests read the content of the folder that they are in.
test-one-article: $(VENV)/test.stamp ## Run the tests that read this site's content on a copy that has one small article
	rm -rf build/one-article && $(BIN)/python tests/one_article.py build/one-article
	cd build/one-article && PYTHONPATH="$(CURDIR)/build/one-article" .venv/bin/python -m pytest -q -m content

coverage: $(VENV)/test.stamp node_modules/.stamp browser servers ## Run all tests and list the lines and branches that no test runs
	rm -rf .coverage && mkdir .coverage
	$(BIN)/coverage run -m pytest $(TESTS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report
	@$(BIN)/coverage json --quiet -o .coverage/report.json
	@$(BIN)/python bench/covered.py .coverage/report.json

messages: $(VENV)/test.stamp ## Write the list of all texts of the pages, and bring the catalogues up to date with it
	$(BIN)/python tools/messages.py

lint: $(VENV)/test.stamp ## Check style, types, import order, workflows and shell scripts (FORMAT=github)
	$(BIN)/ruff check $(if $(FORMAT),--output-format $(FORMAT)) proofdesk hooks tests bench tools
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	@test -x $(BIN)/zizmor || { echo "zizmor, jactionlint and ShellCheck are not available for this platform, so workflows are not checked."; exit 0; }; \
	  $(BIN)/zizmor --quiet --offline $(if $(FORMAT),--format $(FORMAT)) .github && \
	  PATH="$(CURDIR)/$(BIN):$$PATH" jactionlint $(if $(FORMAT),--format $(FORMAT)) && \
	  $(BIN)/shellcheck .github/*.sh .ci/* hosting/*.sh && echo "No problems in the workflows and their scripts."

licences: $(VENV)/test.stamp .tools/.stamp ## Check the licence of every dependency (SINCE=main: list new packages)
	@$(BIN)/python tools/licences.py $(if $(SINCE),--since '$(SINCE)') .tools/bin/python $(BIN)/python

# It reads the locks and installs nothing. A package without vulnerability data is a failure.
audit: .tools/.stamp $(VENV)/test.stamp ## Check the dependencies for known vulnerabilities (needs a network)
	@failed=0; for lock in requirements/site.txt requirements/browser.txt requirements/test.txt requirements/tools.txt requirements/fuzz.txt requirements/mutants.txt requirements/model.txt bench/tools.txt; do \
	  echo "$$lock"; .tools/bin/pip-audit --strict --progress-spinner off --disable-pip --require-hashes -r $$lock || failed=1; done; \
	for folder in . bench; do \
	  echo "$$folder/package-lock.json"; (cd $$folder && PATH="$(CURDIR)/$(BIN):$$PATH" npm audit) || failed=1; done; \
	exit $$failed

# It uses an environment with only the packages that build the site.
sbom: .tools/.stamp ## Write the bill of materials to build/sbom.cdx.json (CycloneDX)
	rm -rf build/runtime && $(PYTHON) -m venv --without-pip build/runtime
	.tools/bin/python -m pip --quiet --disable-pip-version-check --python build/runtime/bin/python \
	  install --require-hashes -r requirements/site.txt
	.tools/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --of JSON \
	  -o build/sbom.cdx.json build/runtime/bin/python
	rm -rf build/runtime

release-notes: ## Print a version's section of CHANGELOG.md (VERSION=1.2.0)
	@$(PYTHON) tools/release_notes.py "$$VERSION"

$(VENV)/site.stamp: requirements/site.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Choose another: make $(GOALS) PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python cannot create a virtual environment. On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/test.stamp: $(VENV)/site.stamp requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

# What a change of content needs besides the site's own packages: what drives a browser, of the tests' version.
$(VENV)/browser.stamp: $(VENV)/site.stamp requirements/browser.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/browser.txt
	@touch $@

# Maintainers' tools have their own environment, apart from the packages that they check.
.tools/.stamp: requirements/tools.txt
	@test -x .tools/bin/pip || $(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tools.txt
	@touch $@

# The HTML validator: versions and hashes from package-lock.json, and Node from the environment's own wheel.
node_modules/.stamp: package-lock.json .npmrc $(VENV)/test.stamp
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --loglevel=error
	@touch $@

# Lighthouse is large and only used for measurements, so `make test` does not install it.
bench/node_modules/.stamp: bench/package-lock.json bench/.npmrc $(VENV)/test.stamp
	cd bench && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --loglevel=error
	@touch $@

lighthouse: bench/node_modules/.stamp site browser ## Measure a page of each kind with Lighthouse, as on a phone
	$(BIN)/python bench/lighthouse.py site $(LIGHTHOUSE)

# Programs that are in no Python or Node registry: $(call program,NAMES,PACKAGES). One of the names is enough, and one of
# the packages, of which the first that the system knows is taken.
define program
	@for name in $(1); do PATH="$$PATH:/usr/sbin" command -v $$name >/dev/null && exit 0; done; \
	echo "$(lastword $(2)) is not installed; trying the system's package."; \
	if [ "$$(id -u)" = 0 ]; then as=""; elif sudo -n true 2>/dev/null; then as="sudo"; else as=none; fi; \
	if [ "$$as" != none ] && command -v apt-get >/dev/null; then \
	  $$as apt-get update -qq && \
	  for package in $(2); do \
	    apt-cache show "$$package" >/dev/null 2>&1 || continue; \
	    $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$$package" >/dev/null && \
	    { [ ! -d /run/systemd/system ] || ! systemctl is-active -q "$$package" || $$as systemctl disable -q --now "$$package"; } && exit 0; \
	  done; fi; \
	echo "Please install it and run again. On Debian: sudo apt install $(lastword $(2))"; exit 1
endef

# Use an installed browser, because downloaded ones come from no package registry.
browser:
	@[ -n "$$PROOFDESK_BROWSER" ] || [ -d "/Applications/Google Chrome.app" ] || [ -d "/Applications/Chromium.app" ] || \
	  $(MAKE) --no-print-directory chromium

chromium:
	$(call program,chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable,chromium-headless-shell chromium)

# The servers of docs/maintaining.md. The tests use their own ports; services that the packages start are disabled.
servers: browser # the system installs one package at a time
	$(call program,nginx,nginx)
	$(call program,caddy,caddy)
	$(call program,openssl,openssl)

# The tools that the benchmark compares with have their own environment.
bench/.venv/.stamp: bench/tools.txt $(VENV)/site.stamp
	@test -x bench/.venv/bin/pip || $(PYTHON) -m venv bench/.venv
	bench/.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bench/tools.txt
	@touch $@

bench: bench/.venv/.stamp $(VENV)/test.stamp browser ## Compare build times with stock tools (100 articles; some minutes)
	$(BIN)/python bench/bench.py 100 $(BENCH)

bench-full: bench/.venv/.stamp $(VENV)/test.stamp browser ## The same with 500, 1,000 and 5,000 articles; writes bench/RESULTS.md (an hour)
	$(BIN)/python bench/bench.py 500 1000 5000 --rounds 1 --write

$(VENV)/fuzz.stamp: requirements/fuzz.txt $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@touch $@

fuzz: $(VENV)/fuzz.stamp ## Fuzz the parsers (a minute each; Linux on x86-64)
	@for target in fences group page bibliography front_matter manuscript; do \
	  $(BIN)/python tests/fuzz/fuzz.py $$target 60 2>&1 | tail -1 || exit 1; done

$(VENV)/mutants.stamp: requirements/mutants.txt $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/mutants.txt
	@touch $@

mutants: $(VENV)/mutants.stamp ## Mutation tests of citations, blocks and bibliography (long)
	rm -rf mutants
	$(BIN)/mutmut run --max-children 1 $(MUTANTS)
	$(BIN)/mutmut results

$(VENV)/model.stamp: requirements/model.txt $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/model.txt
	@touch $@

reference-model: $(VENV)/model.stamp ## Train the model that reads references (MODEL="STYLES RECORDS…", folders; long)
	PYTHONPATH=tools $(BIN)/python -m reference_model $(MODEL)

regexes: $(VENV)/site.stamp ## Check that every regular expression takes linear time
	$(BIN)/python bench/regexes.py

bench-search: $(VENV)/test.stamp browser ## Measure what search costs at 4, 1,000 and 5,000 articles (some minutes)
	$(BIN)/python bench/search.py 4 1000 5000 $(BENCH)

bench-parts: $(VENV)/test.stamp ## Measure what each part of a cold build costs, and what more cores give (some minutes)
	rm -rf build/bench && $(BIN)/python bench/corpus.py build/bench 1000 --entries 2000
	$(BIN)/python bench/parts_of_build.py build/bench
	$(BIN)/python bench/cores.py build/bench

bench-retractions: $(VENV)/site.stamp ## Measure the time to read the retraction data
	$(BIN)/python bench/retractions.py

bench-bibliography: $(VENV)/site.stamp ## Measure what 200, 2,000 and 20,000 works cost, beside Pandoc (some minutes)
	$(BIN)/python bench/bibliography.py $(BENCH)

# The locks name versions and hashes but no registry, so that any mirror works.
COMPILE = .tools/bin/uv pip compile $(UPGRADE) --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-header

lock: .tools/.stamp $(VENV)/test.stamp ## Resolve and lock the dependencies (UPGRADE=--upgrade: the newest that fit)
	$(COMPILE) requirements/site.in -o requirements/site.txt
	$(COMPILE) requirements/test.in -o requirements/test.txt
	$(COMPILE) requirements/browser.in -o requirements/browser.txt
	$(COMPILE) bench/tools.in -o bench/tools.txt
	$(COMPILE) requirements/fuzz.in -o requirements/fuzz.txt
	$(COMPILE) requirements/tools.in -o requirements/tools.txt
	$(COMPILE) requirements/mutants.in -o requirements/mutants.txt
	$(COMPILE) requirements/model.in -o requirements/model.txt
	for folder in . bench; do (cd $$folder && PATH="$(CURDIR)/$(BIN):$$PATH" npm $(if $(UPGRADE),update,install) --package-lock-only); done

clean: ## Remove all generated files and environments
	rm -rf $(VENV) .tools build node_modules bench/node_modules bench/.venv .cache .coverage mutants site .site.*new .site.old *.egg-info
