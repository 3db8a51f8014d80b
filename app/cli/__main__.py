"""Runs the command line as `python -m app.cli`, from a checkout that is not installed."""

from app.cli import main

main()
