# SPDX-License-Identifier: Apache-2.0
# cmake --install: one folder below the prefix holds everything, its folders as in this tree, and
# bin/assay is a link into it. Nothing in it knows where it lies: it runs wherever it is moved to.
# The sources of the workers are there too, for kernels of others (cmake/assay-config.cmake).
set(ASSAY_HOME lib/assay CACHE STRING "The folder of the installation, below the prefix")

# Where the program is not built within the tree, it finds the analysis here.
cmake_path(IS_PREFIX PROJECT_SOURCE_DIR ${PROJECT_BINARY_DIR} NORMALIZE assay_inside)
if(NOT assay_inside)
  foreach(folder analysis bootstrap build jobscripts)
    file(CREATE_LINK ${PROJECT_SOURCE_DIR}/${folder} ${PROJECT_BINARY_DIR}/${folder} SYMBOLIC)
  endforeach()
endif()

install(TARGETS assay assay-look assay-devices assay-cores assay-witness RUNTIME DESTINATION ${ASSAY_HOME}/bin
        LIBRARY DESTINATION ${ASSAY_HOME}/bin)
foreach(backend IN LISTS ASSAY_BACKENDS)
  if(TARGET assay-worker-${backend})
    # What was not asked for was not built.
    install(TARGETS assay-worker-${backend} RUNTIME DESTINATION ${ASSAY_HOME}/bin OPTIONAL)
    install(FILES ${PROJECT_BINARY_DIR}/bin/kernels.json ${PROJECT_BINARY_DIR}/bin/mpiexec-of-build.txt
            DESTINATION ${ASSAY_HOME}/bin)
  endif()
endforeach()
if(NOT ASSAY_HOME STREQUAL ".")
  set(assay_link ${PROJECT_BINARY_DIR}/link/assay)
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/link)
  file(CREATE_LINK ../${ASSAY_HOME}/bin/assay ${assay_link} SYMBOLIC)
  install(FILES ${assay_link} DESTINATION bin)
  install(FILES packaging/assay.1 DESTINATION share/man/man1)
endif()

install(DIRECTORY analysis/scaling DESTINATION ${ASSAY_HOME}/analysis PATTERN __pycache__ EXCLUDE)
install(DIRECTORY configs cmake common bootstrap kernels DESTINATION ${ASSAY_HOME}
        PATTERN __pycache__ EXCLUDE PATTERN tests EXCLUDE)
# What `assay submit` starts; the others are for a clone.
install(FILES jobscripts/collect.sh jobscripts/env.sh jobscripts/group.sh jobscripts/modules.sh DESTINATION ${ASSAY_HOME}/jobscripts)
install(FILES CMakeLists.txt CMakePresets.json LICENSE DESTINATION ${ASSAY_HOME})
# The interpreter that was found on this machine, for this machine: in no package.
install(FILES build/python DESTINATION ${ASSAY_HOME}/build COMPONENT machine OPTIONAL)

# cpack -G DEB, cpack -G TGZ.
set(CPACK_INSTALL_CMAKE_PROJECTS "${PROJECT_BINARY_DIR};assay;Unspecified;/")
set(CPACK_PACKAGE_CONTACT "the authors of assay <assay@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "measures how programs scale on the cores and nodes there are")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "python3-numpy, python3-scipy, python3-matplotlib, python3-jinja2")
include(CPack)

if(BUILD_TESTING AND ASSAY_WORKER)
  set(assay_package_tests ${PROJECT_SOURCE_DIR}/tests/package)
  add_test(NAME package.moved COMMAND bash ${assay_package_tests}/moved.sh ${PROJECT_BINARY_DIR})
  set_tests_properties(package.moved PROPERTIES LABELS mpi RESOURCE_LOCK cores TIMEOUT 300
                       ENVIRONMENT ASSAY_DISTURBED=keep)  # whatever else the host does
  # Compiles every kernel: only where asked for, by ctest -C Package -L package.
  add_test(NAME package.kernel CONFIGURATIONS Package
           COMMAND bash ${assay_package_tests}/kernel.sh ${PROJECT_BINARY_DIR} -DKokkos_DIR=${Kokkos_DIR}
                   -DMPI_CXX_COMPILER=${MPI_CXX_COMPILER})
  set_tests_properties(package.kernel PROPERTIES LABELS package RUN_SERIAL ON TIMEOUT 1500)
endif()
