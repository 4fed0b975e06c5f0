"""Tests: real requests, a real database on both engines, a real browser."""
