# SPDX-License-Identifier: Apache-2.0
# find_package(assay): workers with kernels of your own. Compiles the workers that came with assay
# as part of your project, with your compiler, MPI and Kokkos:
#
#   find_package(assay REQUIRED)
#   assay_add_kernel(thirds.cpp)
#
# assay_worker_directory: where they will be, for ASSAY_WORKER_DIR of `assay run`.
set(assay_worker_directory ${CMAKE_BINARY_DIR}/assay/bin)

# In a function, so that its settings end with it.
function(assay_add_workers)
  set(BUILD_TESTING OFF)
  set(ASSAY_HARNESS OFF)
  cmake_path(GET CMAKE_CURRENT_FUNCTION_LIST_DIR PARENT_PATH home)
  add_subdirectory(${home} ${CMAKE_BINARY_DIR}/assay)
endfunction()
if(NOT TARGET assay_contract)
  assay_add_workers()
endif()

# assay_add_kernel(SOURCE...): each registers its kernels in every worker.
function(assay_add_kernel)
  foreach(source IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    foreach(backend IN LISTS ASSAY_BACKENDS)
      if(TARGET assay_kernels_${backend})
        target_sources(assay_kernels_${backend} PRIVATE ${source})
      endif()
    endforeach()
  endforeach()
endfunction()
