"""Lessons in order, and what each person read, answered and did."""
