"""Where Dagster keeps its runs and events: SQLite files under the warehouse, or a Postgres server of the bureau.

The figures are in neither: a release is a folder, whatever becomes of the records of the runs that made it.
"""

import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from pipelines.errors import LedgerError
from pipelines.progress import Listener

VARIABLE = "LOSS_LEDGER_POSTGRES"
"""The address of the database. Dagster reads it from the environment: no file holds a password."""
CONNECT_SECONDS = 10
SETTINGS = "dagster.yaml"
STORAGE = f"storage:\n  postgres:\n    postgres_url:\n      env: {VARIABLE}\n"
OF_POSTGRES = ("psycopg2", "dagster_postgres")

# So narrow that the library, the driver and we read the same out of it, and a password cannot pass for a host.
_ADDRESS = re.compile(
    r"postgres(?:ql)?(?:\+psycopg2)?://"
    r"(?P<rest>(?:(?P<user>[^\s:@/?#]+)(?::[^\s:@/?#]*)?@)?"
    r"(?P<host>[\w.-]*|\[[0-9A-Fa-f:]+\])(?::(?P<port>\d+))?/(?P<database>[^\s/@?#:]+)(?P<options>\?[^\s#]*)?)"
)
_FOLDER = re.compile(r"[?&]host=([^&@:]+)")


def address(environment: Mapping[str, str] = os.environ) -> str | None:
    """The address with the driver named that dagster-postgres is written for; None: no Postgres here."""
    given = environment.get(VARIABLE, "").strip()
    return f"postgresql+psycopg2://{_parts(given)['rest']}" if given else None


def write_home(folder: Path, base: str) -> Path:
    """A home for Dagster with the settings of `base`, but for the storage."""
    from pipelines.files import write_atomically

    kept = [part for part in base.strip().split("\n\n") if not part.startswith("storage:")]
    content = "\n\n".join([*kept, STORAGE]).encode()
    file = folder / SETTINGS
    if not file.is_file() or file.read_bytes() != content:
        write_atomically(file, content)
    return folder


def require() -> None:
    """Raises with what to do where a Postgres is named and cannot be used; without one there is nothing to ask."""
    found = address()
    if found is None:
        return
    try:
        import dagster_postgres  # noqa: F401 - whether it is there
        import psycopg2
    except ImportError:
        raise _not_installed() from None
    try:
        plain_address = found.replace("+psycopg2", "", 1)
        with closing(psycopg2.connect(plain_address, connect_timeout=CONNECT_SECONDS)) as connection:
            cursor = connection.cursor()
            cursor.execute("select coalesce(has_schema_privilege(current_schema(), 'create'), false)")
            may_create = cursor.fetchone()[0]
    except psycopg2.Error as problem:
        raise _refused(problem) from None
    if not may_create:
        raise _no_tables()


@contextmanager
def reached(listener: Listener) -> Iterator[None]:
    """While Dagster writes its records: a Postgres that cannot be used, or goes away, is told in plain words."""
    if address() is None:
        yield
        return
    require()
    retries, log = _Retries(listener), logging.getLogger()
    log.addFilter(retries)
    try:
        yield
    except Exception as problem:
        lost = _of_postgres(problem)
        if lost is None:
            raise
        raise _lost(lost) from None
    finally:
        log.removeFilter(retries)


