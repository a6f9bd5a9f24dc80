# SPDX-License-Identifier: Apache-2.0
# Leaves the path of the found MPI's launcher beside the workers, for a program that meets
# another MPI's mpiexec on PATH, or none.

# What `update-alternatives` made of a name may be of another MPI tomorrow.
function(assay_without_alternatives path out)
  while(IS_SYMLINK ${path})
    file(READ_SYMLINK ${path} target)
    cmake_path(ABSOLUTE_PATH target BASE_DIRECTORY ${path}/.. NORMALIZE)
    if(NOT "${path};${target}" MATCHES "/etc/alternatives/")
      break()
    endif()
    set(path ${target})
  endwhile()
  set(${out} ${path} PARENT_SCOPE)
endfunction()

# FindMPI looks for mpiexec on PATH first, whatever compiler it was given: the one beside
# the compiler's wrapper is surely of that MPI.
function(assay_find_mpiexec out)
  assay_without_alternatives("${MPI_CXX_COMPILER}" wrapper)
  cmake_path(GET wrapper PARENT_PATH directory)
  cmake_path(GET wrapper EXTENSION LAST_ONLY suffix)  # Debian's: mpic++.openmpi
  foreach(name mpiexec${suffix} mpiexec)
    if(wrapper AND EXISTS ${directory}/${name})
      assay_without_alternatives(${directory}/${name} found)
      set(${out} ${found} PARENT_SCOPE)
      return()
    endif()
  endforeach()
  set(${out} "${MPIEXEC_EXECUTABLE}" PARENT_SCOPE)
endfunction()

assay_find_mpiexec(ASSAY_MPIEXEC_OF_BUILD)
set(ASSAY_MPIEXEC_OF_BUILD ${ASSAY_MPIEXEC_OF_BUILD} PARENT_SCOPE)  # for the summary
set(directories bin)
if(ASSAY_FAULTS)
  list(APPEND directories bin/faults)
endif()
foreach(directory IN LISTS directories)
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/${directory}/mpiexec-of-build.txt
       CONTENT "${ASSAY_MPIEXEC_OF_BUILD}\n" @ONLY)
endforeach()
