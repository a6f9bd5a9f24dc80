// SPDX-License-Identifier: Apache-2.0
// The one place that knows the keys of the witness's files.
#include "witness.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "common/comma_list.hpp"
#include "common/cpu_list.hpp"
#include "common/int_in.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

std::optional<int> number_in(std::string const& text) {
  int number = 0;
  auto const end = text.data() + text.size();
  auto const [last, problem] = std::from_chars(text.data(), end, number);
  if (problem != std::errc() || last != end) return std::nullopt;
  return number;
}

WitnessedMpi mpi_from(Json const& value) {
  WitnessedMpi mpi;
  mpi.rank = int_in(value.at("rank"));
  mpi.size = int_in(value.at("size"));
  mpi.family = value.at("family").get<std::string>();
  mpi.library = value.at("library").get<std::string>();
  mpi.version = value.at("version").get<std::string>();
  if (value.contains("aborted_with"))
    mpi.aborted_with = int_in(value.at("aborted_with"));
  mpi.has_spawned = value.value("has_spawned", false);
  mpi.left_its_world =
      value.value("finalized", true) || value.value("by_sessions", false);
  return mpi;
}

/// The lists of CPUs of a launch, each decoded once, however often it stands there.
class KnownCpus {
 public:
  std::shared_ptr<WitnessedCpus const> of(std::string const& text) {
    auto& known = by_text_[text];
    if (!known) known = decoded(text);
    return known;
  }

 private:
  /// 128 CPUs of 30,000 nodes, no two with the same.
  static constexpr std::size_t most = std::size_t{1} << 22;

  std::shared_ptr<WitnessedCpus const> decoded(std::string const& text) {
    auto cpus = cpus_in(text);
    listed_ += cpus.size();
    if (listed_ > most) throw std::runtime_error("its threads name too many CPUs");
    auto list = cpu_list(cpus);
    return std::make_shared<WitnessedCpus>(
        WitnessedCpus{std::move(cpus), std::move(list)});
  }

  std::map<std::string, std::shared_ptr<WitnessedCpus const>> by_text_;
  std::size_t listed_ = 0;
};

WitnessedThread thread_from(Json const& value, KnownCpus& known) {
  return {known.of(value.at("cpus").get<std::string>()),
          value.at("cpu_s").get<double>()};
}

/// Of numbers by name.
double sum_of(Json const& values) {
  double sum = 0;
  for (auto const& value : values) sum += value.get<double>();
  return sum;
}

WitnessedPhase phase_from(Json const& value) {
  return {int_in(value.at("level")), value.at("count").get<double>(),
          value.at("time_s").get<double>(), value.at("mpi_s").get<double>()};
}

/// Of `key` over all threads.
double sum_over(Json const& threads, char const* key) {
  double sum = 0;
  for (auto const& thread : threads) sum += thread.value(key, 0.0);
  return sum;
}

WitnessedRegions regions_from(Json const& value, Json const& threads) {
  WitnessedRegions regions;
  regions.runtime = value.value("runtime", "");
  regions.time_s = value.value("time_s", 0.0);
  regions.threads_s = sum_over(threads, "regions_s");
  regions.threads_mpi_s = sum_over(threads, "regions_mpi_s");
  if (!threads.empty()) regions.mpi_s = threads.front().value("regions_mpi_s", 0.0);
  return regions;
}

WitnessedKernel kernel_from(Json const& value) {
  return {value.at("name").get<std::string>(), value.at("pattern").get<std::string>(),
          value.value("space", ""), value.at("count").get<double>(),
          value.at("time_s").get<double>()};
}

/// What the parts of the program took.
void add_parts(WitnessedProcess& process, Json const& value) {
  if (process.mpi && value.at("mpi").contains("phases"))
    for (auto const& phase : value.at("mpi").at("phases"))
      process.phases.push_back(phase_from(phase));
  if (value.contains("openmp"))
    process.regions = regions_from(value.at("openmp"), value.at("threads"));
  if (value.contains("kokkos"))
    for (auto const& kernel : value.at("kokkos"))
      process.kernels.push_back(kernel_from(kernel));
}

WitnessedProcess process_from(Json value, KnownCpus& known) {
  WitnessedProcess process;
  process.host = value.at("host").get<std::string>();
  process.top = value.at("top").get<std::string>();
  process.executable = value.at("executable").get<std::string>();
  process.launcher_rank = number_in(value.value("launcher_rank", ""));
  if (!value.at("mpi").is_null()) process.mpi = mpi_from(value.at("mpi"));
  for (auto const& thread : value.at("threads"))
    if (!thread.value("of_mpi", false))
      process.threads.push_back(thread_from(thread, known));
  if (value.contains("openmp"))
    process.openmp_threads = int_in(value.at("openmp").at("most_threads"));
  process.cpu_s = value.at("cpu_s").get<double>();
  process.children_cpu_s = value.at("children_cpu_s").get<double>();
  if (value.contains("memory_bytes"))
    process.peak_memory_bytes = value.at("memory_bytes").get<double>();
  if (value.contains("energy_j")) process.energy_j = value.at("energy_j").get<double>();
  process.energy_fault = value.value("energy_fault", "");
  if (value.contains("devices"))
    process.devices = names_in_list(value.at("devices").get<std::string>());
  if (value.contains("gpus"))
    process.gpus = {value.at("gpu_driver").get<std::string>(),
                    value.at("gpus").get<std::vector<std::string>>()};
  if (value.contains("times")) process.lifetime_s = sum_of(value.at("times"));
  if (auto const& threads = value.at("threads");
      !threads.empty() && threads.front().contains("mpi_s"))
    process.mpi_s = sum_of(threads.front().at("mpi_s"));
  add_parts(process, value);
  process.whole = std::move(value);
  return process;
}

