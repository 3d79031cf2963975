"""What a workbook tells of a sheet beside its cells."""

from dataclasses import dataclass, field


@dataclass
class SheetFacts:
    """Positions are (row, column), 1-based. `last_cell` is told for long .xlsx sheets only, with their bytes."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    formula_without_value: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    last_cell: tuple[int, int] = (0, 0)
    size: int = 0
