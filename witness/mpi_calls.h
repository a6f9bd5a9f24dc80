// SPDX-License-Identifier: Apache-2.0
// The calls of MPI in which a program can wait, by what they do: MPI 4.1, chapters 3, 4
// (point to point), 6, 7 and 8 (collective, and what makes communicators), 12
// (one-sided) and 14 (files). Those that take counts have a twin for large ones, with
// _c.
#pragma once

// clang-format off
#define MPI_POINT_TO_POINT(CALL) \
  CALL(Send) CALL(Bsend) CALL(Ssend) CALL(Rsend) CALL(Recv) CALL(Isend) CALL(Ibsend) CALL(Issend) \
  CALL(Irsend) CALL(Irecv) CALL(Sendrecv) CALL(Sendrecv_replace) CALL(Mrecv) CALL(Imrecv) \
  CALL(Isendrecv) CALL(Isendrecv_replace)

#define MPI_WAIT(CALL) \
  CALL(Start) CALL(Startall) CALL(Wait) CALL(Waitall) CALL(Waitany) CALL(Waitsome) CALL(Test) \
  CALL(Testall) CALL(Testany) CALL(Testsome) CALL(Probe) CALL(Iprobe) CALL(Mprobe) CALL(Improbe) \
  CALL(Request_get_status) CALL(Pready) CALL(Pready_range) CALL(Pready_list) CALL(Parrived)

#define MPI_COLLECTIVE(CALL) \
  CALL(Bcast) CALL(Gather) CALL(Gatherv) CALL(Scatter) CALL(Scatterv) CALL(Allgather) \
  CALL(Allgatherv) CALL(Alltoall) CALL(Alltoallv) CALL(Alltoallw) CALL(Reduce) CALL(Allreduce) \
  CALL(Reduce_scatter) CALL(Reduce_scatter_block) CALL(Scan) CALL(Exscan) \
  CALL(Ibcast) CALL(Igather) CALL(Igatherv) CALL(Iscatter) CALL(Iscatterv) CALL(Iallgather) \
  CALL(Iallgatherv) CALL(Ialltoall) CALL(Ialltoallv) CALL(Ialltoallw) CALL(Ireduce) \
  CALL(Iallreduce) CALL(Ireduce_scatter) CALL(Ireduce_scatter_block) CALL(Iscan) CALL(Iexscan) \
  CALL(Neighbor_allgather) CALL(Neighbor_allgatherv) CALL(Neighbor_alltoall) \
  CALL(Neighbor_alltoallv) CALL(Neighbor_alltoallw) CALL(Ineighbor_allgather) \
  CALL(Ineighbor_allgatherv) CALL(Ineighbor_alltoall) CALL(Ineighbor_alltoallv) \
  CALL(Ineighbor_alltoallw)

#define MPI_COLLECTIVE_WITHOUT_COUNTS(CALL) \
  CALL(Barrier) CALL(Ibarrier) CALL(Comm_split) CALL(Comm_split_type) CALL(Comm_dup) \
  CALL(Comm_idup) CALL(Comm_dup_with_info) CALL(Comm_idup_with_info) CALL(Comm_create) \
  CALL(Comm_create_group) CALL(Comm_create_from_group) CALL(Comm_free) CALL(Comm_disconnect) \
  CALL(Cart_create) CALL(Cart_sub) CALL(Graph_create) CALL(Dist_graph_create) \
  CALL(Dist_graph_create_adjacent) CALL(Intercomm_create) CALL(Intercomm_merge) \
  CALL(Intercomm_create_from_groups) CALL(Comm_accept) CALL(Comm_connect)

#define MPI_ONE_SIDED(CALL) \
  CALL(Put) CALL(Get) CALL(Accumulate) CALL(Get_accumulate) CALL(Rput) CALL(Rget) \
  CALL(Raccumulate) CALL(Rget_accumulate) CALL(Win_create) CALL(Win_allocate) \
  CALL(Win_allocate_shared)

#define MPI_ONE_SIDED_WITHOUT_COUNTS(CALL) \
  CALL(Fetch_and_op) CALL(Compare_and_swap) CALL(Win_create_dynamic) CALL(Win_free) \
  CALL(Win_fence) CALL(Win_lock) CALL(Win_unlock) CALL(Win_lock_all) CALL(Win_unlock_all) \
  CALL(Win_flush) CALL(Win_flush_local) CALL(Win_flush_all) CALL(Win_flush_local_all) \
  CALL(Win_start) CALL(Win_complete) CALL(Win_post) CALL(Win_wait) CALL(Win_test) CALL(Win_sync)

#define MPI_FILE(CALL) \
  CALL(File_read) CALL(File_read_all) CALL(File_read_at) CALL(File_read_at_all) \
  CALL(File_read_shared) CALL(File_read_ordered) CALL(File_write) CALL(File_write_all) \
  CALL(File_write_at) CALL(File_write_at_all) CALL(File_write_shared) CALL(File_write_ordered) \
  CALL(File_iread) CALL(File_iread_all) CALL(File_iread_at) CALL(File_iread_at_all) \
  CALL(File_iread_shared) CALL(File_iwrite) CALL(File_iwrite_all) CALL(File_iwrite_at) \
  CALL(File_iwrite_at_all) CALL(File_iwrite_shared) CALL(File_read_all_begin) \
  CALL(File_read_at_all_begin) CALL(File_read_ordered_begin) CALL(File_write_all_begin) \
  CALL(File_write_at_all_begin) CALL(File_write_ordered_begin)

#define MPI_FILE_WITHOUT_COUNTS(CALL) \
  CALL(File_open) CALL(File_close) CALL(File_delete) CALL(File_set_size) CALL(File_preallocate) \
  CALL(File_set_view) CALL(File_sync) CALL(File_seek_shared) CALL(File_read_all_end) \
  CALL(File_read_at_all_end) CALL(File_read_ordered_end) CALL(File_write_all_end) \
  CALL(File_write_at_all_end) CALL(File_write_ordered_end)
// clang-format on
