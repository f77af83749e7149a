"""A Slack in trouble, in a process of its own: every call takes two seconds, or is one too many. Prints its port.

`python tests/bench/slow_slack.py slow|throttling`.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys

TAKEN = b'{"ok":true,"channel":"D0BENCH","ts":"1801468800.000100"}'
TOO_MANY = b'{"ok":false,"error":"ratelimited"}'
SECONDS = 2.0


def answer(mode: str) -> bytes:
    """The same answer to everything."""
    throttling = mode == "throttling"
    body = TOO_MANY if throttling else TAKEN
    head = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 30\r\n" if throttling else b"HTTP/1.1 200 OK\r\n"
    return head + b"Content-Type: application/json\r\nContent-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body


async def main(mode: str) -> None:
    """Serves until it is killed."""
    said, seconds = answer(mode), 0.0 if mode == "throttling" else SECONDS

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
                await reader.readexactly(int(length or b"0"))
                await asyncio.sleep(seconds)
                writer.write(said)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
