"""Who people are, where they belong, and how they get in."""
