"""What a page costs, beside a page that does nothing; see `speed.md`."""
