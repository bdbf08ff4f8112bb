"""napkin and numpy on the same task, in turns, so that a busy machine slows both."""

import statistics
import subprocess
import sys
import time

import numpy as np

program, runs = sys.argv[1], int(sys.argv[2])
SAMPLES = 1_000_000
RANGES = [(1, 10), (2, 3), (10, 50), (0.1, 0.4), (5, 8)]
EXPRESSION = " * ".join(f"({low} to {high})" for low, high in RANGES)
SCORE = 1.6448536269514722


def in_numpy(seed):
    random = np.random.default_rng(seed)
    product = np.ones(SAMPLES)
    for low, high in RANGES:
        mu, sigma = np.log(low * high) / 2, np.log(high / low) / 2 / SCORE
        product *= random.lognormal(mu, sigma, SAMPLES)
    return np.percentile(product, [5, 50, 95])


def in_napkin(seed):
    options = [f"--samples={SAMPLES}", f"--seed={seed}", "--json"]
    return subprocess.run([program, *options, EXPRESSION], check=True, capture_output=True).stdout


def seconds(what, seed):
    start = time.perf_counter()
    what(seed)
    return time.perf_counter() - start


times = [(seconds(in_numpy, seed), seconds(in_napkin, seed)) for seed in range(runs)]
numpy, napkin = (statistics.median(column) for column in zip(*times))
print(f"numpy {numpy * 1e3:.1f} ms, napkin {napkin * 1e3:.1f} ms with its start-up: {numpy / napkin:.1f} times as fast")
napkin_says = in_napkin(0).decode().split('"dimension":"1",')[1].split(',"mean"')[0]
print(f"napkin {napkin_says}\nnumpy {in_numpy(0)}")
