# SPDX-License-Identifier: Apache-2.0
"""How often what the analysis claims is true, where the truth is known."""
