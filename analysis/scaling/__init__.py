# SPDX-License-Identifier: Apache-2.0
"""From the journal of a study to its tables, figures and report."""
