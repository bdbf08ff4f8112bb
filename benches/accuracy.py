"""The errors of what napkin prints, over many seeds, against independent figures.

    python3 benches/accuracy.py PROGRAM [SEEDS] [SAMPLES]

The figures are closed forms, or come from numpy: 10 million scrambled Sobol points through the inputs' quantile functions,
or, beyond the 99th percentile, importance sampling along the direction of the event with as many points. Their own error is
below a fifth of what is asked for.
"""

import json
import math
import statistics
import subprocess
import sys

program = sys.argv[1]
seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 50
samples = sys.argv[3] if len(sys.argv) > 3 else None

Z = 1.6448536269514722
z95, z999, z9999 = Z, 3.090232306167813, 3.719016485455709


def lognormal_product(ends, level_score):
    sigma = math.sqrt(sum((math.log(high / low) / 2 / Z) ** 2 for low, high in ends))
    return math.exp(sum(math.log(low * high) / 2 for low, high in ends) + sigma * level_score)


def inputs(count, ends):
    return "; ".join(f"x{i} = {ends}" for i in range(count)) + "; "


def names(count, sign):
    return f" {sign} ".join(f"x{i}" for i in range(count))


CASES = json.load(open(__file__.replace("accuracy.py", "accuracy.json")))


def run(text, seed):
    options = ["--json", f"--seed={seed}"] + ([f"--samples={samples}"] if samples else [])
    out = subprocess.run([program, *options, text], capture_output=True, text=True).stdout
    try:
        value = json.loads(out)["results"][-1]
    except (KeyError, json.JSONDecodeError):
        raise SystemExit(f"{text}\n{out}")
    return value.get("value"), value.get("error")


for case in CASES:
    found = [run(case["text"], seed) for seed in range(seeds)]
    exact = case["value"]
    errors = [value - exact for value, _ in found]
    rms = math.sqrt(statistics.fmean(error * error for error in errors))
    stated = [error for _, error in found if error]
    ratio = f"  actual/stated {rms / math.sqrt(statistics.fmean(e * e for e in stated)):5.2f}" if stated else ""
    size = "" if case.get("absolute") else " %"
    scale = 1 if case.get("absolute") else 100 / abs(exact)
    bias = statistics.fmean(errors) * scale
    print(f"{case['name']:44} rms {rms * scale:9.4f}{size}  bias {bias:+9.4f}{size}{ratio}", flush=True)
