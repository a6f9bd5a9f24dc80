// SPDX-License-Identifier: Apache-2.0
// That a user's program itself ran as asked: its world, its threads, its CPUs.
#include <algorithm>
#include <map>

#include "checks.hpp"
#include "common/cpu_list.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

using Ranks = std::vector<WitnessedProcess const*>;

std::string in_words(WitnessedMpi const& mpi) {
  return fmt::format("{} ({})", name_of(mpi), printable(mpi.library, 200));
}

Finding check_seen(Witnessed const& witnessed) {
  if (!witnessed.problem.empty())
    return found(VerdictClass::unproven,
                 fmt::format("what the witness wrote is unreadable: {}",
                             printable(witnessed.problem, 200)));
  if (!witnessed.processes.empty()) return std::nullopt;
  return found(VerdictClass::unproven,
               "the program left no record of itself (is it linked statically? "
               "'proof: none' measures it without proof)");
}

Finding check_aborted(Ranks const& ranks) {
  for (auto const* rank : ranks)
    if (rank->mpi && rank->mpi->aborted_with)
      return found(VerdictClass::crash,
                   fmt::format("rank {} called MPI_Abort with code {}", rank->mpi->rank,
                               *rank->mpi->aborted_with));
  return std::nullopt;
}

/// Processes beside the ranks that were asked for: of MPI_Comm_spawn, or of a launcher
/// that a rank starts.
Finding check_started(Witnessed const& witnessed) {
  constexpr auto* cure =
      "more processes ran than the ranks that were asked for "
      "('proof: none' measures it without proof)";
  std::map<std::string, int> rank_below;
  for (auto const& process : witnessed.processes) {
    if (!process.mpi) continue;
    if (process.mpi->has_spawned)
      return found(VerdictClass::world, fmt::format("rank {} called MPI_Comm_spawn: {}",
                                                    process.mpi->rank, cure));
    auto const [first, is_new] = rank_below.try_emplace(process.top, process.mpi->rank);
    if (!is_new && first->second != process.mpi->rank)
      return found(VerdictClass::world,
                   fmt::format("a rank started several ranks of MPI itself: {}", cure));
  }
  return std::nullopt;
}

/// A rank that ends without MPI_Finalize has not come to its end; some launchers take
/// its exit code 0 for one.
Finding check_left(Ranks const& ranks) {
  for (auto const* rank : ranks)
    if (rank->mpi && !rank->mpi->left_its_world)
      return found(VerdictClass::crash,
                   fmt::format("rank {} ended without MPI_Finalize", rank->mpi->rank));
  return std::nullopt;
}

/// The other of the two, where it is known.
std::string started_by(Evidence const& evidence) {
  if (!evidence.mpiexec) return " (is the launcher of the same MPI?)";
  auto const& launcher = *evidence.mpiexec;
  return fmt::format(", and was started by {}, of {} ({})", launcher.program,
                     name_of(launcher.family), printable(launcher.version, 80));
}

Finding check_size(Evidence const& evidence, WitnessedMpi const& mpi) {
  auto const& point = evidence.requested;
  if (mpi.size == point.ranks) return std::nullopt;
  if (mpi.size < 0)
    return found(VerdictClass::unproven,
                 fmt::format("how large the world of {} is, is not known (sessions "
                             "without mpi://WORLD, or an MPI that is not known; "
                             "'proof: none' measures it without proof)",
                             in_words(mpi)));
  return found(VerdictClass::world,
               fmt::format("{} ranks asked, a world of {} seen: the program is "
                           "linked with {}{}",
                           point.ranks, mpi.size, in_words(mpi), started_by(evidence)));
}

Finding check_world(Evidence const& evidence, Ranks const& ranks) {
  auto const& point = evidence.requested;
  auto const without = std::count_if(ranks.begin(), ranks.end(),
                                     [](auto const* rank) { return !rank->mpi; });
  if (without > 0 && point.ranks > 1)
    return found(VerdictClass::world,
                 fmt::format("{} ranks asked, {} of {} processes called no MPI: each "
                             "ran the whole program, so this is no point of {} ranks. "
                             "Measure threads, or give ranks: 1 ('proof: none' allows "
                             "copies)",
                             point.ranks, without, ranks.size(), point.ranks));
  for (auto const* rank : ranks)
    if (rank->mpi)
      if (auto wrong = check_size(evidence, *rank->mpi)) return wrong;
  return std::nullopt;
}

