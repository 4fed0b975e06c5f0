"""The bodies that organisers work with, the places, and what groups asked for."""
