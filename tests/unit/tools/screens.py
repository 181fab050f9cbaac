"""What a person sees of what a command prints."""

from rich.console import RenderableType

from tools.cli import output


def rendered(part: RenderableType) -> str:
    """Without blanks at the ends of lines."""
    console = output.console()
    with console.capture() as captured:
        console.print(part)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())
