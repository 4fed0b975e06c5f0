"""The queue, the review desk, and what a supervisor says back."""