WitnessedProcess process_in(std::string const& text, std::string const& nonce,
                            KnownCpus& known) {
  auto value = parse_json(text);
  if (value.value("schema", Json()) != "witness 1")
    throw std::runtime_error("unknown schema");
  if (value.value("nonce", Json()) != nonce)
    throw std::runtime_error("it belongs to another attempt");
  return process_from(std::move(value), known);
}

int place_of(WitnessedProcess const& process) {
  if (process.mpi && process.mpi->rank >= 0) return process.mpi->rank;
  return process.launcher_rank.value_or(0);
}

std::set<int> cpus_of(std::vector<WitnessedThread const*> const& threads) {
  std::set<WitnessedCpus const*> allowed;
  for (auto const* thread : threads) allowed.insert(thread->allowed.get());
  std::set<int> cpus;
  for (auto const* one : allowed) cpus.insert(one->cpus.begin(), one->cpus.end());
  return cpus;
}

}  // namespace

Witnessed read_witness(std::span<std::string const> texts, std::string const& nonce) {
  Witnessed witnessed;
  KnownCpus known;
  for (auto const& text : texts) {
    try {
      witnessed.processes.push_back(process_in(text, nonce, known));
    } catch (std::exception const& problem) {  // a field missing, or of another type
      witnessed.problem = problem.what();
    }
  }
  std::sort(witnessed.processes.begin(), witnessed.processes.end(),
            [](WitnessedProcess const& a, WitnessedProcess const& b) {
              return std::pair(place_of(a), a.top) < std::pair(place_of(b), b.top);
            });
  return witnessed;
}

std::vector<WitnessedProcess const*> ranks_of(Witnessed const& witnessed) {
  std::map<std::string, WitnessedProcess const*> by_top;
  for (auto const& process : witnessed.processes) {
    auto const [held, is_new] = by_top.try_emplace(process.top, &process);
    if (!is_new && process.mpi) held->second = &process;
  }
  std::vector<WitnessedProcess const*> ranks;
  for (auto const& process : witnessed.processes)
    if (by_top.at(process.top) == &process) ranks.push_back(&process);
  return ranks;
}

std::string name_of(WitnessedMpi const& mpi) {
  auto const& name = mpi.version.empty() ? mpi.family : mpi.version;
  std::istringstream words(name.substr(0, name.find(',')));
  std::string text;  // MPICH sets its number apart by a tab
  for (std::string word; words >> word;) text += (text.empty() ? "" : " ") + word;
  return printable(text, 80);
}

bool works_in_children(WitnessedProcess const& process) {
  constexpr double noticeable_share = 0.2;
  return process.children_cpu_s > noticeable_share * process.cpu_s;
}

bool did_anything(WitnessedThread const& thread) {
  constexpr double shortest_work_s = 0.001;
  return thread.cpu_s >= shortest_work_s;
}

std::vector<WitnessedThread const*> threads_that_worked(
    WitnessedProcess const& process) {
  constexpr double busy_share = 0.2;
  constexpr double busy_s = 0.005;
  double busiest_s = 0;
  for (auto const& thread : process.threads)
    busiest_s = std::max(busiest_s, thread.cpu_s);
  std::vector<WitnessedThread const*> found;
  for (auto const& thread : process.threads) {
    bool const is_busy =
        thread.cpu_s >= busy_s && thread.cpu_s >= busy_share * busiest_s;
    if (is_busy || thread.cpu_s == busiest_s) found.push_back(&thread);
  }
  return found;
}

int threads_at_work(WitnessedProcess const& process) {
  return std::max(1, static_cast<int>(threads_that_worked(process).size()));
}

std::set<int> cpus_at_work(WitnessedProcess const& process) {
  return cpus_of(threads_that_worked(process));
}

std::set<int> cpus_of_busiest(WitnessedProcess const& process, int count) {
  std::vector<WitnessedThread const*> busiest;
  for (auto const& thread : process.threads) busiest.push_back(&thread);
  std::stable_sort(busiest.begin(), busiest.end(),
                   [](auto const* a, auto const* b) { return a->cpu_s > b->cpu_s; });
  auto const idle = [&](auto const* thread) {
    return thread != busiest.front() && !did_anything(*thread);
  };
  busiest.erase(std::find_if(busiest.begin(), busiest.end(), idle), busiest.end());
  auto const most = static_cast<std::size_t>(count);
  if (busiest.size() > most) busiest.resize(most);
  return cpus_of(busiest);
}

}  // namespace assay
