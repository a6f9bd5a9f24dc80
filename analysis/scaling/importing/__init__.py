# SPDX-License-Identifier: Apache-2.0
"""Numbers that others measured: a file of theirs becomes a journal of ours.

files -> Sheet (forms) -> Columns (columns) -> Launches (launches) -> journal lines
"""
