# The same tasks without make: python start.py [setup|run|test|check|bench]
# Another Python: make run PYTHON=python3.12    Further arguments: make test ARGS="-k readers"
PYTHON ?= python3
ARGS ?=

.PHONY: setup run test check bench
.DEFAULT_GOAL := run

setup run test check bench:
	@$(PYTHON) start.py $@ $(ARGS)
