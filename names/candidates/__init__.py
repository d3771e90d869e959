"""Candidates: which listed entities a query may mean, found by blocks over arrays."""

from names.candidates.blocks import share_block
from names.candidates.index import Index
from names.candidates.index_builder import IndexBuilder, Section
from names.candidates.search import MAX_CANDIDATES, Found, Search

__all__ = ["MAX_CANDIDATES", "Found", "Index", "IndexBuilder", "Search", "Section", "share_block"]
