"""Tests of the data in `corpora/`."""
