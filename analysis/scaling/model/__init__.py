# SPDX-License-Identifier: Apache-2.0
"""The study as values: points with their launches, curves, grids and comparisons."""
