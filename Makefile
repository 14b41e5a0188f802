# make run   the program on SQLite, at http://127.0.0.1:8700
# make test  every test, with what it needs
# make torture ROUNDS=50 SEEDS=5 SECONDS=120
#            as many seeds of chaos on each database (two servers, whatever people do, kills), then imports that are
#            killed again and again; ends with "rounds 50, lost 0, doubled 0, unknown 0", or fails
# make bench the import beside the bare job of each database; make bench-manage: work with a large base

SHELL := /bin/bash
CARGO := cargo
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
PACKAGES := postgresql pgbouncer chromium python3 python3-aiosmtpd curl sqlite3 procps build-essential

ROUNDS := 50
SEEDS := 5
SECONDS := 120

.PHONY: run test torture bench bench-manage deps ui openapi fmt clean

run: ui
	$(CARGO) run --release -p muster -- serve

# The page, into the program: ui/dist is embedded when the program is built.
ui: ui/node_modules
	npm --prefix ui run build

%/node_modules: %/package-lock.json
	npm --prefix $* ci --no-audit --no-fund
	@touch $@

# What the tests need from Debian; nothing is asked for when all of it is there.
deps:
	@missing=$$(for p in $(PACKAGES); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
	if [ -n "$$missing" ]; then \
		echo "installing" $$missing; \
		$(SUDO) apt-get update -qq && \
		$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
	fi

# The order is from quick to slow. The page is built first: the program embeds it.
test: deps ui e2e/node_modules
	$(CARGO) fmt --check
	npm --prefix ui run lint
	npm --prefix ui test
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	tools/with-postgres $(MAKE) --no-print-directory test-with-postgres

# Called by `test`, with a PostgreSQL server in MUSTER_TEST_POSTGRES.
.PHONY: test-with-postgres
test-with-postgres:
	$(CARGO) test --workspace
	npm --prefix e2e test

# What the rounds found is printed last, also when the chaos before them found something.
torture: deps ui
	@rm -f target/tmp/torture.txt
	@status=0; MUSTER_TORTURE_ROUNDS=$(ROUNDS) MUSTER_CHAOS_SEEDS=$(SEEDS) MUSTER_CHAOS_SECONDS=$(SECONDS) \
	tools/with-postgres $(CARGO) test -p muster --test chaos -- --ignored --nocapture --test-threads=1 || status=$$?; \
	cat target/tmp/torture.txt || status=1; exit $$status

bench: ui
	$(CARGO) build --release -p muster
	MUSTER_POSTGRES_OPTIONS="-c max_wal_size=4GB -c shared_buffers=512MB" tools/with-postgres bench/import.py

bench-manage: ui
	$(CARGO) build --release -p muster
	MUSTER_POSTGRES_OPTIONS="-c max_wal_size=4GB -c shared_buffers=512MB" tools/with-postgres bench/manage.py

openapi:
	$(CARGO) run -q -p muster -- openapi > openapi.json

fmt: ui/node_modules
	$(CARGO) fmt
	npm --prefix ui run format

clean:
	$(CARGO) clean
	rm -rf ui/dist ui/node_modules e2e/node_modules e2e/out bench/out
