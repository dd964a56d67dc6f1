"""A Ray cluster of two nodes on this machine, of one processor each; prints its address, and ends with its input.

Run by test_ray.py in a process of its own. A line "kill" has the next worker killed that embeds something, and its
number printed.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"

from ray.cluster_utils import Cluster


def say(words: object) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def embedding_worker() -> int:
    """Return the number of a process whose task embeds texts, once there is one."""
    while True:
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                command = path.read_bytes()
            except OSError:
                continue  # It has ended just now.
            if command.startswith(b"ray::embedded"):
                return int(path.parent.name)
        time.sleep(0.01)


cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
try:
    cluster.add_node(num_cpus=1)
    cluster.wait_for_nodes()
    say(cluster.address)
    for _ in sys.stdin:
        worker = embedding_worker()
        os.kill(worker, signal.SIGKILL)
        say(worker)
finally:
    cluster.shutdown()
