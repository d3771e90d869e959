"""Candidates: which listed entities a query may mean, found by blocks over arrays."""

from names.candidates.blocks import share_block
from names.candidates.filing import Filing, Section
from names.candidates.register import Register
from names.candidates.search import MAX_CANDIDATES, Found, Search

__all__ = ["MAX_CANDIDATES", "Filing", "Found", "Register", "Search", "Section", "share_block"]
