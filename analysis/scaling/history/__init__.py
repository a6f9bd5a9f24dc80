# SPDX-License-Identifier: Apache-2.0
"""One metric of one point over sessions: commits, releases or dates."""