class _Retries(logging.Filter):
    """Each attempt to connect again is a warning of four lines; a person needs to hear once that we wait."""

    def __init__(self, listener: Listener) -> None:
        super().__init__()
        self.listener, self.is_told = listener, False

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is none of these."""
        if not str(record.msg).startswith("Retrying failed database connection"):
            return True
        if not self.is_told:
            self.listener("Postgres 没有应答，正在重试……\nPostgres does not answer; trying again …")
        self.is_told = True
        return False


def shown(given: str) -> str:
    """The address as a message may show it: who, where, which database, never the password."""
    parts = _parts(given)
    in_folder = _FOLDER.search(parts["options"] or "")
    where = in_folder.group(1) if in_folder else (parts["host"] or "") + (f":{parts['port']}" if parts["port"] else "")
    user = f"{parts['user']}@" if parts["user"] else ""
    return f"{user}{where or '/var/run/postgresql'} {parts['database']}"


def _parts(given: str) -> re.Match[str]:
    parts = _ADDRESS.fullmatch(given)
    if parts is None:
        raise LedgerError(
            f"环境变量 {VARIABLE} 不是 Postgres 地址。应写成 postgresql://用户名@127.0.0.1:5432/数据库名，或本机的"
            " postgresql:///数据库名?host=/var/run/postgresql；密码中的 @ : / ? # 和空格要写成"
            " %40 %3A %2F %3F %23 %20。不用 Postgres 就去掉这个变量。",
            f"The environment variable {VARIABLE} is no address of a Postgres. Write "
            "postgresql://USER@127.0.0.1:5432/DATABASE, or postgresql:///DATABASE?host=/var/run/postgresql for this "
            "computer; in a password @ : / ? # and spaces are %40 %3A %2F %3F %23 %20. Without Postgres, remove the "
            "variable.",
        )
    return parts


def _of_postgres(problem: BaseException) -> BaseException | None:
    """What Postgres, its driver or Dagster's part for it said at the bottom of an error."""
    found: BaseException | None = None
    here: BaseException | None = problem
    while here is not None:
        if type(here).__module__.split(".")[0] in OF_POSTGRES:
            found = here
        here = here.__cause__ or here.__context__
    return found


def _said(problem: BaseException) -> str:
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0]


def _refused(problem: BaseException) -> LedgerError:
    where = shown(os.environ[VARIABLE])
    return LedgerError(
        f"不能使用 {VARIABLE} 指定的 Postgres（{where}）：{_said(problem)}。请看它是否在运行"
        "（sudo systemctl status postgresql），用户名、密码、数据库名是否正确，然后重试；见 docs/many-users.md。"
        "上一个数据版本不变。急用时去掉这个变量即可更新，运行记录写在 warehouse/dagster。",
        f"The Postgres that {VARIABLE} names ({where}) cannot be used: {_said(problem)}. See whether it runs (sudo "
        "systemctl status postgresql) and whether user, password and database are right, then try again; see "
        "docs/many-users.md. The last release stays. In a hurry, remove the variable: a refresh then keeps its record "
        "in warehouse/dagster.",
    )


def _lost(problem: BaseException) -> LedgerError:
    where = shown(os.environ[VARIABLE])
    return LedgerError(
        f"更新进行中，Postgres（{where}）断开了：{_said(problem)}。更新没有记完，现行数据版本仍然完整，"
        "收到的文件没有丢失。请让它恢复运行（sudo systemctl start postgresql），再更新一次。",
        f"Postgres ({where}) went away in the middle of the refresh: {_said(problem)}. The refresh was not recorded to "
        "its end; the current release is whole and nothing received was lost. Start it again (sudo systemctl start "
        "postgresql) and refresh once more.",
    )


def _no_tables() -> LedgerError:
    where = shown(os.environ[VARIABLE])
    return LedgerError(
        f"Postgres（{where}）的这个用户不能在数据库中建表。请由数据库管理员把数据库给这个用户："
        "alter database … owner to …，见 docs/many-users.md。上一个数据版本不变。",
        f"This user of Postgres ({where}) may not create tables in the database. Have its administrator give it to the "
        "user: alter database … owner to …; see docs/many-users.md. The last release stays.",
    )


def _not_installed() -> LedgerError:
    return LedgerError(
        f"设置了 {VARIABLE}，但没有安装 dagster-postgres。在程序文件夹运行 python3 start.py setup，"
        "或 pip install 'loss-ledger[postgres]'；不用 Postgres 就去掉这个变量。",
        f"{VARIABLE} is set, but dagster-postgres is not installed. Run python3 start.py setup in the folder of the "
        "program, or pip install 'loss-ledger[postgres]'; without Postgres, remove the variable.",
    )
