"""Many queries answered by the kernel at once, as `Search` and `similarity` answer them one by one."""

from names.batches.answering import Batches

__all__ = ["Batches"]
