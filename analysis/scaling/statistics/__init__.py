# SPDX-License-Identifier: Apache-2.0
"""Pure functions from lists of numbers to summaries with intervals."""
