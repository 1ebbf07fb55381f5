"""A program of somebody's own, with one package by hand."""

REMOVED = """\
from packagestate import Package

Package(
    "chalk",
    domain="acme",
    repository="npm-store",
    format="npm",
    package="chalk",
    versions={versions},
    on_removal="{on_removal}",
)
"""
