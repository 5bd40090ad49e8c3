#!/usr/bin/env python3
"""The same roster by art21 and by Typst in one process, taking turns.

    pip install typst==0.15.2
    cargo build --release
    python3 benches/bulk_beside_typst.py [ROWS]

Typst gets the words of each letter from art21 and sets them in the same fonts on the same page, as
PDF/A-2a and PDF/UA-1, in one process that stays warm; finding the words is not counted for it. art21
does all of it: it reads the roster, checks every row, writes the words, sets them, writes the files.
"""
import os, pathlib, subprocess, sys, tempfile, time
import typst
from beside_typst import HEAD, as_typst

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
THEIRS = 300
BINARY, CONFIG = ROOT / "target/release/art21", ROOT / "benches/roster.toml"
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None


def bulk(roster: pathlib.Path, *more: str, cores: str = "") -> float:
    """Seconds for the whole roster."""
    pin = ["taskset", "-c", cores] if cores else []
    start = time.perf_counter()
    subprocess.run([*pin, BINARY, "-q", "bulk", roster, "--config", CONFIG, *more], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        folder = pathlib.Path(folder)
        roster, few = folder / "members.csv", folder / "few.csv"
        for path, rows in ((roster, ROWS), (few, THEIRS)):
            path.write_bytes(subprocess.check_output([sys.executable, ROOT / "benches/roster.py", str(rows)]))
        bulk(few, "-o", str(folder / "md"), "--format", "md")
        letters = [as_typst(path.read_text(encoding="utf-8")) for path in sorted((folder / "md").rglob("*.md"))]
        source = folder / "letter.typ"
        source.write_text(letters[0], encoding="utf-8")
        compiler = typst.Compiler(str(source), font_paths=[str(ROOT / "fonts")])
        compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"])
        start = time.perf_counter()
        for letter in letters:
            source.write_text(letter, encoding="utf-8")
            compiler.compile(output=str(folder / "t.pdf"), format="pdf", pdf_standards=["a-2a", "ua-1"])
        theirs = len(letters) / (time.perf_counter() - start)
        print(f"{'Typst, one process, files in memory':44} {theirs:8.0f} letters/s")
        ways = (
            ("art21, files in memory, one core", ["-o", str(folder / "a")], "0"),
            ("art21, files in memory, all cores", ["-o", str(folder / "b")], ""),
            ("art21, one file for the printer, all cores", ["-o", str(folder / "c"), "--merged", str(folder / "p.pdf")], ""),
            ("art21, one archive, all cores", ["--zip", str(folder / "z.zip")], ""),
        )
        for name, more, cores in ways:
            ours = ROWS / bulk(roster, *more, cores=cores)
            print(f"{name:44} {ours:8.0f} letters/s   {ours / theirs:5.1f} times Typst")


main()
