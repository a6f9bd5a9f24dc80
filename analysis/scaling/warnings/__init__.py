# SPDX-License-Identifier: Apache-2.0
"""One rule a file: `find(study)` returns Findings. Why: see the docstring.

A rule is pure. Its tests are a study that fires it and one that must not.
"""
