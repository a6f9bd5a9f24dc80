# SPDX-License-Identifier: Apache-2.0
"""One kind of figure a file: `make(study)` returns Figures, without matplotlib.

Files are shown in the order of their names.
"""
