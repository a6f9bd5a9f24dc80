# SPDX-License-Identifier: Apache-2.0
"""Threads for work that waits: here they help, however many cores there are.

A server, a process of its own, takes 0.1 s for each answer and computes nothing, like a
disk or a web page far away. A thread that waits for an answer holds no lock: all the
others may ask meanwhile.
"""

import json
import os
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pipe, Process
from pathlib import Path
from threading import Thread
from time import perf_counter, sleep

DELAY_S = 0.1
"""How long each question waits for its answer."""


def answer(connection: socket.socket) -> None:
    """Twice the number that was asked, after a while."""
    with connection:
        number = int(connection.recv(32))
        sleep(DELAY_S)
        connection.sendall(str(2 * number).encode())


def serve(tell) -> None:
    """Answers every question in a thread of its own, and tells its port first."""
    server = socket.create_server(("127.0.0.1", 0), backlog=128)
    tell.send(server.getsockname()[1])
    while True:
        connection, _ = server.accept()
        Thread(target=answer, args=(connection,), daemon=True).start()


def ask(port: int, number: int) -> int:
    """Sends a number and waits for what comes back."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(str(number).encode())
        return int(connection.recv(32))


def main() -> None:
    questions, workers = (int(word) for word in sys.argv[1:3])
    ear, mouth = Pipe(duplex=False)
    server = Process(target=serve, args=(mouth,), daemon=True)
    server.start()
    port = ear.recv()

    start = perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        answers = list(pool.map(ask, [port] * questions, range(questions)))
    seconds = perf_counter() - start
    server.terminate()

    total = sum(answers)
    print(f"{questions} answers, sum {total}, in {seconds:.3f} s")
    if path := os.environ.get("ASSAY_RESULT"):
        result = {"seconds": seconds, "sum": total}
        Path(path).write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()
