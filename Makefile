# Every door to the project. `make` alone lists them. The work itself is in scripts/.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run seed test explore check fix bench docs lock messages clean

help:  ## List what can be done
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup:  ## Install what is needed, on a bare Debian machine too; safe to repeat
	@scripts/setup

run:  ## Start everything and print the address (PORT=8000, DEBUG=1 for Django's error pages)
	@scripts/run

seed:  ## Fill the demo database (REFERRALS=1000 SEED=1)
	@scripts/setup run
	@scripts/with-services manage.py migrate --verbosity 0
	@scripts/with-services manage.py seed --referrals $(or $(REFERRALS),1000) --seed $(or $(SEED),1)

test:  ## Run the tests against real PostgreSQL, Redis and Chromium (ARGS="tests/referrals -k sends")
	@scripts/setup test
	@scripts/with-services --test pytest -n 2 --dist loadgroup $(ARGS)

explore:  ## Run the random tests with examples nobody has drawn before (ARGS="tests/pathways")
	@scripts/setup test
	@scripts/with-services --test pytest -n 2 -m hypothesis --hypothesis-profile=exploring $(ARGS)

check:  ## Lint, types, layers, templates, migrations, production settings
	@scripts/check

fix:  ## Mend layout and imports
	@scripts/setup run
	@.venv/bin/ruff check --quiet --fix-only .
	@.venv/bin/ruff format --quiet .

bench:  ## Measure, and write the figures under var/bench/ (BENCH_SIZES=1000,100000)
	@scripts/setup run
	@SAMSPOR_VAR=$(CURDIR)/var/bench scripts/with-services python -m bench.run

docs:  ## Draw the generated documents from the code again
	@scripts/setup run
	@scripts/with-services manage.py draw_states

lock:  ## Rewrite the lock files after a change in pyproject.toml (UPGRADE=1 takes newer versions)
	@scripts/lock

messages:  ## Collect what people read into locale/en, for translation
	@scripts/setup run
	@.venv/bin/python manage.py makemessages --locale en --extension html,svg,txt,py --no-location --no-obsolete --ignore 'var/*' --ignore '.venv/*' --ignore 'tests/*'
	@sed -i '/^"POT-Creation-Date:/d; /^"Report-Msgid-Bugs-To:/d' locale/en/LC_MESSAGES/django.po # when and where is git's to know

clean:  ## Remove .venv and var/, with the demo database in it
	@for var in var var/test; do export SAMSPOR_VAR=$(CURDIR)/$$var; scripts/redis.sh stop && scripts/pg.sh remove || exit 1; done
	@rm -rf .venv var
