# SPDX-License-Identifier: Apache-2.0
# cmake -DCMAKE_CXX_COMPILER=... -DPROJECT_BINARY_DIR=... -DMPI_CXX_COMPILER=... -P: whether this
# wrapper is taken.
function(assay_not_found name why)
  message(FATAL_ERROR "not found: ${name}: ${why}")
endfunction()
function(assay_find)
  message(STATUS "taken: ${assay_mpi_wrapper}")
endfunction()
include(${CMAKE_CURRENT_LIST_DIR}/Mpi.cmake)
