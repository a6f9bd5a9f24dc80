# SPDX-License-Identifier: Apache-2.0
# cmake -DPATTERN=... -P: what assay_glob finds, or why it finds nothing.
include(${CMAKE_CURRENT_LIST_DIR}/Sources.cmake)
assay_glob(found ${PATTERN})
list(LENGTH found count)
message(STATUS "${count} found")
