# SPDX-License-Identifier: Apache-2.0
"""Quantities derived from points and curves: one a file."""
