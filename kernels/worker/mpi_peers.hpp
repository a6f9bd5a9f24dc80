// SPDX-License-Identifier: Apache-2.0
// The other ranks of MPI_COMM_WORLD, for kernels.
#pragma once

#include <mpi.h>

#include <array>

#include "contract/peers.hpp"

namespace assay {

class MpiPeers : public Peers {
 public:
  int rank() const override;
  int size() const override;
  void start(std::span<Shift const> shifts) override;
  void finish() override;
  void sum(std::span<std::uint64_t> numbers) override;

 private:
  std::array<MPI_Request, 2 * most_shifts> requests_{};
  int pending_ = 0;
};

}  // namespace assay
