# SPDX-License-Identifier: Apache-2.0
"""Figures of how the campaign went, not of what it measured: where and when it ran.

One kind a file, a `FigureKind`; each names its section of the report.
"""
