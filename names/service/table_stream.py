"""A table normalized while it is sent: what is wrong before the first block of it is told as an error."""

from __future__ import annotations

import asyncio
import contextlib
import io
import threading
from collections.abc import AsyncIterator, Callable
from typing import BinaryIO, cast

BLOCK = 1 << 16  # bytes together
WAITING = 8  # blocks that wait until the client has taken those before
Carry = Callable[[BinaryIO], object]


class TableStream:
    """The output of work in a thread, taken by a client at its own pace.

    Args:
        carry: Does the work, and writes into what it is given.
        done: Called once the work has ended, well or not, in its thread.
    """

    def __init__(self, carry: Carry, done: Callable[[], object]) -> None:
        self._loop = asyncio.get_running_loop()
        self._blocks: asyncio.Queue[bytes | BaseException | None] = asyncio.Queue(WAITING)
        self._gone = False
        self._thread = threading.Thread(target=self._run, args=(carry, done), daemon=True)

    async def first(self) -> bytes:
        """Return the first block, or all there is.

        Raises:
            Exception: Whatever the work raised before that.
        """
        self._thread.start()
        block = await self._blocks.get()
        if isinstance(block, BaseException):
            raise block
        if block is None:
            await self._blocks.put(None)
        return block or b""

    async def rest(self) -> AsyncIterator[bytes]:
        """Yield the blocks behind the first; what goes wrong there ends the answer in the middle of it."""
        try:
            while (block := await self._blocks.get()) is not None:
                if isinstance(block, BaseException):
                    raise block
                yield block
        finally:
            self.leave()

    def leave(self) -> None:
        """Let the work end where it is: nobody takes the rest."""
        self._gone = True
        with contextlib.suppress(asyncio.QueueEmpty):
            while True:
                self._blocks.get_nowait()

    def _run(self, carry: Carry, done: Callable[[], object]) -> None:
        try:
            with io.BufferedWriter(_Outgoing(self), BLOCK) as outgoing:
                carry(cast("BinaryIO", outgoing))
            self.put(None)
        except BrokenPipeError:
            pass
        except BaseException as error:
            with contextlib.suppress(BrokenPipeError):
                self.put(error)
        finally:
            done()

    def put(self, block: bytes | BaseException | None) -> None:
        """Hand a block over from a thread, as soon as there is room for it.

        Args:
            block: Bytes, None for the end, or what went wrong.

        Raises:
            BrokenPipeError: The client has left.
        """
        waiting = asyncio.run_coroutine_threadsafe(self._blocks.put(block), self._loop)
        while not self._gone:
            try:
                return waiting.result(timeout=0.5)
            except TimeoutError:
                continue
        waiting.cancel()
        raise BrokenPipeError


class _Outgoing(io.RawIOBase):
    """What the work writes into."""

    def __init__(self, stream: TableStream) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, block: object) -> int:
        data = bytes(block)  # type: ignore[call-overload] # a view of the buffer, which is used again
        self._stream.put(data)
        return len(data)
