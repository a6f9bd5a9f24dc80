// SPDX-License-Identifier: Apache-2.0
// Peers over MPI.
#include "mpi_peers.hpp"

#include <stdexcept>

#include "as_count.hpp"
#include "exchange.hpp"

namespace assay {

int MpiPeers::rank() const { return world_rank(); }
int MpiPeers::size() const { return world_size(); }

void MpiPeers::start(std::span<Shift const> shifts) {
  if (pending_ != 0 || shifts.size() > most_shifts) {
    throw std::logic_error("one set of shifts at a time, and not so many");
  }
  int tag = 0;
  for (Shift const& shift : shifts) {
    MPI_Irecv(shift.in.data(), as_count(shift.in.size()), MPI_BYTE, shift.from, tag,
              MPI_COMM_WORLD, &requests_[static_cast<std::size_t>(pending_++)]);
    MPI_Isend(shift.out.data(), as_count(shift.out.size()), MPI_BYTE, shift.to, tag,
              MPI_COMM_WORLD, &requests_[static_cast<std::size_t>(pending_++)]);
    ++tag;
  }
}

void MpiPeers::finish() {
  MPI_Waitall(pending_, requests_.data(), MPI_STATUSES_IGNORE);
  pending_ = 0;
}

void MpiPeers::sum(std::span<std::uint64_t> numbers) {
  // clang-tidy 14 takes MPI_UINT64_T for a type that std::uint64_t is not.
  // NOLINTNEXTLINE(mpi-type-mismatch)
  MPI_Allreduce(MPI_IN_PLACE, numbers.data(), as_count(numbers.size()), MPI_UINT64_T,
                MPI_SUM, MPI_COMM_WORLD);
}

}  // namespace assay
