"""Coverage-guided fuzzing of the readers and the TOML files, with atheris: `make fuzz`.

Belongs here: giving the targets bytes for as long as one likes. Does not belong here: what must hold
(tests/fuzz/targets.py). Without network and without a corpus; what is found becomes a case in
tests/unit/test_untrusted.py.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["schemas", "flows.professions", "pipelines.settings", "tomllib"]):
    from tests.fuzz import targets

ENDINGS = (".csv", ".parquet", ".csv.gz")
SEEDS = [targets.deaths(ending) for ending in (".csv", ".parquet")] + [
    text.encode() for _, text in targets.TOML.values()
]


def one(data: bytes) -> None:
    """One input: the first byte says what it is."""
    if not data:
        return
    kind, content = data[0], data[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = list(targets.TOML)
        if kind % 2:
            targets.TOML[names[kind // 2 % len(names)]][0](content, folder)
        else:
            targets.file(content, ENDINGS[kind // 2 % len(ENDINGS)], folder)


def main() -> None:
    """Fuzzes; arguments are libFuzzer's, such as -max_total_time=60."""
    with tempfile.TemporaryDirectory() as corpus:
        for kind, seed in enumerate(SEEDS):
            for byte in range(6):
                (Path(corpus) / f"{kind}-{byte}").write_bytes(bytes([byte]) + seed)
        atheris.Setup([sys.argv[0], corpus, "-max_len=8192", "-timeout=20", *sys.argv[1:]], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
