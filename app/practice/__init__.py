"""The organiser's reflective log."""
