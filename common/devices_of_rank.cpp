// SPDX-License-Identifier: Apache-2.0
#include "devices_of_rank.hpp"

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <string_view>

#include "comma_list.hpp"

namespace assay {
namespace {

/// Open MPI, MPICH and Intel MPI, MVAPICH, PALS, Flux, jsrun and Slurm.
constexpr char const* numbers[] = {
    "OMPI_COMM_WORLD_LOCAL_RANK", "MPI_LOCALRANKID",           "PMI_LOCAL_RANK",
    "MV2_COMM_WORLD_LOCAL_RANK",  "PALS_LOCAL_RANKID",         "FLUX_TASK_LOCAL_ID",
    "JSM_NAMESPACE_LOCAL_RANK",   "OMPI_COMM_WORLD_NODE_RANK", "SLURM_LOCALID"};

std::optional<int> whole(std::string_view text) {
  int number = 0;
  auto const [end, problem] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size() || number < 0)
    return std::nullopt;
  return number;
}

}  // namespace

std::vector<char const*> const& device_variables() {
  static std::vector<char const*> const all{"CUDA_VISIBLE_DEVICES",
                                            "ROCR_VISIBLE_DEVICES", "ZE_AFFINITY_MASK"};
  return all;
}

std::optional<std::string> devices_of_rank(int number_on_node, int devices_per_rank,
                                           std::optional<std::string> const& offered) {
  auto const known = offered ? names_in_list(*offered) : std::vector<std::string>();
  std::string own;
  for (int i = 0; i < devices_per_rank; ++i) {
    auto const place = static_cast<std::size_t>(number_on_node) *
                           static_cast<std::size_t>(devices_per_rank) +
                       static_cast<std::size_t>(i);
    if (offered && place >= known.size()) return std::nullopt;
    own += (own.empty() ? "" : ",") + (offered ? known[place] : std::to_string(place));
  }
  return own;
}

std::optional<int> number_on_node() {
  for (auto const* name : numbers)
    if (char const* const value = std::getenv(name); value != nullptr)
      if (auto const number = whole(value)) return number;
  return std::nullopt;
}

}  // namespace assay
