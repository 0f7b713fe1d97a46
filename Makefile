.DEFAULT_GOAL := help
.PHONY: help run dev test check drill bench lock clean

help: ## lists these targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 8

run: ## prepares and starts the site on 127.0.0.1, PORT=8000 unless given
	@bin/run

dev: ## the same with DEBUG and reloading
	@bin/run dev

test: ## all suites on SQLite and PostgreSQL, then the browser journeys
	@bin/test

check: ## lint, formats, types, templates, layers, migrations, production settings
	@bin/check

drill: ## long trials: load, kill, fuzz, many readers
	@bin/venv dev
	@bin/with-sqlite bin/drill
	@bin/with-postgresql bin/drill

bench: ## page speeds as ratios on both databases
	@bin/venv dev
	@bin/with-sqlite bin/bench
	@bin/with-postgresql bin/bench

lock: ## writes the lock files anew from pyproject.toml and package.json
	@bin/venv dev
	@bin/lock

clean: ## removes what can be made again; the database, mail and secret key stay
	@rm -rf .venv node_modules var/built var/static var/test
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .grimp_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
