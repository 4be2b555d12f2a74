"""The diagram of each kind of case, as Mermaid, which the pages of the repository draw."""

from __future__ import annotations

from pathlib import Path

from diaban.casework import registry
from diaban.casework.registry import CaseKind, ClockRule

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "states"


def written() -> dict[str, str]:
    """File name → text, for every kind that is declared."""
    rules = {rule.code: rule for rule in registry.rules()}
    return {f"{code}.md": diagram(kind, rules) for code, kind in sorted(registry.kinds().items())}


def diagram(kind: CaseKind, rules: dict[str, ClockRule]) -> str:
    """One kind: its states and steps drawn, its clocks told with their citations."""
    clocks = dict.fromkeys([kind.clock, *(state.clock for state in kind.states)])
    told = [_clock(rules[code]) for code in clocks if code in rules]
    return "\n".join(
        [
            f"# {kind.title}",
            "",
            f"`{kind.code}`; written by `python -m diaban.casework --write`.",
            "",
            "```mermaid",
            "stateDiagram-v2",
            f"    [*] --> {kind.start.code}",
            *(f"    {state.code}: {state.title}{_note(state.stands, state.clock)}" for state in kind.states),
            *(f"    {source} --> {step.to}: {step.title}" for step in kind.transitions for source in step.sources),
            *(f"    {state.code} --> [*]" for state in kind.states if state.final),
            "```",
            *(["", "Clocks as shipped:", "", *told] if told else []),
            "",
        ]
    )


def _note(stands: bool, clock: str) -> str:
    return " (dừng thời hạn)" if stands else f" (hạn {clock})" if clock else ""


def _clock(rule: ClockRule) -> str:
    cutoff = f", cut-off {rule.cutoff:%H:%M}" if rule.cutoff else ""
    unit = rule.unit.value.replace("_", " ")
    return f"- `{rule.code}`: {rule.amount} × {unit}{cutoff}, from {rule.valid_from:%d/%m/%Y} ({rule.citation})"


def stale() -> list[str]:
    """The files in `docs/states/` that aren't what the rooms declare now."""
    texts = written()
    there = {path.name for path in FOLDER.glob("*.md")}
    wrong = {name for name, text in texts.items() if name not in there or (FOLDER / name).read_text("utf-8") != text}
    return sorted(wrong | (there - set(texts)))


def write() -> None:
    """Write every diagram and remove those of kinds that are gone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    texts = written()
    for path in FOLDER.glob("*.md"):
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        (FOLDER / name).write_text(text, "utf-8")
