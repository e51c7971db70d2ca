# Every command a developer or an agency needs; `make` alone lists them.
# Windows has no make: the README gives the equivalents.

PYTHON ?= python3.11
BIN := .venv/bin
READY := .venv/ready

.PHONY: help setup setup-spark demo test check crash format look look-all screenshots bench bench-national bench-demo \
	bench-protection bench-files spark fuzz dagster lock \
	licences wheelhouse pip-audit clean

help:            ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

setup: $(READY)  ## Make .venv from the lock

# --no-deps: the lock is complete, and pip refuses extras in hash mode otherwise.
$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv || python3 -m venv .venv
	$(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo "Python 3.11 is needed; set PYTHON=/path/to/python3.11"; exit 1; }
	$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(READY)

setup-spark: $(READY)-spark ## Add PySpark, for --engine spark (needs Java 17; docs/spark.md)

$(READY)-spark: $(READY) requirements-spark.lock
	$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements-spark.lock
	@touch $(READY)-spark

demo: setup      ## Run the main job on a synthetic national delivery into out/
	$(BIN)/vardflode demo --out out

test: setup      ## Pass the tests
	$(BIN)/pytest

check: setup     ## What CI runs: style, types, imports, SQL style, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --processes 2 sql
	$(BIN)/pytest

crash: setup     ## Kill a hundred runs and approvals at random moments; every one must recover
	$(BIN)/python -m tests.crashing --kills 100 --seed 1

format: setup    ## Format Python and sort imports
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

look: setup      ## Picture every page of a release's site into out/look; SITE=out/demo/published/site by default
	$(BIN)/python -m tests.browser.screenshots $(or $(SITE),out/demo/published/site) out/look

look-all: setup  ## Ask every page of a site all that a machine can judge, in light and dark (minutes); SITE as for look
	$(BIN)/python -m tests.browser.every_page $(or $(SITE),out/demo/published/site)

screenshots: setup ## Picture Dagster and a small site for docs/korhandbok.md (needs Chromium)
	$(BIN)/python -m tests.browser.dagster_pictures docs

bench: setup     ## Measure speed and memory beside yardsticks; writes the table in the README
	$(BIN)/python -m benchmarks.table

bench-national: setup ## The same up to 200 million LISA rows, which takes 15 GB of disk
	$(BIN)/python -m benchmarks.table --national

bench-demo: setup ## Measure the demo's run stage by stage, and all groups beside the pilots
	$(BIN)/python -m benchmarks.run_beside_floor
	$(BIN)/python -m benchmarks.all_groups

bench-protection: setup ## Measure protection and attack of a release; RELEASE=out/demo by default
	$(BIN)/python -m benchmarks.protection $(or $(RELEASE),out/demo)

bench-files: setup ## Measure the table files of a release; RELEASE=out/demo by default
	$(BIN)/python -m benchmarks.table_files $(or $(RELEASE),out/demo)

spark: setup-spark ## Compare every cell counted on Spark, in a cluster on this machine, with DuckDB's
	VARDFLODE_SPARK_MASTER='local-cluster[2,1,1024]' $(BIN)/pytest -n 0 tests/end_to_end/test_spark.py

fuzz: setup      ## Fuzz the readers and the TOML files; FUZZ_SECONDS=60 by default
	$(BIN)/python -m tests.fuzz.run -max_total_time=$(or $(FUZZ_SECONDS),60)

dagster: setup   ## Open the graph in a browser, offline
	DAGSTER_HOME=$(CURDIR) $(BIN)/dagster dev

COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate

lock: setup      ## Renew requirements.lock and requirements-spark.lock (needs a package registry)
	$(COMPILE) --extra dev pyproject.toml --output-file requirements.lock
	$(BIN)/python -c "import tomllib; extras = tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']; \
		print(*extras['spark'], sep='\n')" | $(COMPILE) --constraint requirements.lock - --output-file requirements-spark.lock

licences: setup  ## Write docs/licences.md again
	$(BIN)/python -m tests.licences

# Two packages are built from their source, which needs setuptools and wheel beside them.
wheelhouse: setup ## Collect every package of the lock, with its hash, into wheels/ (needs a package registry)
	$(BIN)/pip download --quiet --no-deps --require-hashes -r requirements.lock -d wheels
	$(BIN)/pip download --quiet --no-deps --only-binary :all: setuptools wheel -d wheels
	cd wheels && sha256sum *.whl *.tar.gz > SHA256SUMS

pip-audit: setup ## Look the lock's packages up among known vulnerabilities (needs a network)
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements.lock

clean:           ## Remove what the commands made
	rm -rf .venv out .dagster
