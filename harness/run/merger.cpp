// SPDX-License-Identifier: Apache-2.0
// Works on the text of lines: what is copied stays as its writer checked it.
#include "merger.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "journal.hpp"
#include "members.hpp"

namespace assay {
namespace {

std::string joined(std::string_view line,
                   std::initializer_list<std::string_view> names) {
  std::string text;
  for (auto const name : names) text.append(member(line, name)).append(" ");
  return text;
}

std::string identity(std::string_view line) {
  auto const kind = text_of(member(line, "kind"));
  if (kind == "manifest") return joined(line, {"kind", "id"});
  if (kind == "stop") return joined(line, {"kind", "point", "reason", "launches"});
  if (kind == "record" || kind == "probe")
    return joined(line, {"kind", "point", "launch", "attempt", "started_utc"});
  return {};
}

std::string launch_of(std::string_view record) {
  return joined(record, {"point", "launch"});
}

bool is_good(std::string_view line) {
  return member(line, "kind") == R"("record")" && member(line, "verdict") == R"("ok")";
}

/// Points of the same computation have the same key.
std::string computation(std::string_view record) {
  return joined(member(record, "requested"),
                {"kernel", "samples", "seed", "parameters"});
}

std::string_view measurement_of(std::string_view record) {
  return first_element(member_at(record, {"result", "measurements"}));
}

/// The checked value where there is one, else the tallies.
std::string_view answer_of(std::string_view record) {
  auto const measurement = measurement_of(record);
  auto const checked = member(measurement, "checked");
  return checked.empty() ? member(measurement, "tallies") : checked;
}

std::string as_wrong(std::string_view record, std::string const& detail) {
  auto value = nlohmann::ordered_json::parse(record);
  value["verdict"] = "wrong_answer";
  value["detail"] = detail;
  auto line = journal_line(std::move(value));
  line.pop_back();  // the newline
  return line;
}

}  // namespace

void Merger::know(std::string_view line) {
  auto key = identity(line);
  if (key.empty()) return;
  known_.insert(std::move(key));
  if (!is_good(line)) return;
  good_.insert(launch_of(line));
  auto const answer = answers_.try_emplace(computation(line));
  if (answer.second) answer.first->second = answer_of(line);
}

std::optional<std::string> Merger::take(std::string_view line) {
  auto const key = identity(line);
  if (key.empty() || known_.count(key) != 0) return std::nullopt;
  if (!is_good(line)) {
    know(line);
    return std::string(line);
  }
  if (good_.count(launch_of(line)) != 0) return std::nullopt;
  auto const why = disagreement(line);
  if (why.empty()) {
    know(line);
    return std::string(line);
  }
  known_.insert(key);
  return as_wrong(line, why);
}

std::string Merger::disagreement(std::string_view record) const {
  auto const first = answers_.find(computation(record));
  if (first == answers_.end()) return {};
  auto const answer = answer_of(record);
  if (answer == first->second) return {};
  if (!member(answer, "value").empty())
    return difference_in_value(record, first->second);
  return fmt::format("tallies {} where other points have {}", answer, first->second);
}

std::string Merger::difference_in_value(std::string_view record,
                                        std::string_view checked) const {
  auto const mine = nlohmann::json::parse(answer_of(record));
  auto const theirs = nlohmann::json::parse(checked);
  double const value = mine.at("value").get<double>();
  double const expected = theirs.at("value").get<double>();
  auto const kernel = text_of(member_at(record, {"requested", "kernel"}));
  auto const within = within_.find(kernel);
  double const tolerance = within == within_.end() ? 0 : within->second;
  if (std::abs(value - expected) <= tolerance * std::abs(expected)) return {};
  return fmt::format("{} is {:.12g} where other points have {:.12g}",
                     mine.at("name").get<std::string>(), value, expected);
}

}  // namespace assay
