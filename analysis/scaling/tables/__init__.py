# SPDX-License-Identifier: Apache-2.0
"""One kind of table a file: `make(study, findings)` returns Tables.

Files are shown in the order of their names.
"""
