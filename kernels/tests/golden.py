# SPDX-License-Identifier: Apache-2.0
"""Prints the golden tallies of the kernels: from their docstrings, by other means."""

SEED = 0x548C9DECBCE65297
MASK = 2**64 - 1


def philox(index: int, draw: int, stream: int) -> list[int]:
    """The four words of one block."""
    c = [index % 2**32, index // 2**32, draw, stream]
    key = [SEED % 2**32, SEED // 2**32]
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [b >> 32 ^ c[1] ^ key[0], b % 2**32, a >> 32 ^ c[3] ^ key[1], a % 2**32]
        key = [(key[0] + 0x9E3779B9) % 2**32, (key[1] + 0xBB67AE85) % 2**32]
    return c


def mixed(index: int) -> int:
    """The finaliser of SplitMix64."""
    z = (index + 0x9E3779B97F4A7C15) & MASK
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def words(samples: int, stream: int) -> list[int]:
    """One word a sample, four samples a block."""
    blocks = [philox(b, 0, stream) for b in range((samples + 3) // 4)]
    return [w for block in blocks for w in block][:samples]


def reduce(samples: int, length: int) -> list[int]:
    return [sum((i + 1) * (w + 1) for i in range(samples) for w in range(length)) & MASK]


def fill(samples: int) -> list[int]:
    values = []
    for block in range((samples + 1) // 2):
        w = philox(block, 0, 4)
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


if __name__ == "__main__":
    print("reduce 10007 words=5", reduce(10007, 5))
    print("fill 10007", fill(10007))
    print("histogram 10007 bins=1000", histogram(10007, 1000))
    print("lookup 10007 table_bytes=65544", lookup(10007, 65544))
