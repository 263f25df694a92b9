"""Options of the commands, made from the settings, so that each is named once."""

from collections.abc import Callable
from dataclasses import fields
from functools import update_wrapper
from typing import Any

import click

from kg.config import Settings, read_settings

type Command = Callable[..., object]


def settings_options(*names: str) -> Callable[[Command], Command]:
    """Give a command an option for each setting named, and `settings` to call it with.

    The settings not named can still be set in the file or the environment.
    """

    def decorate(command: Command) -> Command:
        @click.pass_context
        def with_settings(ctx: click.Context, /, **given: Any) -> object:  # noqa: ANN401 - any option's value
            flags = {name: given.pop(name) for name in names}
            settings = read_settings(file=ctx.find_root().obj, flags=flags)
            return ctx.invoke(command, settings=settings, **given)

        decorated: Command = update_wrapper(with_settings, command)
        for name in reversed(names):
            decorated = _option(name)(decorated)
        return decorated

    return decorate


def _option(name: str) -> Callable[[Command], Command]:
    setting = next(field for field in fields(Settings) if field.name == name)
    description: str = setting.metadata["help"]
    default = f" [{setting.default}]" if str(setting.default) else ""
    return click.option(
        f"--{name.replace('_', '-')}",
        name,
        metavar=type(setting.default).__name__.removeprefix("Posix").upper(),
        help=f"{description}.{default}",
    )


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
