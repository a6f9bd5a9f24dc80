# SPDX-License-Identifier: Apache-2.0
"""The journal's lines as typed values; what cannot be read is a value too."""
