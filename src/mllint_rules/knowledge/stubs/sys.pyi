# Facts of Python 3.13.
from typing import Any

argv: list[str]
path: list[str]
platform: str
version: str
executable: str
prefix: str
byteorder: str
maxsize: int
modules: dict
version_info: Any
stdin: Any
stdout: Any
stderr: Any
def exit(status=None, /) -> None: ...
def getsizeof(object, default=...) -> int: ...
def getrecursionlimit() -> int: ...
def setrecursionlimit(limit, /) -> None: ...
def exc_info() -> tuple: ...
