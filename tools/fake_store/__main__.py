"""`python -m tools.fake_store`: serves shops on this machine until it is interrupted."""

import signal
import threading
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tools.cli import output
from tools.fake_store import control, shop_config
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop

BAD_FILE = 2


def serve(
    port: Annotated[int, typer.Option(help="0 takes a free one.")] = 0,
    seed: Annotated[int, typer.Option(help="The same seed gives the same shops and troubles.")] = 0,
    shops_file: Annotated[
        Path | None,
        typer.Option("--shops", help="A YAML or JSON file; without it, a shop of each platform."),
    ] = None,
) -> None:
    """Serves shops with the APIs of their platforms, and sends their webhooks as they come up."""
    screen = output.console()
    with FakeStore(seed=seed, port=port, live=True) as store:
        try:
            settings = shop_config.read(shops_file) if shops_file else shop_config.default_shops()
            for opened in shop_config.open_all(store, settings):
                _show(screen, opened)
        except (shop_config.InvalidShops, OSError) as error:
            screen.print(str(error))
            raise typer.Exit(BAD_FILE) from error
        screen.print(f"\nControl  {store.url}/{control.NAME}/state\n{control.__doc__}")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            screen.print("Closed.")


def _show(screen: Console, opened: Shop | Exception) -> None:
    if not isinstance(opened, Shop):
        screen.print(f"Not served: {opened}")
        return
    screen.print(f"{opened.platform:12} {opened.base_url}  ({opened.domain or 'no domain'})")
    screen.print(f"{'':12} {len(opened.products)} products, {len(opened.orders)} orders")
    for name, value in {"webhook secret": opened.secret, **opened.access}.items():
        screen.print(f"{'':12} {name}: {value}")


if __name__ == "__main__":
    # A shell has what it starts in the background ignore this, and nothing else ends it in order.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    typer.run(serve)
