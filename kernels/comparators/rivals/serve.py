# SPDX-License-Identifier: Apache-2.0
"""serve.py MODEL SEED: throws as many darts as each line of its input says, with the
code of a baseline, and answers with the hits."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "baselines"))

model, seed = sys.argv[1], int(sys.argv[2])
if model == "numpy":
    from numpy_darts import throw_many as throw
else:
    from darts import throw

for line in sys.stdin:
    print(throw(int(line), seed, 0), flush=True)
