"""The file of a compiled gazetteer: named sections, opened at once whatever its size."""

from names.store.layout import FORMAT, recipe_of
from names.store.reading import Store
from names.store.refusals import StoreError
from names.store.writing import store_bytes, write_store

__all__ = ["FORMAT", "Store", "StoreError", "recipe_of", "store_bytes", "write_store"]
