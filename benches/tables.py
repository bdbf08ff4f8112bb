"""Edits models with tables at random and reports what is neither a clear error nor a result.

    python3 benches/tables.py PROGRAM [COUNT] [SEED]

Each edit is of a kind that people make: a misspelt column, a cell that is missing or of another dimension, a cycle
through a table, a row where a number is needed, a condition that no row meets. A run must end with 0 or with an error
that has a code and a place; a crash, a hang and an error without a place are reported.
"""

import glob
import os
import random
import re
import subprocess
import sys
import tempfile

FOLDER = os.path.join(os.path.dirname(__file__), "..", "docs", "examples")
WORDS = ["argmin", "argmax", "sum", "count", "all", "any", "mean", "max", "tiered", "where", "p95", "rest", "columns"]


def edited(text, chance):
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    line = lines[at]
    kind = chance.randrange(9)
    words = re.findall(r"[A-Za-z_][A-Za-z_0-9]*", line)
    if kind == 0 and words:  # a misspelt word
        word = chance.choice(words)
        place = chance.randrange(len(word))
        lines[at] = line.replace(word, word[:place] + chance.choice("abcxyz_.") + word[place + 1:], 1)
    elif kind == 1:  # a line that is missing
        del lines[at]
    elif kind == 2:  # a line twice
        lines.insert(at, line)
    elif kind == 3 and words:  # a word of another line
        other = re.findall(r"[A-Za-z_][A-Za-z_0-9.]*", chance.choice(lines)) or ["x"]
        lines[at] = line.replace(chance.choice(words), chance.choice(other), 1)
    elif kind == 4 and words:  # another function or keyword
        lines[at] = line.replace(chance.choice(words), chance.choice(WORDS), 1)
    elif kind == 5:  # another unit
        lines[at] = re.sub(r"(\d) ([A-Za-z]+)", lambda found: f"{found[1]} {chance.choice(['GB', 's', 'nodes', '$'])}", line, count=1)
    elif kind == 6:  # another number, or a range
        lines[at] = re.sub(r"\d+", lambda found: chance.choice(["0", "-1", "1e300", "1 to 9", "0.001"]), line, count=1)
    elif kind == 7:  # a cell that is missing
        lines[at] = re.sub(r"[a-z_]+ *= *\"[^\"]*\", *", "", line, count=1)
    else:  # a condition
        lines[at] = re.sub(r"\)\"", chance.choice([" where true)\"", " where 1 > 2)\"", ".x)\"", ")) \""]), line, count=1)
    return "\n".join(lines)


def main():
    program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 500
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    texts = [open(path, encoding="utf-8").read() for path in sorted(glob.glob(f"{FOLDER}/**/*.toml", recursive=True))]
    ends = {"result": 0, "error": 0}
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.toml")
        for number in range(count):
            text = chance.choice(texts)
            for _ in range(chance.choice([1, 1, 2])):
                text = edited(text, chance)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            command = chance.choice([["run"], ["run", "--tables"], ["run", "--json"], ["explain"], ["run", "--sensitivity"]])
            try:
                done = subprocess.run([program, command[0], path, *command[1:], "--samples", "650"] if command[0] == "run" else [program, "explain", path], capture_output=True, text=True, timeout=20)
            except subprocess.TimeoutExpired:
                print(f"{number}: takes over 20 s\n{text}")
                bad += 1
                continue
            said = done.stderr + done.stdout
            is_placed = "model.toml:" in said or '"line":' in said or "E0515" in said or "E0103" in said
            if "panicked" in said or "bug in napkin" in said or done.returncode not in (0, 1, 2) or done.returncode == 2 and not is_placed:
                print(f"{number}: {command} ends with {done.returncode}\n{said[:600]}\n{text}\n----")
                bad += 1
            ends["result" if done.returncode == 0 else "error"] += 1
    print(f"{ends['result']} results, {ends['error']} errors, {bad} to look at")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
