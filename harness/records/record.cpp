// SPDX-License-Identifier: Apache-2.0
// Pure: values in, JSON out.
#include "record.hpp"

#include <fmt/format.h>

#include "common/int_in.hpp"
#include "common/launch_value.hpp"
#include "judge/noise_of.hpp"
#include "limits_json.hpp"
#include "members.hpp"
#include "model/axes.hpp"
#include "os/utc.hpp"
#include "point_json.hpp"
#include "readings_key.hpp"

namespace assay {
namespace {

/// What a record keeps of the output; a program may have printed more.
std::string last_bytes(std::string const& output) {
  constexpr std::size_t kept = 65536;
  return output.size() > kept ? output.substr(output.size() - kept) : output;
}

Json head(AttemptId const& id, int block, Verdict const& verdict) {
  Json head{{"kind", "record"},        {"point", id.point},
            {"block", block},          {"launch", id.launch},
            {"attempt", id.attempt},   {"verdict", to_string(verdict.of)},
            {"detail", verdict.detail}};
  if (verdict.disagrees) head["disagrees"] = true;
  if (!verdict.nodes.empty()) head["disturbed_nodes"] = verdict.nodes;
  return head;
}

/// 32 hexadecimal digits. Directories are named and processes found by it.
bool is_nonce(std::string const& text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

/// Whether the one curve is a time, as in the journals of earlier versions.
bool is_time_alone(Readings const& readings) {
  return readings.curves.size() == 1 &&
         kind_of(leading_metric(readings)) == MetricKind::time;
}

/// Absent where the one curve is a time.
Json curves_json(Readings const& readings) {
  auto curves = Json::array();
  for (auto const& name : readings.curves) {
    auto const* metric = find_metric(readings, name);
    curves.push_back({{"metric", name},
                      {"unit", metric->unit},
                      {"kind", to_string(kind_of(*metric))}});
  }
  return is_time_alone(readings) ? Json() : curves;
}

/// What the study calls the time where that is the one curve; empty of the wall time.
std::string time_alone(Readings const& readings) {
  if (!is_time_alone(readings)) return {};
  auto const& leading = leading_metric(readings);
  return leading.source == Metric::Source::wall ? "" : leading.name;
}

/// What is compared, and the ids of each point of both.
void add_sides(Json& line, Study const& study, Plan const& plan,
               std::vector<std::string> const& ids) {
  for (auto const& side : study.sides)
    line["sides"].push_back({{"study", side->name},
                             {"file", side->file},
                             {"text", side->text},
                             {"overrides", side->overrides}});
  line["pairs"] = Json::array();
  for (auto const& [a, b] : plan.pairs) line["pairs"].push_back({ids[a], ids[b]});
}

}  // namespace

Json record_json(AttemptId const& id, int block, AttemptResult const& attempt,
                 Judgement const& judgement, std::string const& manifest) {
  auto const& process = attempt.evidence.process;
  auto record = head(id, block, judgement.verdict);
  record["requested"] = to_json(attempt.evidence.requested);
  add_membership(record, attempt.evidence.requested);
  record["argv"] = attempt.command.argv;
  record["started_utc"] = attempt.started_utc;
  record["wall_s"] = process.wall_s;
  record["exit_code"] = process.exit_code;
  record["signal"] = process.signal;
  record["manifest"] = manifest;
  if (judgement.result) {
    auto result = judgement.result->whole;
    result.erase("schema");
    result.erase("nonce");
    result.erase(noise_by_node);
    if (auto const nodes = noise_of(attempt.evidence, judgement); !nodes.empty())
      result["noise"].update(noise_numbers(worst_of(nodes)));
    record["result"] = sorted_by_name(std::move(result));  // as the analysis cuts it
  }
  if (auto const& witnessed = attempt.evidence.witnessed)
    record["witness"] = to_json(*witnessed);
  if (is_failure(judgement.verdict.of))
    record["output_tail"] = last_bytes(process.output_tail);
  return record;
}

Json to_json(BegunAttempt const& attempt) {
  auto const& [id, nonce, started_utc, point] = attempt;
  Json json{{"point", id.point},          {"launch", id.launch},
            {"attempt", id.attempt},      {"nonce", nonce},
            {"started_utc", started_utc}, {"requested", to_json(point)}};
  add_membership(json, point);
  return json;
}

// A member that is missing or of another type is an exception of the JSON library.
std::optional<BegunAttempt> parse_begun(std::string const& text) try {
  auto const value = try_parse_json(text);
  if (!value.is_object()) return std::nullopt;
  auto requested = value.at("requested");
  requested["series"] = value.at("series");
  if (value.contains("following")) requested["following"] = value.at("following");
  BegunAttempt attempt{
      {value.at("point"), int_in(value.at("launch")), int_in(value.at("attempt"))},
      value.at("nonce"),
      value.at("started_utc"),
      parse_point(to_text(requested))};
  if (!is_nonce(attempt.nonce)) return std::nullopt;
  return attempt;
} catch (std::exception const&) {
  return std::nullopt;
}

Json interrupted_json(BegunAttempt const& attempt, std::string const& manifest) {
  auto record =
      head(attempt.id, attempt.id.launch,
           {VerdictClass::interrupted, "assay ended before this attempt did"});
  record["requested"] = to_json(attempt.requested);
  add_membership(record, attempt.requested);
  record["started_utc"] = attempt.started_utc;
  record["wall_s"] = 0.0;
  record["manifest"] = manifest;
  return record;
}

Json planned_json(Point const& point, std::string const& id) {
  auto json = to_json(point);
  json["point"] = id;
  add_membership(json, point);
  return json;
}

Json skipped_json(Skipped const& skipped) {
  auto json = to_json(skipped.point);
  add_membership(json, skipped.point);
  json["reason"] = skipped.reason;
  return json;
}

Json study_json(Study const& study, Plan const& plan,
                std::vector<std::string> const& ids,
                std::optional<NoiseLimits> const& limits) {
  Json json{{"kind", "study"},
            {"study", study.name},
            {"file", study.file},
            {"text", study.text},
            {"started_utc", utc_now()},
            {"launches",
             {{"min", study.launches.minimum},
              {"max", study.launches.maximum},
              {"until", study.launches.until}}},
            {"resource_unit", "core"}};
  if (limits) json["noise_limits"] = limits_json(*limits);
  if (auto curves = curves_json(study.readings); !curves.is_null())
    json["curves"] = std::move(curves);
  if (auto time = time_alone(study.readings); !time.empty())
    json["time"] = std::move(time);
  if (study.order_seed) json["order_seed"] = seed_text(*study.order_seed);
  if (!study.programs.empty()) json["readings"] = readings_key(study.readings);
  if (!study.overrides.empty()) json["overrides"] = study.overrides;
  for (auto const& [key, value] : study.site) json["site"][key] = value;
  if (!study.base.kernel.empty()) json["base"]["kernel"] = study.base.kernel;
  if (study.base.cores > 0) json["base"]["cores"] = study.base.cores;
  if (study.base.is_imported) json["base"]["imported"] = true;
  json["target"] = study.target;
  for (auto const& rows : study.imports)
    if (!rows.found.empty()) json["imports"].push_back(parse_json(rows.found));
  if (!study.sides.empty()) add_sides(json, study, plan, ids);
  Point whole;
  whole.series = study.scaling;
  json["scaling"] = series_json(whole);
  json["points"] = Json::array();
  for (std::size_t i = 0; i < plan.points.size(); ++i) {
    json["points"].push_back(planned_json(plan.points[i], ids[i]));
  }
  json["skipped"] = Json::array();
  for (auto const& one : plan.skipped) json["skipped"].push_back(skipped_json(one));
  return json;
}

double PlannedStudy::shown_value(double value) const {
  return rate_unit ? launch_value_of_rate(value) : value;
}

PlannedStudy planned_study(Json const& line) try {
  PlannedStudy study;
  study.name = line.at("study");
  study.fewest_launches = int_in(line.at("launches").at("min"));
  if (auto const curves = line.find("curves");
      curves != line.end() && curves->at(0).at("kind") == "rate")
    study.rate_unit = curves->at(0).at("unit").get<std::string>();
  for (auto const& point : line.at("points"))
    study.points.push_back({point.at("point"), parse_point(to_text(point))});
  for (auto const& point : line.at("skipped"))
    study.skipped.push_back({parse_point(to_text(point)), point.at("reason")});
  return study;
} catch (Json::exception const& error) {
  throw MalformedError(fmt::format("the line of a study: {}", error.what()));
} catch (std::range_error const& error) {
  throw MalformedError(error.what());
}

Json left_out_json(std::string const& node, LeftOut const& why,
                   std::string const& job) {
  Json json{
      {"kind", "left_out"}, {"node", node}, {"job", job}, {"failures", why.launches}};
  if (why.is_noisy) json["is_noisy"] = true;
  return json;
}

Json stop_json(std::string const& point, StopReason reason, std::size_t launches) {
  return {{"kind", "stop"},
          {"point", point},
          {"reason", to_string(reason)},
          {"launches", launches}};
}

}  // namespace assay
