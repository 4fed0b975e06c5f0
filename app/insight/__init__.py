"""Numbers and figures over practice; owns no table that a person writes."""
