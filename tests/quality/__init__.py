"""How good the search is: on our own judged questions and on public collections."""
