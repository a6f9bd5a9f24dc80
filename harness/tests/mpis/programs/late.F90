! SPDX-License-Identifier: Apache-2.0
! The last rank comes 0.3 s late to a barrier: the others wait for it in MPI. BINDING is the
! module of MPI that is used; without it mpif.h is.
program late
  use, intrinsic :: iso_c_binding, only: c_int
#ifdef BINDING
  use BINDING
  implicit none
#else
  implicit none
  include 'mpif.h'
#endif
  interface
    function usleep(microseconds) bind(c)
      import :: c_int
      integer(c_int), value :: microseconds
      integer(c_int) :: usleep
    end function
  end interface
  integer :: rank, ranks, problem
  integer(c_int) :: left

  call MPI_Init(problem)
  call MPI_Comm_rank(MPI_COMM_WORLD, rank, problem)
  call MPI_Comm_size(MPI_COMM_WORLD, ranks, problem)
  call MPI_Barrier(MPI_COMM_WORLD, problem)
  if (rank == ranks - 1) left = usleep(300000_c_int)
  call MPI_Barrier(MPI_COMM_WORLD, problem)
  call MPI_Finalize(problem)
end program
