# SPDX-License-Identifier: Apache-2.0
"""Laws of scaling fitted to curves, and what may be concluded from them."""
