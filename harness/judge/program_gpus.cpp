// SPDX-License-Identifier: Apache-2.0
// That each rank of a user's program has GPUs of its own, and is on them.
#include <map>

#include "checks.hpp"
#include "model/launcher.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

/// The rank of each GPU of each node.
using RankOfGpu = std::map<std::pair<std::string, std::string>, int>;

/// The rank that has this GPU already, else nothing.
std::optional<int> other_owner(RankOfGpu& owners, WitnessedProcess const& rank,
                               std::string const& gpu, int index) {
  auto const [owner, is_free] = owners.try_emplace({rank.host, gpu}, index);
  return is_free ? std::nullopt : std::optional(owner->second);
}

/// By what each rank was told. Names of devices tell nothing apart where each rank sees
/// those of its own group alone, as under srun: the first of each is then 0.
Finding check_told(Point const& point,
                   std::vector<WitnessedProcess const*> const& ranks) {
  RankOfGpu owners;
  int index = 0;
  for (auto const* rank : ranks) {
    auto const devices = rank->devices.value_or(std::vector<std::string>());
    if (static_cast<int>(devices.size()) != point.gpus_per_rank)
      return found(VerdictClass::device,
                   fmt::format("{} GPUs of each rank asked, rank {} of the program may "
                               "use {}",
                               point.gpus_per_rank, index, devices.size()));
    for (auto const& device : devices)
      if (auto const other = other_owner(owners, *rank, device, index);
          other && !launcher_of(point).gives_devices)
        return found(VerdictClass::device,
                     fmt::format("ranks {} and {} of the program share GPU {}", *other,
                                 index, printable(device, 100)));
    ++index;
  }
  return std::nullopt;
}

/// By what the driver lists, where it lists anything: a program that may use several
/// may choose the same ones on all ranks.
Finding check_used(Point const& point,
                   std::vector<WitnessedProcess const*> const& ranks) {
  RankOfGpu owners;
  int index = 0;
  for (auto const* rank : ranks) {
    auto const gpus = rank->gpus.value_or(WitnessedGpus{});
    auto const count = static_cast<int>(gpus.names.size());
    if (count > 0 && count != point.gpus_per_rank)
      return found(
          VerdictClass::device,
          fmt::format("{} GPUs of each rank asked, by the driver rank {} of the "
                      "program is on {}",
                      point.gpus_per_rank, index, count));
    for (auto const& gpu : gpus.names)
      if (auto const other = other_owner(owners, *rank, gpu, index))
        return found(
            VerdictClass::device,
            fmt::format("by the driver ranks {} and {} of the program are both "
                        "on {}",
                        *other, index, printable(gpu, 100)));
    ++index;
  }
  return std::nullopt;
}

Finding check_driver(std::vector<WitnessedProcess const*> const& ranks) {
  int index = 0;
  for (auto const* rank : ranks) {
    if (rank->gpus && rank->gpus->driver.empty() && !works_in_children(*rank))
      return found(
          VerdictClass::device,
          fmt::format("rank {} of the program opened no GPU: it computed on CPUs "
                      "alone (was it built for GPUs?)",
                      index));
    ++index;
  }
  return std::nullopt;
}

}  // namespace

Finding check_gpus_of_program(Point const& point,
                              std::vector<WitnessedProcess const*> const& ranks) {
  if (point.gpus_per_rank == 0) return std::nullopt;
  if (auto wrong = check_told(point, ranks)) return wrong;
  if (auto wrong = check_driver(ranks)) return wrong;
  return check_used(point, ranks);
}

}  // namespace assay
