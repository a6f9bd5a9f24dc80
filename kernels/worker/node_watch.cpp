// SPDX-License-Identifier: Apache-2.0
// The first rank of a node reads its counters; every rank tells its own CPU time.
#include "node_watch.hpp"

#include "exchange.hpp"

namespace assay {
NodeWatch::NodeWatch(Place const& mine) : mine_(mine), begin_(now()) {}

// All ranks at about the same time: what they do meanwhile is neither theirs nor
// others'.
NodeWatch::Moment NodeWatch::now() const {
  sum(0);
  return {reader_.read(), process_cpu_s()};
}

Json NodeWatch::noise_by_node() const {
  auto const clock_hz = lowest_clock_hz(all_cpus(mine_.thread_cpus));
  auto const end = now();
  double const cpu_s = sum_on_node(end.own_cpu_s - begin_.own_cpu_s);
  auto noise = noise_between(begin_.activity, end.activity, cpu_s);
  auto const lowest = least_on_node(clock_hz.value_or(0));
  if (lowest > 0) noise.clock_hz = lowest;
  noise.node = mine_.slurm_node.empty() ? mine_.host : mine_.slurm_node;
  bool const tells = rank_on_node() == 0;
  Json all;
  for (auto const& text : gather(tells ? to_text(noise_json(noise)) : std::string()))
    if (!text.empty()) all.push_back(parse_json(text));
  return all;
}

}  // namespace assay
