"""What a reader has to say about a file. All other files of this folder use it, so it is one short file."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """One sentence about one line, counted from 1 in the file as it is on disk."""

    line: int
    message: str


@dataclass(slots=True)
class Remarks:
    """All that was said while one file was read: a problem refuses the file, a note does not."""

    problems: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    def problem(self, line: int, message: str) -> None:
        """Refuse the file for what stands on ``line``; saying the same twice counts once."""
        remark = Remark(line, message)
        if remark not in self.problems:
            self.problems.append(remark)

    def note(self, line: int, message: str) -> None:
        """Remark on ``line`` without refusing the file; saying the same twice counts once."""
        remark = Remark(line, message)
        if remark not in self.notes:
            self.notes.append(remark)
