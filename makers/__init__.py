"""Makers of files that are checked in: tables of `names/data`, what the kernel and docs say of kinds."""
