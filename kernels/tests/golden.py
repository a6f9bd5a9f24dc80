# SPDX-License-Identifier: Apache-2.0
"""Prints the golden tallies of the kernels: from their docstrings, by other means."""

import math
from fractions import Fraction

SEED = 0x548C9DECBCE65297
MASK = 2**64 - 1


def philox(counter: list[int], key: list[int], rounds: int) -> list[int]:
    """The words of one counter."""
    c, k = counter, key
    for _ in range(rounds):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [b >> 32 ^ c[1] ^ k[0], b % 2**32, a >> 32 ^ c[3] ^ k[1], a % 2**32]
        k = [(k[0] + 0x9E3779B9) % 2**32, (k[1] + 0xBB67AE85) % 2**32]
    return c


def product(a: int, b: int) -> int:
    """In the field of AES (FIPS 197, 4.2)."""
    total = 0
    while b:
        total ^= a if b & 1 else 0
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return total


def substituted(byte: int) -> int:
    """The inverse in that field, then the affine transformation (FIPS 197, 5.1.1)."""
    inverse = next((x for x in range(256) if product(byte, x) == 1), 0)
    turned = [inverse << n | inverse >> 8 - n for n in range(5)]
    return (turned[0] ^ turned[1] ^ turned[2] ^ turned[3] ^ turned[4] ^ 0x63) & 0xFF


S_BOX = [substituted(byte) for byte in range(256)]


