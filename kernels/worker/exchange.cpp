// SPDX-License-Identifier: Apache-2.0
// The collective calls that are not timed.
#include "exchange.hpp"

#include <mpi.h>

#include <numeric>

#include "as_count.hpp"

namespace assay {
namespace {

template <class Number>
std::vector<Number> gather_as(std::vector<Number> const& numbers, MPI_Datatype type) {
  int const count = as_count(numbers.size());
  std::vector<Number> all;
  if (world_rank() == 0) {
    all.resize(numbers.size() * static_cast<std::size_t>(world_size()));
  }
  MPI_Gather(numbers.data(), count, type, all.data(), count, type, 0, MPI_COMM_WORLD);
  return all;
}

/// The ranks that share memory with this one, in their order.
struct Node {
  Node() {
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, world_rank(),
                        MPI_INFO_NULL, &ranks);
  }
  Node(Node const&) = delete;
  Node& operator=(Node const&) = delete;
  ~Node() { MPI_Comm_free(&ranks); }

  MPI_Comm ranks = MPI_COMM_NULL;
};

double on_node(double number, MPI_Op operation) {
  double found = 0;
  MPI_Allreduce(&number, &found, 1, MPI_DOUBLE, operation, Node().ranks);
  return found;
}

}  // namespace

int world_rank() {
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank;
}

int rank_on_node() {
  int rank = 0;
  MPI_Comm_rank(Node().ranks, &rank);
  return rank;
}

int world_size() {
  int size = 0;
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  return size;
}

std::string broadcast(std::string text) {
  std::uint64_t size = text.size();
  MPI_Bcast(&size, 1, MPI_UINT64_T, 0, MPI_COMM_WORLD);
  text.resize(size);
  MPI_Bcast(text.data(), as_count(size), MPI_CHAR, 0, MPI_COMM_WORLD);
  return text;
}

std::vector<std::string> gather(std::string const& text) {
  auto const lengths_wide = gather(std::vector<std::uint64_t>{text.size()});
  std::vector<int> lengths;
  lengths.reserve(lengths_wide.size());
  for (std::uint64_t const length : lengths_wide) lengths.push_back(as_count(length));
  std::vector<int> offsets(lengths.size());
  std::exclusive_scan(lengths.begin(), lengths.end(), offsets.begin(), 0);
  std::string all(
      std::accumulate(lengths_wide.begin(), lengths_wide.end(), std::uint64_t{0}),
      '\0');
  as_count(all.size());
  MPI_Gatherv(text.data(), as_count(text.size()), MPI_CHAR, all.data(), lengths.data(),
              offsets.data(), MPI_CHAR, 0, MPI_COMM_WORLD);
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    texts.push_back(all.substr(static_cast<std::size_t>(offsets[i]), lengths_wide[i]));
  }
  return texts;
}

std::vector<double> gather(std::vector<double> const& numbers) {
  return gather_as(numbers, MPI_DOUBLE);
}

std::vector<std::uint64_t> gather(std::vector<std::uint64_t> const& numbers) {
  return gather_as(numbers, MPI_UINT64_T);
}

std::uint64_t sum(std::uint64_t number) {
  std::uint64_t total = 0;
  MPI_Allreduce(&number, &total, 1, MPI_UINT64_T, MPI_SUM, MPI_COMM_WORLD);
  return total;
}

double sum_on_node(double number) { return on_node(number, MPI_SUM); }

double least_on_node(double number) { return on_node(number, MPI_MIN); }

}  // namespace assay
