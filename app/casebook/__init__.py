"""Find, read and cite documented past practice."""
