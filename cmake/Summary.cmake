# SPDX-License-Identifier: Apache-2.0
# Says at the end of configuring what was found; finds the Python of the report.
# ./assay records the interpreter too: this serves those who call CMake themselves.
set(assay_python_file ${PROJECT_SOURCE_DIR}/build/python)
cmake_path(IS_PREFIX PROJECT_SOURCE_DIR ${PROJECT_BINARY_DIR}/.. NORMALIZE assay_inside)
if(NOT EXISTS ${assay_python_file} AND assay_inside)
  execute_process(COMMAND bash -c ". bootstrap/python.sh && find_python"
                  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
                  OUTPUT_VARIABLE assay_python OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(assay_python)
    file(WRITE ${assay_python_file} "${assay_python}\n")
  endif()
endif()
set(assay_python "none yet with numpy, scipy, matplotlib, Jinja2")
if(DEFINED ENV{ASSAY_PYTHON})
  set(assay_python $ENV{ASSAY_PYTHON})
elseif(EXISTS ${assay_python_file})
  file(STRINGS ${assay_python_file} assay_python)
endif()

message(STATUS "assay ${PROJECT_VERSION}, ${CMAKE_BUILD_TYPE}")
message(STATUS "  compiler  ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION} (${CMAKE_CXX_COMPILER})")
if(ASSAY_WORKER)
  message(STATUS "  MPI       ${MPI_CXX_VERSION} (${MPIEXEC_EXECUTABLE})")
  list(JOIN Kokkos_DEVICES ", " devices)
  message(STATUS "  Kokkos    ${Kokkos_VERSION} [${devices}] ${Kokkos_DIR}")
else()
  message(STATUS "  workers   not built (ASSAY_WORKER=OFF)")
endif()
if(assay_to_fetch)
  list(JOIN assay_to_fetch ", " fetched)
  message(STATUS "  fetched   ${fetched}")
endif()
message(STATUS "  Python    ${assay_python}")
