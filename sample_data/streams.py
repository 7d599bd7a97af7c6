"""Independent random streams, one per part and wave, so that no part disturbs another.

Belongs here: how a seed becomes generators. What is drawn from them belongs to the parts.
"""

import zlib

import numpy as np


def stream(seed: int, *key: str) -> np.random.Generator:
    """Return the generator of one part, the same for the same seed and key on every machine.

    Args:
        seed: Seed of the whole sample.
        key: Name of the part, and of the wave or year where the part has one stream for each.
    """
    spawn_key = tuple(zlib.crc32(word.encode()) for word in key)
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=spawn_key)))
