#!/usr/bin/env python3
"""The default letter by art21 and by Typst, taking turns in one run.

    pip install typst==0.15.2
    cargo build --release && cargo bench --bench letter
    python3 benches/beside_typst.py

Typst sets art21's own text in art21's own fonts on the same page, as PDF/A-2a and PDF/UA-1, in one
process that stays warm. art21 is measured twice: as a process from start to finished file, and warm,
by the figure that `cargo bench` left in target/criterion.
"""
import json, pathlib, statistics, subprocess, sys, tempfile, time
import typst

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROUNDS = 60
CASE = ROOT / "tests/cases/de-member"
BINARY = ROOT / "target/release/art21"

HEAD = """
#set document(title: "Widerspruch nach Art. 21 DSGVO")
#set text(font: "Libertinus Serif", size: 10.5pt, lang: "de", hyphenate: true)
#set par(justify: true, leading: 0.62em, spacing: 0.9em)
#set page("a4", margin: (left: 25mm, right: 20mm, top: 23mm, bottom: 17mm),
  footer: context align(right, text(8.5pt)[Seite #counter(page).display() von #counter(page).final().first()]))
#show heading: set text(10.5pt)
"""


def as_typst(markdown: str) -> str:
    """A letter of art21, as it writes it in Markdown, as Typst."""
    out = [HEAD]
    for line in markdown.splitlines():
        for mark in "\\#$@_<>*":
            line = line.replace(mark, "\\" + mark) if mark not in "#>*" else line
        if line.startswith("## "):
            line = "== " + line[3:]
        elif line.startswith("# "):
            line = "= " + line[2:]
        elif line.startswith("> "):
            line = "#quote(block: true)[" + line[2:] + "]"
        elif line[:2].rstrip(".").isdigit():
            line = "+ " + line.split(" ", 1)[1]
        line = line.replace("**", "*")
        out.append(line)
    return "\n".join(out)


def typst_source(round: int) -> str:
    """The approved letter as Typst, a number of its own in each round so that nothing is cached whole."""
    letter = as_typst((CASE / "expected/letter.md").read_text(encoding="utf-8"))
    return f"{letter}\n\nBrief {round}\n"


def milliseconds(times: list[float]) -> str:
    times = sorted(t * 1000 for t in times)
    return f"median {statistics.median(times):7.2f} ms   tenth {times[len(times) // 10]:7.2f} ms"


def main() -> None:
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        source = folder / "letter.typ"
        source.write_text(typst_source(0), encoding="utf-8")
        compiler = typst.Compiler(str(source), font_paths=[str(ROOT / "fonts")])
        for round in range(ROUNDS):
            source.write_text(typst_source(round), encoding="utf-8")
            start = time.perf_counter()
            compiler = typst.Compiler(str(source), font_paths=[str(ROOT / "fonts")]) if round == 0 else compiler
            compiler.compile(output=str(folder / "t.pdf"), format="pdf", pdf_standards=["a-2a", "ua-1"])
            theirs.append(time.perf_counter() - start)
            target = folder / f"a{round}.pdf"
            start = time.perf_counter()
            subprocess.run([BINARY, "-q", "letter", CASE / "art21.toml", "-o", target], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            ours.append(time.perf_counter() - start)
        size = (folder / "a0.pdf").stat().st_size, (folder / "t.pdf").stat().st_size
        # From a small interpreter: a child's peak counts what it was forked from.
        probe = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL);"
                 "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
        command = [BINARY, "-q", "letter", CASE / "art21.toml", "-o", folder / "m.pdf"]
        memory = int(subprocess.check_output([sys.executable, "-c", probe, *command])) / 1024
    warm = ROOT / "target/criterion/a warm letter of two pages/all/new/estimates.json"
    print(f"Typst, warm process, a letter    {milliseconds(theirs[1:])}   {size[1]:6} bytes")
    print(f"art21, process from start to end {milliseconds(ours)}   {size[0]:6} bytes   {memory:.0f} MB at most")
    if warm.exists():
        ms = json.loads(warm.read_text())["median"]["point_estimate"] / 1e6
        print(f"art21, warm, a letter            median {ms:7.2f} ms   {statistics.median(theirs[1:]) * 1000 / ms:.0f} times Typst")


if __name__ == "__main__":
    main()
