# SPDX-License-Identifier: Apache-2.0
"""Files written into a folder beside which others may write too."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def opened_folder(folder: Path) -> Iterator[int]:
    """A descriptor of the folder, made where there is none, and never of what a link
    leads to: whoever may write beside it would choose what is overwritten."""
    folder.mkdir(exist_ok=True)
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.ENOTDIR):
            raise
        why = "is a link; remove it, and what is made is written here"
        raise NotADirectoryError(error.errno, why, str(folder)) from error
    try:
        yield opened
    finally:
        os.close(opened)


def write_whole(folder: int, name: str, content: bytes) -> None:
    """A reader finds the old file or the new one, never a part."""
    temporary = f".{name}.{os.getpid()}"
    with suppress(FileNotFoundError):
        os.unlink(temporary, dir_fd=folder)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        with os.fdopen(os.open(temporary, flags, 0o666, dir_fd=folder), "wb") as file:
            file.write(content)
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temporary, dir_fd=folder)
