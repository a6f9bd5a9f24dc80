# SPDX-License-Identifier: Apache-2.0
"""Figures of how the campaign went, not of what it measured: where and when it ran.

One a file, made as those in `scaling/figures`; each names its section of the report.
"""
