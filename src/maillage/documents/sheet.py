"""What a document says, whatever file it becomes: a title, then blocks in their order."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part; parts are not nested."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a line break of the text is kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list of short texts."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under named columns; `to_fill` makes them high enough to write in by hand.

    `widths` are the shares of the columns, equal by default.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    to_fill: bool = False
    widths: tuple[int, ...] = ()


Block = Heading | Paragraph | Items | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A document in French. Raises ValueError when a row, or the widths, do not match the columns of a table."""

    title: str
    subtitle: str = ""
    blocks: tuple[Block, ...] = ()
    footer: str = ""

    def __post_init__(self) -> None:
        for block in self.blocks:
            if isinstance(block, Table) and any(
                len(each) != len(block.columns) for each in (*block.rows, block.widths or block.columns)
            ):
                raise ValueError(f"{block.caption}: a row has not one cell a column")
