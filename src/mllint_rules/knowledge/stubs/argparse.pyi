# argparse of Python 3.13.
from typing import Any

class Namespace: ...
class Action: ...
class BooleanOptionalAction(Action): ...

class _ActionsContainer:
    def add_argument(
        self,
        *name_or_flags,
        action="store",
        nargs=None,
        const=None,
        default=None,
        type=None,
        choices=None,
        required=False,
        help=None,
        metavar=None,
        dest=None,
        version=None,
    ) -> Action: ...
    def add_argument_group(self, title=None, description=None, *, prefix_chars=None) -> _ArgumentGroup: ...
    def add_mutually_exclusive_group(self, *, required=False) -> _MutuallyExclusiveGroup: ...
    def set_defaults(self, **kwargs) -> None: ...
    def get_default(self, dest) -> Any: ...

class _ArgumentGroup(_ActionsContainer): ...
class _MutuallyExclusiveGroup(_ArgumentGroup): ...

class ArgumentParser(_ActionsContainer):
    def __init__(
        self,
        prog=None,
        usage=None,
        description=None,
        epilog=None,
        parents=(),
        formatter_class=...,
        prefix_chars="-",
        fromfile_prefix_chars=None,
        argument_default=None,
        conflict_handler="error",
        add_help=True,
        allow_abbrev=True,
        exit_on_error=True,
    ) -> None: ...
    def parse_args(self, args=None, namespace=None) -> Namespace: ...
    def parse_intermixed_args(self, args=None, namespace=None) -> Namespace: ...
    def parse_known_args(self, args=None, namespace=None) -> tuple[Namespace, list[str]]: ...
    def parse_known_intermixed_args(self, args=None, namespace=None) -> tuple[Namespace, list[str]]: ...
    def add_subparsers(
        self,
        *,
        title=None,
        description=None,
        prog=None,
        parser_class=...,
        action=...,
        dest=None,
        required=False,
        help=None,
        metavar=None,
    ) -> _SubParsersAction: ...
    def format_help(self) -> str: ...
    def format_usage(self) -> str: ...

class _SubParsersAction(Action):
    def add_parser(self, name, *, help=None, aliases=(), **kwargs) -> ArgumentParser: ...
