# SPDX-License-Identifier: Apache-2.0
"""Two studies, or two commits in one, point by point."""
