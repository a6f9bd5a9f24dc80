# SPDX-License-Identifier: Apache-2.0
"""The level of every interval: 95 %."""

TAIL = 0.025
"""What one side of an interval may miss."""
