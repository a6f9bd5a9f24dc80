# SPDX-License-Identifier: Apache-2.0
"""The words of the report, and the page that holds them."""