def ars(counter: list[int], key: list[int], rounds: int) -> list[int]:
    """The words of one counter: rounds of AES with a key that grows by constants."""
    state = b"".join(word.to_bytes(4, "little") for word in counter)
    low, high = key[0] + 2**32 * key[1], 0
    state = bytes(s ^ k for s, k in zip(state, bytes_of(low, high), strict=True))
    for n in range(1, rounds + 1):
        low = (low + 0x9E3779B97F4A7C15) & MASK
        high = (high + 0xBB67AE8584CAA73B) & MASK
        # Byte r of column c comes from that row of column c + r.
        s = [S_BOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
        if n < rounds:
            s = [
                product(s[i], 2)
                ^ product(s[turned(i, 1)], 3)
                ^ s[turned(i, 2)]
                ^ s[turned(i, 3)]
                for i in range(16)
            ]
        state = bytes(x ^ k for x, k in zip(s, bytes_of(low, high), strict=True))
    return [int.from_bytes(state[i : i + 4], "little") for i in range(0, 16, 4)]


def turned(i: int, n: int) -> int:
    """So many rows further in the column of byte i."""
    return i // 4 * 4 + (i + n) % 4


def bytes_of(low: int, high: int) -> bytes:
    return low.to_bytes(8, "little") + high.to_bytes(8, "little")


GENERATORS = {
    "philox4x32-10": (philox, 10),
    "philox4x32-7": (philox, 7),
    "ars-5": (ars, 5),
}
chosen = "philox4x32-10"


def block(index: int, draw: int, stream: int) -> list[int]:
    """The four words of one block."""
    generate, rounds = GENERATORS[chosen]
    counter = [index % 2**32, index // 2**32, draw, stream]
    return generate(counter, [SEED % 2**32, SEED // 2**32], rounds)


def mixed(index: int) -> int:
    """The finaliser of SplitMix64."""
    z = (index + 0x9E3779B97F4A7C15) & MASK
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def words(samples: int, stream: int) -> list[int]:
    """One word a sample, four samples a block."""
    blocks = [block(b, 0, stream) for b in range((samples + 3) // 4)]
    return [word for words in blocks for word in words][:samples]


def reduce(samples: int, length: int) -> list[int]:
    return [
        sum((i + 1) * (w + 1) for i in range(samples) for w in range(length)) & MASK
    ]


def fill(samples: int) -> list[int]:
    values = []
    for b in range((samples + 1) // 2):
        w = block(b, 0, 4)
        values += [w[0] + 2**32 * w[1], w[2] + 2**32 * w[3]]
    values = values[:samples]
    return [sum(values) & MASK, sum(v ^ i for i, v in enumerate(values)) & MASK, 0]


def histogram(samples: int, bins: int) -> list[int]:
    counts = [0] * bins
    for word in words(samples, 2):
        counts[word * bins >> 32] += 1
    return [sum(n * mixed(b) for b, n in enumerate(counts)) & MASK, sum(counts)]


def lookup(samples: int, table_bytes: int) -> list[int]:
    entries = table_bytes // 8
    return [sum(mixed(w * entries >> 32) for w in words(samples, 3)) & MASK]


def fma(a: float, b: float, c: float) -> float:
    """a b + c with one rounding."""
    return float(Fraction(a) * Fraction(b) + Fraction(c))


def log(x: float) -> float:
    """The operations of reproducible_math.hpp, as are the next two functions."""
    m, exponent = math.frexp(x)
    m, exponent = 2 * m, exponent - 1
    if m > float.fromhex("0x1.6a09e667f3bcdp0"):
        m, exponent = m / 2, exponent + 1
    f = (m - 1) / (m + 1)
    p = 1 / 21
    for n in range(19, 2, -2):
        p = fma(p, f * f, 1 / n)
    of_m = fma(2 * f, p * (f * f), 2 * f)
    return fma(exponent, float.fromhex("0x1.62e42fefa39efp-1"), of_m)


def exp(x: float) -> float:
    k = round(Fraction(x) * Fraction(float.fromhex("0x1.71547652b82fep0")))
    r = fma(k, -float.fromhex("0x1.62e42feep-1"), x)
    r = fma(k, -float.fromhex("0x1.a39ef35793c76p-33"), r)
    p = 1 / math.factorial(13)
    for n in range(12, -1, -1):
        p = fma(p, r, 1 / math.factorial(n))
    return math.ldexp(p, k)


def sine_cosine(turns: float) -> tuple[float, float]:
    quarter = round(4 * turns)
    y = (4 * turns - quarter) * float.fromhex("0x1.921fb54442d18p0")
    s, c = 1 / math.factorial(17), 1 / math.factorial(16)
    for n in range(15, 0, -2):
        s = fma(s, -y * y, 1 / math.factorial(n))
    for n in range(14, -1, -2):
        c = fma(c, -y * y, 1 / math.factorial(n))
    s *= y
    return [(s, c), (c, -s), (-s, -c), (-c, s)][quarter % 4]


def unit(high: int, low: int) -> float:
    return (2 * (2**20 * high + low // 2**12) + 1) / 2**53


def transport(samples: int, thickness: float, absorption: float) -> list[int]:
    absorbed = transmitted = reflected = events = 0
    for i in range(samples):
        depth, cosine, event = 0, 1.0, 0
        while True:
            w = block(i, event, 5)
            depth += round(-log(unit(w[0], w[1])) * cosine * 2**40)
            if depth < 0:
                reflected += 1
                break
            if depth >= round(thickness * 2**40):
                transmitted += 1
                break
            event += 1
            events += 1
            if w[2] < round(absorption * 2**32):
                absorbed += 1
                break
            cosine = (2 * w[3] + 1 - 2**32) / 2**32
    return [absorbed, transmitted, reflected, events]


def option(samples: int) -> list[int]:
    """At the defaults: spot and strike 100, rate 0.05, volatility 0.2, one year."""
    drift = fma(-0.5 * 0.2, 0.2, 0.05)
    whole = fraction = 0
    for i in range(samples):
        w = block(i // 2, 0, 1)
        radius = math.sqrt(-2 * log(unit(w[0], w[1])))
        sine, cosine = sine_cosine(unit(w[2], w[3]))
        growth = exp(fma(0.2, radius * (sine if i % 2 else cosine), drift))
        units = max(0, round(fma(100.0, growth, -100.0) * 2**24))
        whole += units >> 24
        fraction += units % 2**24
    return [whole, fraction]


def ising(samples: int, columns: int, sweeps: int, temperature: float) -> list[int]:
    rows = -(-samples // (columns * sweeps))
    rows += rows % 2
    up = [[1] * columns for _ in range(rows)]
    made = 0
    while made < samples:
        draw, h = divmod(made, rows * columns // 2)
        r, c = divmod(2 * h, columns)
        c += (r + draw) % 2
        word = block(h // 4, draw, 6)[h % 4]
        near = (
            up[r - 1][c],
            up[(r + 1) % rows][c],
            up[r][c - 1],
            up[r][(c + 1) % columns],
        )
        rise = 4 * sum(n == up[r][c] for n in near) - 8
        if rise <= 0 or word < math.floor(exp(-rise / temperature) * 2**32):
            up[r][c] = 1 - up[r][c]
        made += 1
    flat = [s for row in up for s in row]
    checksum = sum(mixed(i) for i, s in enumerate(flat) if s) & MASK
    broken = sum(
        (up[r][c] != up[r][c - 1]) + (up[r][c] != up[r - 1][c])
        for r in range(rows)
        for c in range(columns)
    )
    return [checksum, sum(flat), broken]


def pi(samples: int) -> list[int]:
    hits = 0
    for b in range((samples + 1) // 2):
        w = block(b, 0, 0)
        pairs = [(w[0], w[1]), (w[2], w[3])][: samples - 2 * b]
        hits += sum(x * x + y * y < 2**64 for x, y in pairs)
    return [hits]


def pi_of_53_bits(samples: int) -> list[int]:
    hits = 0
    for i in range(samples):
        w = block(i, 0, 0)
        x, y = (2**32 * w[0] + w[1]) >> 11, (2**32 * w[2] + w[3]) >> 11
        hits += x * x + y * y < 2**106
    return [hits]


if __name__ == "__main__":
    for chosen in GENERATORS:
        print(chosen)
        print("pi 20011", pi(20011))
        print("pi 20011 coordinate_bits=53", pi_of_53_bits(20011))
        print("reduce 10007 words=5", reduce(10007, 5))
        print("fill 10007", fill(10007))
        print("histogram 10007 bins=1000", histogram(10007, 1000))
        print("lookup 10007 table_bytes=65544", lookup(10007, 65544))
        print("transport 2003", transport(2003, 2.0, 0.2))
        print("option 2003", option(2003))
        print(
            "ising 20011 columns=48 sweeps=20 temperature=2.5",
            ising(20011, 48, 20, 2.5),
        )
        print(
            "ising 20011 columns=48 sweeps=9 temperature=2.5", ising(20011, 48, 9, 2.5)
        )
