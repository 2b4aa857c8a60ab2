# Thin names over real commands, for contributors; python3 run.py --help tells the rest.
.PHONY: run test test-postgresql lint format bench lock

run:
	python3 run.py

test:
	python3 run.py test

test-postgresql:
	TEST_DATABASE=postgresql python3 run.py test

lint:
	bash .ci/run lint

format:
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

bench:
	.venv/bin/python benchmarks/leximin.py

# The locks hold exact versions and hashes for every system and Python we support, and no addresses.
COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links $(UPGRADE)

lock:
	echo 'setuptools>=77' | $(COMPILE) pyproject.toml - --output-file requirements.txt
	for part in test browser lint; do \
		$(COMPILE) --group $$part --constraint requirements.txt --output-file requirements-$$part.txt; \
	done
