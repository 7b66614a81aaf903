"""The peer that scores behind the shipper: reads access lines, and tells anomalies with scikit-learn.

Each batch of 100 lines is parsed with a regular expression, made into numbers, scaled, projected, clustered and given to
an isolation forest, and all of it is fitted on that very batch, as consumers of this kind often do. With `--fit once` the
first batch alone is fitted on.

    python3 consumer.py FILE LINES [--fit once]

Prints CPU seconds of this process for those lines: imports and reading the file are not counted.
"""

import re
import sys
import time
import warnings

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest
from sklearn.preprocessing import StandardScaler

# Of batches whose lines are all alike; there is nothing to do about them.
warnings.filterwarnings("ignore", module="sklearn")
BATCH = 100
LINE = re.compile(
    r'(?P<ip>\S+) \S+ (?P<user>\S+) \[(?P<time>[^\]]+)\] "(?P<method>\S+) (?P<path>\S+)[^"]*" '
    r'(?P<status>\d{3}) (?P<bytes>\d+|-)(?: "(?P<ref>[^"]*)" "(?P<ua>[^"]*)")?'
)
SPECIAL = re.compile(r"[^A-Za-z0-9/._-]")
BOT = re.compile(r"bot|crawl|spider|slurp|curl|wget|python|scan", re.IGNORECASE)
ATTACK = re.compile(r"\.\./|union|select|<script|/etc/|%27|%3c|\.env|\.git|wp-|phpmyadmin", re.IGNORECASE)


def features(line):
    """Twelve numbers of a line; zeros where it is no access line."""
    found = LINE.match(line)
    if not found:
        return [0.0] * 12
    path, agent, size = found["path"], found["ua"] or "", found["bytes"]
    return [
        float(found["status"]),
        float(size) if size != "-" else 0.0,
        float(len(path)),
        float(path.count("/")),
        float(path.count("&") + path.count("=")),
        float(path.count("%")),
        float(len(SPECIAL.findall(path))),
        float(sum(c.isdigit() for c in path)),
        float(len(agent)),
        float(bool(BOT.search(agent))),
        float(bool(ATTACK.search(path))),
        float(found["time"][12:14]),
    ]


def fit(numbers):
    """Scaler, projection, clusters and forest of a batch."""
    scaler = StandardScaler().fit(numbers)
    scaled = scaler.transform(numbers)
    projection = PCA(n_components=4, random_state=7).fit(scaled)
    clusters = KMeans(n_clusters=5, n_init=10, random_state=7).fit(projection.transform(scaled))
    forest = IsolationForest(n_estimators=100, contamination=0.1, random_state=7, n_jobs=1).fit(scaled)
    return scaler, projection, clusters, forest


def score(numbers, scaler, projection, clusters, forest):
    """Whether each line of a batch is an anomaly: far from every cluster, or isolated."""
    scaled = scaler.transform(numbers)
    distances = clusters.transform(projection.transform(scaled)).min(axis=1)
    return (distances > distances.mean() + 2 * distances.std()) | (forest.predict(scaled) < 0)


def main():
    path, count = sys.argv[1], int(sys.argv[2])
    fits_once = sys.argv[3:] == ["--fit", "once"]
    with open(path, encoding="latin-1") as file:
        lines = [line.rstrip("\n") for line, _ in zip(file, range(count))]
    started = time.process_time()
    model = None
    for at in range(0, len(lines), BATCH):
        numbers = np.array([features(line) for line in lines[at : at + BATCH]])
        if model is None or not fits_once:
            model = fit(numbers)
        score(numbers, *model)
    print(time.process_time() - started)


main()
