# SPDX-License-Identifier: Apache-2.0
"""A study as the archive that a paper's artefact wants."""
