"""`python -m app`: see `cli.py`."""

from app.cli import run

run()
