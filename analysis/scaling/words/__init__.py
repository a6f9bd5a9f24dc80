# SPDX-License-Identifier: Apache-2.0
"""Words of the report: names, labels, captions, units and numbers as text."""