Finding check_count(Point const& point, Ranks const& ranks) {
  if (static_cast<int>(ranks.size()) != point.ranks)
    return found(VerdictClass::unproven, fmt::format("{} ranks asked, {} left a record",
                                                     point.ranks, ranks.size()));
  return std::nullopt;
}

Finding check_nodes(Point const& point, Ranks const& ranks) {
  std::map<std::string, int> per_host;
  for (auto const* rank : ranks) ++per_host[rank->host];
  for (auto const& [host, count] : per_host)
    if (count > point.ranks_per_node() ||
        (count < point.ranks_per_node() && !point.is_uneven()))
      return found(VerdictClass::world,
                   fmt::format("{} ranks per node asked, {} of the program on {}",
                               point.ranks_per_node(), count, printable(host, 100)));
  return std::nullopt;
}

int used_threads(WitnessedProcess const& rank) {
  auto const count =
      std::count_if(rank.threads.begin(), rank.threads.end(), did_anything);
  return std::max({1, static_cast<int>(count), rank.openmp_threads});
}

/// Whether threads that are missing were seen to be: OpenMP tells the size of its
/// teams, others only by the time that they had.
bool tells_threads(WitnessedProcess const& rank) {
  return !works_in_children(rank) &&
         (rank.cpu_s >= shortest_program_s || rank.openmp_threads > 0);
}

Finding check_ran(Point const& point, Ranks const& ranks) {
  int index = 0;
  for (auto const* rank : ranks) {
    int const busy = std::max(threads_at_work(*rank), rank->openmp_threads);
    if (busy > point.threads)
      return found(VerdictClass::binding,
                   fmt::format("{} threads asked, {} ran on rank {}", point.threads,
                               busy, index));
    if (int const used = used_threads(*rank);
        used < point.threads && tells_threads(*rank))
      return found(VerdictClass::binding,
                   fmt::format("{} threads asked, {} ran on rank {} (does the program "
                               "read OMP_NUM_THREADS, or want its own option?)",
                               point.threads, used, index));
    ++index;
  }
  return std::nullopt;
}

Finding check_cpus(Point const& point, Ranks const& ranks) {
  std::map<std::pair<std::string, int>, int> owners;
  int index = 0;
  for (auto const* rank : ranks) {
    auto const own = cpus_of_busiest(*rank, point.threads);
    if (!own.empty() && static_cast<int>(own.size()) < point.threads)
      return found(VerdictClass::binding,
                   fmt::format("rank {} of the program has {} threads on {} CPUs",
                               index, point.threads, own.size()));
    for (int const cpu : cpus_at_work(*rank)) {
      auto const [owner, is_free] = owners.try_emplace({rank->host, cpu}, index);
      if (!is_free)
        return found(VerdictClass::binding,
                     fmt::format("ranks {} and {} of the program share CPU {}",
                                 owner->second, index, cpu));
    }
    ++index;
  }
  return std::nullopt;
}

}  // namespace

Finding check_witness(Evidence const& evidence) {
  if (!evidence.witnessed) return std::nullopt;
  if (auto wrong = check_seen(*evidence.witnessed)) return wrong;
  auto const& point = evidence.requested;
  auto const ranks = ranks_of(*evidence.witnessed);
  if (auto wrong = check_aborted(ranks)) return wrong;
  if (auto wrong = check_started(*evidence.witnessed)) return wrong;
  if (auto wrong = check_world(evidence, ranks)) return wrong;
  if (auto wrong = check_left(ranks)) return wrong;
  if (auto wrong = check_count(point, ranks)) return wrong;
  if (auto wrong = check_nodes(point, ranks)) return wrong;
  if (auto wrong = check_ran(point, ranks)) return wrong;
  if (auto wrong = check_gpus_of_program(point, ranks)) return wrong;
  return check_cpus(point, ranks);
}

Finding check_kept(Evidence const& evidence, World const& given) {
  if (!evidence.witnessed) return std::nullopt;
  std::size_t most = 0;
  for (auto const& place : given.by_rank) most = std::max(most, place.cpus.size());
  int index = 0;
  for (auto const* rank : ranks_of(*evidence.witnessed)) {
    auto const cpus = cpus_at_work(*rank);
    if (cpus.size() > most)
      return found(VerdictClass::binding,
                   fmt::format("rank {} of the program could use CPUs {} in the end, "
                               "and was given {} (does it set its own affinity?)",
                               index, cpu_list(cpus), most));
    ++index;
  }
  return std::nullopt;
}

}  // namespace assay
