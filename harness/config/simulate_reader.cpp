// SPDX-License-Identifier: Apache-2.0
// The section `simulate:` of a study.
#include "simulate_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "fields.hpp"
#include "model/axes.hpp"
#include "model/launcher.hpp"
#include "quantity.hpp"
#include "scalars.hpp"
#include "suggest.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

constexpr Quantity share{parse_percent, "a percentage from 0% to 100%", 0, 1};
constexpr Quantity noise{parse_percent, "a percentage from 0% to 100%", 0, 1};
constexpr Quantity idle{parse_percent, "a percentage from 0% to 99%", 0, 0.99};
constexpr Quantity slower{parse_percent, "a percentage from 0% to 10000%", 0, 100};
constexpr Quantity fraction{parse_real, "a number from 0 to 1", 0, 1};
constexpr Quantity rate{parse_real, "samples per second, from 1e-3 to 1e15", 1e-3,
                        1e15};
constexpr Quantity short_time{parse_duration,
                              "a duration like 2us, 5ms, 1s; at most 60s", 0, 60};
constexpr Quantity start_time{parse_duration, "a duration like 500ms, 2s; at most 1h",
                              0, 3600};

/// Their product stays below 2^31, which is what a Machine counts cores with.
constexpr Bounds node_bounds{1, 1'000'000};
constexpr Bounds core_bounds{1, 2048};

using ClusterField = Field<Cluster>;

constexpr char top_path[] = "simulate.";
constexpr char law_path[] = "simulate.law.";
constexpr char collective_path[] = "simulate.collective.";
constexpr char noise_path[] = "simulate.noise.";

template <auto member, Quantity const& quantity, char const* path = top_path>
void read_one(Entry const& entry, Cluster& cluster, Problems& problems) {
  if (auto const value =
          read_quantity(entry.value, path + entry.key, quantity, problems))
    cluster.*member = *value;
}

template <int Cluster::*member, Bounds const& bounds>
void read_count(Entry const& entry, Cluster& cluster, Problems& problems) {
  auto const value = read_integer(entry.value, top_path + entry.key, bounds, problems);
  if (value) cluster.*member = static_cast<int>(*value);
}

/// A mapping below `simulate.` whose keys are those of `fields`.
template <auto const& fields>
void read_part(Entry const& entry, Cluster& cluster, Problems& problems) {
  auto const known = keys_of(fields);
  auto const path = top_path + entry.key;
  if (entry.value.kind != YamlNode::Kind::map)
    return report_kind(entry.value, path,
                       fmt::format("a mapping of {}", fmt::join(known, ", ")),
                       problems);
  check_keys(entry.value, path + ".", known, problems);
  read_fields(entry.value, fields, known, cluster, problems);
}

constexpr std::array law_fields{
    ClusterField{"serial", Presence::optional,
                 read_one<&Cluster::serial, fraction, law_path>},
    ClusterField{"crosstalk", Presence::optional,
                 read_one<&Cluster::crosstalk, fraction, law_path>},
};

constexpr std::array collective_fields{
    ClusterField{"in_node", Presence::optional,
                 read_one<&Cluster::in_node_s, short_time, collective_path>},
    ClusterField{"between_nodes", Presence::optional,
                 read_one<&Cluster::between_nodes_s, short_time, collective_path>},
};

constexpr std::array noise_fields{
    ClusterField{"launch", Presence::optional,
                 read_one<&Cluster::launch_noise, noise, noise_path>},
    ClusterField{"repetition", Presence::optional,
                 read_one<&Cluster::repetition_noise, noise, noise_path>},
};

struct NamedSlowdown {
  std::string path;
  Slowdown value;
};

constexpr std::array slowdown_fields{
    Field<NamedSlowdown>{
        "share", Presence::required,
        [](Entry const& entry, NamedSlowdown& target, Problems& problems) {
          target.value.share =
              read_quantity(entry.value, target.path + entry.key, share, problems)
                  .value_or(0);
        }},
    Field<NamedSlowdown>{
        "by", Presence::required,
        [](Entry const& entry, NamedSlowdown& target, Problems& problems) {
          target.value.by =
              read_quantity(entry.value, target.path + entry.key, slower, problems)
                  .value_or(0);
        }},
};

template <Slowdown Cluster::*member>
void read_slowdown(Entry const& entry, Cluster& cluster, Problems& problems) {
  NamedSlowdown target{top_path + entry.key + ".", {}};
  if (entry.value.kind != YamlNode::Kind::map)
    return report_kind(entry.value, top_path + entry.key,
                       "a mapping like {share: 2%, by: 30%}", problems);
  auto const known = keys_of(slowdown_fields);
  check_keys(entry.value, target.path, known, problems);
  read_fields(entry.value, slowdown_fields, known, target, problems);
  cluster.*member = target.value;
}

