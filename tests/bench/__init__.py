"""Performance numbers, one file a question; `make bench` runs all, `python -m tests.bench NAME…` some. Never part of the tests."""
