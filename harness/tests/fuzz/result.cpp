// SPDX-License-Identifier: Apache-2.0
// What a worker, or a program of the user, leaves at $ASSAY_RESULT, and its places.
#include <memory>

#include "common/place.hpp"
#include "judge/judge_program.hpp"
#include "judge/worker_result.hpp"
#include "model/program.hpp"
#include "targets.hpp"

namespace assay::fuzz {
namespace {

constexpr auto nonce = "abc";

Evidence evidence() {
  Evidence ended;
  ended.requested.ranks = 2;
  ended.requested.threads = 2;
  ended.requested.samples = 1000;
  ended.requested.repetitions = 2;
  ended.nonce = nonce;
  ended.process.ending = Ending::exited;
  ended.worker_started = true;
  return ended;
}

Program program() {
  Program read{.name = "app", .argv = {"./app"}};
  read.readings.metrics = {
      {.name = "t", .source = Metric::Source::json, .text = "a.time", .unit = "s"},
      {.name = "u",
       .source = Metric::Source::json,
       .text = "a.0",
       .unit = "",
       .which = Which::sum}};
  read.readings.curves = {"t"};
  read.readings.check.value = "a.value";
  read.readings.check.estimate = "a.estimate";
  read.readings.proof = Proof::none;
  return read;
}

constexpr auto probe =
    R"({"schema": 1, "nonce": "abc", "measurements": [], "world": {"ranks": 2, "nodes": 1,
    "by_rank": [{"node": 0, "cpus": "0-1", "cores": 2}, {"node": 0, "cpus": "2-3",
    "cores": 2}]}})";

void of_worker(std::string const& text) {
  auto ended = evidence();
  ended.result = read_result(text, nonce);
  judge(ended);
  judge_place(ended);
}

void of_program(std::string const& text) {
  auto ended = evidence();
  ended.requested.kernel = "app";
  ended.requested.program = std::make_shared<Program const>(program());
  ended.program_result = text;
  ended.printed.of_metrics.resize(2);
  judge_program(ended, *read_result(probe, nonce).result);
}

void of_place(std::string const& text) try {
  place_from(parse_json(text));
} catch (std::exception const&) {
}

}  // namespace

void result(std::string_view text) {
  of_worker(std::string(text));
  of_program(std::string(text));
  of_place(std::string(text));
}

}  // namespace assay::fuzz
