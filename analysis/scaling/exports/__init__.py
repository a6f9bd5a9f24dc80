# SPDX-License-Identifier: Apache-2.0
"""One export a file: FILE, FORMAT (of the command line) and `render(study)`.

`render` gives text, or bytes where the format is no text.
"""
