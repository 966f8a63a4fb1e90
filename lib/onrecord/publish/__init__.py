"""Notebooks run, their tables and marked pages, and the site."""
