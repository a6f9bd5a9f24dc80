# SPDX-License-Identifier: Apache-2.0
# assay-micro-<backend>: the kernels and their comparators under Google Benchmark, without MPI.
assay_glob(micro micro/*.cpp)
include(CheckCXXCompilerFlag)
check_cxx_compiler_flag(-march=native ASSAY_CAN_BE_NATIVE)
assay_glob(comparators comparators/rivals/*.cpp comparators/floors/*.cpp)
# A rival gets what its own user would give it.
if(ASSAY_CAN_BE_NATIVE)
  set_source_files_properties(${comparators} PROPERTIES COMPILE_OPTIONS -march=native)
endif()

function(assay_add_micro backend)
  set(target assay-micro-${backend})
  add_executable(${target} EXCLUDE_FROM_ALL ${micro} ${comparators})
  add_dependencies(${target} assay_build_info)
  target_include_directories(${target} PRIVATE ${PROJECT_BINARY_DIR}/kernels)
  target_compile_definitions(${target} PRIVATE ASSAY_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(${target} PRIVATE assay_kernels_${backend} assay_bodies benchmark::benchmark
                        Random123::Random123 assay_warnings)
  # Each of them has its own `prepare`: not as one source, even in a unity build.
  set_target_properties(${target} PROPERTIES UNITY_BUILD OFF)
endfunction()

# Every benchmark once, but for those that need 512 MiB: each must run, and kernels and
# rivals must answer right.
function(assay_test_micro)
  set(target assay-micro-serial)
  if(TARGET assay-micro-openmp)
    set(target assay-micro-openmp)
  endif()
  add_test(NAME micro.build
           COMMAND ${CMAKE_COMMAND} --build ${PROJECT_BINARY_DIR} --target ${target})
  add_test(NAME micro.run
           COMMAND ${target} --benchmark_min_time=0 "--benchmark_filter=-67108864|536870912")
  add_test(NAME micro.table COMMAND ${target} --table --rounds 1 --run-s 0.001 --only "pi over")
  # What is no number is told by the option and its word, and not by a function's name.
  foreach(words "--rounds x" "--rounds 0" "--run-s 1s" "--threads 2x")
    separate_arguments(list UNIX_COMMAND "${words}")
    list(POP_FRONT list option)
    add_test(NAME "micro.refuses ${words}" COMMAND ${target} ${option} ${list})
    set_tests_properties("micro.refuses ${words}" PROPERTIES LABELS unit FIXTURES_REQUIRED micro
      PASS_REGULAR_EXPRESSION "${option}: '${list}' is no (whole )?number above 0")
  endforeach()
  set_tests_properties(micro.build PROPERTIES LABELS unit FIXTURES_SETUP micro TIMEOUT 300)
  set_tests_properties(micro.run micro.table PROPERTIES LABELS unit FIXTURES_REQUIRED micro
                       RESOURCE_LOCK cores TIMEOUT 120 FAIL_REGULAR_EXPRESSION "ERROR;not measured")
endfunction()
