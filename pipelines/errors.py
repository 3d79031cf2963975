"""What a person did or met that stops a command: said once in plain Chinese and English, without a traceback."""

import errno

DEBUG_VARIABLE = "LOSS_LEDGER_DEBUG"
OUT_OF_MEMORY = "OutOfMemoryException"
"""What the database, which is not loaded for it, calls a want of memory; and of room for what does not fit into it."""
DISK_WORDS = ("No space left on device", "max_temp_directory_size")
"""How DuckDB and polars pass on a full disk."""
NO_SPACE = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


class LedgerError(Exception):
    """A command cannot go on for a reason its user can deal with."""

    def __init__(self, zh: str, en: str, exit_code: int = 2) -> None:
        """`zh` and `en` say what happened and what to do; `exit_code` is what the command returns."""
        super().__init__(f"{zh}\n{en}")
        self.zh, self.en, self.exit_code = zh, en, exit_code

    def __reduce__(self) -> tuple[type["LedgerError"], tuple[str, str, int]]:
        return type(self), (self.zh, self.en, self.exit_code)


def from_os_error(problem: OSError) -> LedgerError:
    """An error of the disk or the file system, in words that say what to do."""
    place = problem.filename or ""
    if problem.errno in NO_SPACE:
        return LedgerError(
            f"磁盘已满，无法写入{f' {place}' if place else ''}。请清理磁盘后再更新一次；"
            "上一个数据版本仍然可用，没有丢失任何收到的文件。",
            f"The disk is full{f'; {place} could not be written' if place else ''}. Free some space and refresh again; "
            "the last release is still in place and nothing received was lost.",
        )
    if isinstance(problem, PermissionError):
        return LedgerError(
            f"没有权限访问 {place}，或它正被其他程序占用。请关闭占用它的程序，或检查文件夹权限，然后重试。",
            f"No permission for {place}, or another program is using it. Close that program or check the folder's "
            "permissions, then try again.",
        )
    detail = problem.strerror or str(problem)
    return LedgerError(
        f"读写文件出错：{place} {detail}。请检查磁盘、U 盘或网络盘，然后重试。",
        f"Reading or writing failed: {place} {detail}. Check the disk, stick or network drive, then try again.",
    )


def plain(problem: BaseException) -> LedgerError | None:
    """The plain message inside an error or whatever caused it, or None where it is our own fault."""
    for here in _causes(problem):
        if isinstance(here, LedgerError):
            return here
        if isinstance(here, OSError) and here.errno is not None:
            return from_os_error(here)
        if any(words in str(here) for words in DISK_WORDS):
            return from_os_error(OSError(errno.ENOSPC, "no space"))
        if isinstance(here, MemoryError) or type(here).__name__ == OUT_OF_MEMORY:
            return _out_of_memory()
    return None


def _out_of_memory() -> LedgerError:
    return LedgerError(
        "内存不够，没有做完。请关闭其他程序后重试；若设置过 LOSS_LEDGER_MEMORY，请改大或删去；仍不行，"
        "请换一台内存更大的电脑。上一个数据版本不变，没有丢失任何收到的文件。",
        "There was not enough memory to finish. Close other programs and try again; where LOSS_LEDGER_MEMORY is set, "
        "raise or remove it; if that does not do, use a computer with more memory. The last release stays and nothing "
        "received was lost.",
    )


def own_fault(problem: BaseException) -> LedgerError:
    """What a person can pass on about a fault of ours."""
    causes = _causes(problem)
    root = ([c for c in causes if not type(c).__module__.startswith("dagster")] or causes)[-1]
    detail = f"{type(root).__name__}: {(str(root).splitlines() or [''])[0][:200]}"
    return LedgerError(
        f"程序内部错误：{detail}。上一个数据版本不变，没有丢失任何收到的文件。请把这条信息发给软件维护人员"
        f"（设置 {DEBUG_VARIABLE}=1 可看到详情）。",
        f"Internal error: {detail}. The last release stays and nothing received was lost. Send this message to whoever "
        f"maintains the software ({DEBUG_VARIABLE}=1 shows the details).",
        exit_code=4,
    )


def _causes(problem: BaseException) -> list[BaseException]:
    """An error and what it came from, the root last; Dagster's wrappers stand anywhere in between."""
    chain: list[BaseException] = []
    here: BaseException | None = problem
    while here is not None and here not in chain:
        chain.append(here)
        here = here.__cause__ or here.__context__
    return chain
