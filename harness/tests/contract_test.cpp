// SPDX-License-Identifier: Apache-2.0
// What analysis/tests/test_contract.py asks of the analysis, asked of the harness.
#include "contract.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <limits>
#include <map>

#include "common/cpu_list.hpp"
#include "common/launch_value.hpp"
#include "config/quantity.hpp"
#include "judge/checks.hpp"
#include "judge/disturbance.hpp"
#include "judge/verdict.hpp"
#include "model/program.hpp"
#include "plan/shift.hpp"
#include "plan/stop_rule.hpp"
#include "records/history.hpp"
#include "records/members.hpp"
#include "records/packed.hpp"
#include "records/point_json.hpp"
#include "records/read_journal.hpp"
#include "records/record.hpp"
#include "run/remaining.hpp"

namespace assay {
namespace {

using test::contract;

TEST(Contract, HasNoEmptyVector) {
  EXPECT_THROW(contract("no_such_file.json"), std::runtime_error);
  EXPECT_THROW(contract("names.json", "no_such_key"), std::runtime_error);
}

TEST(Contract, IntervalsHaveTheSameRanks) {
  auto n = contract("interval_ranks.json").at("first_n").get<std::size_t>();
  for (std::size_t few = 0; few < n; ++few) EXPECT_EQ(look_at(few, 0.025).low, 0U);
  for (auto const& low : contract("interval_ranks.json", "low")) {
    auto const look = look_at(n, 0.025);
    ASSERT_EQ(look.low, low.get<std::size_t>()) << n;
    ASSERT_EQ(look.high, n + 1 - look.low) << n;
    ++n;
  }
  EXPECT_EQ(n, 10'001U);
}

TEST(Contract, PointsAreLookedAtWithTheSameRanks) {
  for (auto const& one : contract("looks.json")) {
    LaunchRule const rule{one.at("min").get<int>(), one.at("max").get<int>(), 0.02};
    auto const looks = looks_of(rule);
    std::vector<int> launches;
    std::vector<std::size_t> low;
    for (auto const& look : looks.at) {
      launches.push_back(look.launches);
      low.push_back(look.low);
    }
    EXPECT_EQ(launches, one.at("launches").get<std::vector<int>>());
    EXPECT_EQ(low, one.at("low").get<std::vector<std::size_t>>()) << one;
    EXPECT_NEAR(looks.tail, one.at("tail").get<double>(), 1e-15);
  }
}

TEST(Contract, PairsHaveTheSameShift) {
  for (auto const& one : contract("shifts.json")) {
    auto const shift = shift_interval(one.at("differences").get<std::vector<double>>(),
                                      one.at("tail").get<double>());
    ASSERT_EQ(shift.has_value(), !one.at("shift").is_null()) << one;
    if (!shift) continue;
    EXPECT_EQ(Json({shift->centre, shift->low, shift->high}), one.at("shift")) << one;
  }
}

TEST(Contract, LaunchesHaveTheSameValue) {
  for (auto const& one : contract("launch_values.json")) {
    auto const repetitions_s = one.at("repetitions_s").get<std::vector<double>>();
    auto const [dropped, is_steady] = warm_up(repetitions_s);
    EXPECT_EQ(dropped, one.at("dropped").get<std::size_t>()) << one;
    EXPECT_EQ(is_steady, one.at("steady").get<bool>()) << one;
    EXPECT_EQ(launch_value_s(repetitions_s), one.at("value_s").get<double>()) << one;
  }
  EXPECT_THROW(launch_value_s({}), std::logic_error);
}

TEST(Contract, RatesHaveTheSameValue) {
  for (auto const& one : contract("rates.json")) {
    Json const line{{"schema", 1},
                    {"kind", "record"},
                    {"point", "a"},
                    {"launch", 1},
                    {"attempt", 1},
                    {"verdict", "ok"},
                    {"requested", to_json(Point{.kernel = "app"})},
                    {"result", {{"measurements", {one.at("measurement")}}}}};
    auto const text = to_text(line);
    History history;
    history.add(LineReader().read(text));
    EXPECT_EQ(history.of("a").makespans_s(),
              std::vector{one.at("value").get<double>()});
  }
}

/// A launch as the journal of a run in a job has it, or of one in none.
std::string launch_line(std::string const& point, int launch, Json const& of,
                        std::string const& scheduler) {
  Json line{{"schema", 1},
            {"kind", "record"},
            {"point", point},
            {"block", of.at("block")},
            {"launch", launch},
            {"attempt", 1},
            {"verdict", "ok"},
            {"requested", to_json(Point{.kernel = "app"})},
            {"result", {{"measurements", {{{"makespan_s", {of.at("time_s")}}}}}}}};
  if (of.at("job") != "") line[scheduler] = {{"job", of.at("job")}};
  return to_text(line);
}

TEST(Contract, LaunchesAreBesideThoseOfTheirBlockInTheirJob) {
  for (auto const& one : contract("jobs.json", "beside")) {
    History history;
    for (auto const* const name : {"base", "point"}) {
      int launch = 0;
      for (auto const& of : one.at(name)) {
        auto const line = launch_line(name, ++launch, of, one.at("scheduler"));
        history.add(LineReader().read(line));
      }
    }
    auto const launched = launched_before(std::numeric_limits<int>::max(),
                                          history.of("point"), {&history.of("base")});
    auto beside_s = Json::array();
    for (auto const& time_s : launched.bases_s.at(0))
      beside_s.push_back(time_s ? Json(*time_s) : Json());
    EXPECT_EQ(beside_s, one.at("beside_s")) << one;
  }
}

TEST(Contract, PointsStopByTheSameInterval) {
  for (auto const& one : contract("stops.json")) {
    std::vector<double> values_s;
    for (auto const& launch : one.at("launches"))
      values_s.push_back(launch_value_s(launch.get<std::vector<double>>()));
    auto const n = static_cast<int>(values_s.size());
    StopRule const rule({n, n, one.at("until").get<double>()});
    auto const interval = rule.interval(values_s);
    ASSERT_TRUE(interval);
    auto const half_width = one.at("half_width").get<double>();
    EXPECT_NEAR(interval->relative_half_width(), half_width, 1e-12);
    EXPECT_EQ(rule.reason({values_s}) == StopReason::ci, one.at("stops").get<bool>());
  }
}

TEST(Contract, VerdictsHaveTheSameNames) {
  int number = 0;
  for (auto const& name : contract("names.json", "verdicts")) {
    auto const verdict = verdict_from(name.get<std::string>());
    ASSERT_TRUE(verdict) << name;
    EXPECT_EQ(static_cast<int>(*verdict), number++) << name;
    EXPECT_EQ(to_string(*verdict), name.get<std::string>());
  }
  EXPECT_EQ(to_string(static_cast<VerdictClass>(number)), "") << "one more";
}

TEST(Contract, ReasonsToStopHaveTheSameNames) {
  int number = 0;
  for (auto const& name : contract("names.json", "stop_reasons")) {
    auto const reason = stop_reason_from(name.get<std::string>());
    ASSERT_TRUE(reason) << name;
    EXPECT_EQ(static_cast<int>(*reason), number++) << name;
    EXPECT_EQ(to_string(*reason), name.get<std::string>());
  }
  EXPECT_EQ(to_string(static_cast<StopReason>(number)), "") << "one more";
  EXPECT_FALSE(stop_reason_from("bored"));
}

TEST(Contract, DisturbancesHaveTheSameLimits) {
  std::map<std::string, std::optional<double> Noise::*> const members{
      {"others_cpus", &Noise::others_cpus},
      {"steal_share", &Noise::steal_share},
      {"others_pressure_share", &Noise::others_pressure_share}};
  auto const limits = contract("disturbances.json");
  EXPECT_EQ(limits.size(), members.size());
  for (auto const& [name, limit] : limits.items()) {
    Noise noise;
    noise.*members.at(name) = limit.get<double>();
    EXPECT_EQ(describe_noise(noise, {}), "") << name;
    noise.*members.at(name) = std::nextafter(limit.get<double>(), 1.0);
    EXPECT_NE(describe_noise(noise, {}), "") << name;
  }
}

TEST(Contract, ProgramsAreJudgedFromTheSameTimeOn) {
  EXPECT_EQ(contract("programs.json").at("shortest_s").get<double>(),
            shortest_program_s);
}

TEST(Contract, CpuListsAreReadAlike) {
  for (auto const& one : contract("cpu_lists.json", "good")) {
    auto const text = one.at("text").get<std::string>();
    EXPECT_EQ(parse_cpu_list(text), one.at("cpus").get<std::set<int>>()) << text;
  }
  for (auto const& text : contract("cpu_lists.json", "malformed"))
    EXPECT_FALSE(parse_cpu_list(text.get<std::string>())) << text;
}

std::string hex_of(std::string const& bytes) {
  std::string hex;
  for (char const byte : bytes)
    hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return hex;
}

TEST(Contract, PackedBytesAreUnpackedAlike) {
  for (auto const& one : contract("packed.json", "good"))
    EXPECT_EQ(one.at("hex"), hex_of(unpacked(to_text(one.at("packed")))));
  for (auto const& one : contract("packed.json", "malformed"))
    EXPECT_THROW(unpacked(to_text(one)), MalformedError) << one;
}

TEST(Contract, TimesHaveTheSameUnits) {
  auto const units = contract("units.json", "seconds_per");
  for (auto const& [unit, seconds] : units.items())
    EXPECT_EQ(seconds_per(unit), seconds.get<double>()) << unit;
  for (auto const& unit : contract("units.json", "no_times"))
    EXPECT_FALSE(seconds_per(unit.get<std::string>())) << unit;
}

TEST(Contract, DurationsAreReadAlike) {
  for (auto const& one : contract("units.json", "durations")) {
    auto const text = one.at("text").get<std::string>();
    auto const duration = parse_duration(text);
    EXPECT_TRUE(duration.ok()) << text;
    EXPECT_DOUBLE_EQ(duration.value, one.at("seconds").get<double>()) << text;
  }
  for (auto const& text : contract("units.json", "no_durations"))
    EXPECT_FALSE(parse_duration(text.get<std::string>()).ok()) << text;
}

TEST(Contract, PercentagesAreReadAlike) {
  for (auto const& one : contract("units.json", "percentages")) {
    auto const text = one.at("text").get<std::string>();
    auto const share = parse_percentage(text);
    EXPECT_TRUE(share.ok()) << text;
    EXPECT_DOUBLE_EQ(share.value, one.at("share").get<double>()) << text;
  }
  for (auto const& text : contract("units.json", "no_percentages"))
    EXPECT_FALSE(parse_percentage(text.get<std::string>()).ok()) << text;
}

/// What the harness of an earlier day wrote, as today's takes it.
class ContractJournal : public testing::TestWithParam<char const*> {};

TEST_P(ContractJournal, SaysWhatItSaid) {
  auto const bytes = read_journal_bytes(test::contract_file(GetParam()));
  EXPECT_TRUE(parse_raw(bytes).bad.empty());
  auto const history = read_history(bytes);
  auto const journal = contract("journal_values.json", GetParam());
  auto const points = journal.at("points");
  StopRule const rule(
      {journal.at("min").get<int>(), journal.at("max").get<int>(), 0.1});
  for (auto const& [id, known] : points.items()) {
    auto const& point = history.of(id);
    std::map<std::string, double> values_s;
    for (auto const& [launch, value_s] : point.good_s)
      values_s[std::to_string(launch)] = value_s;
    EXPECT_EQ(values_s, (known.at("values_s").get<std::map<std::string, double>>()))
        << id;
    auto const interval = rule.interval(point.makespans_s());
    ASSERT_TRUE(interval) << id;
    EXPECT_EQ(Json({interval->median, interval->low, interval->high}),
              known.at("interval_s"))
        << id;
    EXPECT_EQ(point.failures(), known.at("failed").get<int>()) << id;
    ASSERT_TRUE(point.stopped) << id;
    EXPECT_EQ(to_string(*point.stopped), known.at("stopped").get<std::string>()) << id;
  }
}

TEST_P(ContractJournal, HasPointsThatAreWrittenAsTheyWere) {
  auto const bytes = read_journal_bytes(test::contract_file(GetParam()));
  auto const raw = parse_raw(bytes);
  LineReader reader(raw);
  int records = 0;
  for (auto const& [number, text] : raw.lines) {
    auto const line = reader.read(text);
    auto const* record = std::get_if<Record>(&line);
    if (record == nullptr) continue;
    EXPECT_EQ(to_text(to_json(record->requested)), member(text, "requested"));
    ++records;
  }
  EXPECT_GE(records, 29);
}

TEST_P(ContractJournal, HasAPlanThatIsWrittenAsItWas) {
  auto const bytes = read_journal_bytes(test::contract_file(GetParam()));
  for (auto const& [number, text] : parse_raw(bytes).lines) {
    if (member(text, "kind") != R"("study")") continue;
    auto const line = parse_json(text);
    auto const study = planned_study(line);
    EXPECT_EQ(study.name + ".jsonl", GetParam());
    EXPECT_EQ(study.fewest_launches, line.at("launches").at("min").get<int>());
    auto points = Json::array();
    for (auto const& [id, point] : study.points)
      points.push_back(planned_json(point, id));
    EXPECT_EQ(to_text(points), to_text(line.at("points")));
    EXPECT_TRUE(study.skipped.empty());
    return;
  }
  ADD_FAILURE() << "no study";
}

INSTANTIATE_TEST_SUITE_P(All, ContractJournal,
                         testing::Values("quickstart.jsonl", "simulate.jsonl"));

}  // namespace
}  // namespace assay