void read_faults(Entry const& entry, Cluster& cluster, Problems& problems) {
  constexpr auto path = "simulate.faults.";
  if (entry.value.kind != YamlNode::Kind::map)
    return report_kind(entry.value, "simulate.faults",
                       "a mapping like {crash: 1%, hang: 0.5%}", problems);
  check_keys(entry.value, path, known_faults(), problems);
  double sum = 0;
  for (auto const& fault : entry.value.entries) {
    auto const value = read_quantity(fault.value, path + fault.key, share, problems);
    cluster.faults[fault.key] = value.value_or(0);
    sum += value.value_or(0);
  }
  if (sum > 1)
    problems.add(entry.value.at,
                 fmt::format("simulate.faults: {:g}% of launches in sum, of 100% that "
                             "there are. Give less",
                             100 * sum));
}

constexpr std::array simulate_fields{
    ClusterField{"nodes", Presence::optional, read_count<&Cluster::nodes, node_bounds>},
    ClusterField{"cores_per_node", Presence::optional,
                 read_count<&Cluster::cores_per_node, core_bounds>},
    ClusterField{"rate", Presence::optional, read_one<&Cluster::rate, rate>},
    ClusterField{"law", Presence::optional, read_part<law_fields>},
    ClusterField{"fixed", Presence::optional, read_one<&Cluster::fixed_s, short_time>},
    ClusterField{"collective", Presence::optional, read_part<collective_fields>},
    ClusterField{"imbalance", Presence::optional, read_one<&Cluster::imbalance, idle>},
    ClusterField{"noise", Presence::optional, read_part<noise_fields>},
    ClusterField{"outliers", Presence::optional, read_slowdown<&Cluster::outliers>},
    ClusterField{"stragglers", Presence::optional, read_slowdown<&Cluster::stragglers>},
    ClusterField{"slow_nodes", Presence::optional, read_slowdown<&Cluster::slow_nodes>},
    ClusterField{"warm_up", Presence::optional, read_one<&Cluster::warm_up, slower>},
    ClusterField{"drift", Presence::optional, read_one<&Cluster::drift, slower>},
    ClusterField{"start", Presence::optional, read_one<&Cluster::start_s, start_time>},
    ClusterField{"faults", Presence::optional, read_faults},
};

bool is_simulated(AxisValue const& value) {
  auto const* const launcher = find_launcher(to_text(value));
  return launcher != nullptr && !launcher->starts_processes;
}

/// Keys that stand for processes, of which a simulated study starts none.
void refuse_processes(YamlNode const& root, Draft& draft) {
  for (auto const* key : {"program", "setup", "cleanup"}) {
    if (Entry const* const entry = find_entry(root, key))
      draft.problems.add(entry->value.at,
                         fmt::format("{}: a simulated study starts no process. Name a "
                                     "kernel instead, or another launcher",
                                     key));
  }
}

}  // namespace

void read_simulate(Entry const& entry, Draft& draft) {
  draft.study.cluster.emplace();
  if (entry.value.kind != YamlNode::Kind::map)
    return report_kind(entry.value, "simulate",
                       "a mapping like {nodes: 64, cores_per_node: 64}",
                       draft.problems);
  auto const known = simulate_keys();
  check_keys(entry.value, top_path, known, draft.problems);
  read_fields(entry.value, simulate_fields, known, *draft.study.cluster,
              draft.problems);
}

void check_simulate(YamlNode const& root, Draft& draft) {
  Axis const* const launchers = find_axis(draft, "launcher");
  Entry const* const section = find_entry(root, "simulate");
  if (draft.faulty.count("launcher") != 0) return;
  auto const count = launchers == nullptr
                         ? 0
                         : std::count_if(launchers->values.begin(),
                                         launchers->values.end(), is_simulated);
  if (count == 0 && section != nullptr)
    draft.problems.add(
        section->value.at,
        "simulate: describes a cluster for launcher simulate, which this "
        "study does not name. Add 'launcher: simulate'");
  if (count == 0) return;
  if (launchers->values.size() > 1)
    draft.problems.add(launchers->at,
                       "launcher: simulate stands beside another launcher (a model's "
                       "answers are no measurements). Make two studies");
  refuse_processes(root, draft);
  if (!draft.study.cluster) draft.study.cluster.emplace();
  for (auto const& kernel : draft.catalogue)
    draft.study.cluster->nominal_rates[kernel.name] = kernel.nominal_samples_per_second;
}

std::vector<std::string> const& known_faults() {
  static std::vector<std::string> const names{
      "config", "launcher",  "binding",      "oversubscribed", "world", "crash",
      "hang",   "no_result", "wrong_answer", "scheduler",      "node",  "disturbed"};
  return names;
}

std::vector<std::string> simulate_keys() { return keys_of(simulate_fields); }

}  // namespace assay
