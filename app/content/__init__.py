"""Markdown and TOML files in; typed lessons, modules, cases and frameworks out.

It knows nothing of the web or the database. `library.load` is the way in.
"""
