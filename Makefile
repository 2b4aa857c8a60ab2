# Thin names over real commands, for contributors; python3 run.py --help tells the rest.
.PHONY: run test test-postgresql lint format bench translations lock

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

# Bring the catalogues up to date with the code; a test says what is then still to be translated.
translations:
	.venv/bin/pybabel --quiet extract --mapping=babel.cfg --keyword=N_ --keyword=NN_:1,2 --keyword=lazy_gettext \
		--no-location --sort-output --project=Samenspraak --omit-header --output=instance/messages.pot .
	for language in nl fr de; do \
		.venv/bin/pybabel --quiet update --init-missing --no-fuzzy-matching --ignore-obsolete --omit-header \
			--input-file=instance/messages.pot --output-dir=participation/translations --locale=$$language; \
	done

# The locks hold exact versions and hashes for every system and Python we support, and no addresses.
COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links $(UPGRADE)

lock:
	echo 'setuptools>=77' | $(COMPILE) pyproject.toml - --output-file requirements.txt
	for part in test browser lint; do \
		$(COMPILE) --group $$part --constraint requirements.txt --output-file requirements-$$part.txt; \
	done
