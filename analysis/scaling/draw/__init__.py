# SPDX-License-Identifier: Apache-2.0
"""What figures have in common: their lines, and how they are drawn."""
