# SPDX-License-Identifier: Apache-2.0
"""One file format for tables a file: SUFFIX and `render(table, findings)`."""
