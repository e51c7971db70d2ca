"""Boxes and bands of a flow in which nothing is lost: plain numbers, no cells, no words."""

from dataclasses import dataclass, field

ORIGIN, START, FATE, POOL, DEGREE, LICENCE, STATUS, OUTSIDE, AFTER = range(9)
WAYS_ON = {"started", "fate_graduated", "degree", "licensed", "status_in_profession", "after_in_profession"}


class NotPrintable(Exception):
    """A stage cannot be printed; the message is the key of its sentence."""


@dataclass(frozen=True)
class Node:
    """One box: a stage reached, or an exit, in a fixed column."""

    id: str
    column: int
    persons: int

    @property
    def is_exit(self) -> bool:
        """True for boxes off the way from the start to the profession."""
        return self.column > START and self.id not in WAYS_ON


@dataclass(frozen=True)
class Link:
    """Persons passing from one node to another."""

    source: str
    target: str
    persons: int


@dataclass
class Flow:
    """The nodes and links that may be printed, and what is told beside them."""

    nodes: dict[str, Node] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    ended: str = ""
    notes: list[str] = field(default_factory=list)
    later: int = 0

    def add(self, source: str, target: str, column: int, persons: int) -> None:
        """A link, and its target where that is new or grows; nobody makes no link."""
        if persons:
            so_far = self.nodes[target].persons if target in self.nodes else 0
            self.nodes[target] = Node(target, column, so_far + persons)
            self.links.append(Link(source, target, persons))


def leaks(flow: Flow) -> dict[str, int]:
    """Inflow minus outflow of every node that has both; all zero in a conserved flow."""
    balance: dict[str, int] = {}
    for node in flow.nodes:
        into = [link.persons for link in flow.links if link.target == node]
        out = [link.persons for link in flow.links if link.source == node]
        if into and out:
            balance[node] = sum(into) - sum(out)
    return balance
