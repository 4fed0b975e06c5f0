"""The demonstration organisation: `make demo`, and the rows that benchmarks read."""
