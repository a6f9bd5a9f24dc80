// SPDX-License-Identifier: Apache-2.0
// What a program wrote is read whole or refused, with the text around it.
#include "metric_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <sstream>
#include <string>
#include <utility>

#include "common/launch_value.hpp"
#include "csv.hpp"
#include "text/integer.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

/// Values as they were given, in order; of more than are kept the first, and the last.
struct Given {
  std::uint64_t count = 0;
  std::vector<Hit> kept;
};

[[noreturn]] void fail(Metric const& metric, std::string const& why) {
  throw NoAnswer(fmt::format("metric {}: {}", metric.name, why));
}

// ---- Units

/// The unit as a study writes it.
std::string unit_of(double seconds) {
  for (auto const* unit : {"ns", "us", "ms", "s", "min", "h"})
    if (seconds_per(unit) == seconds) return unit;
  return {};
}

/// The word right after a number: "ms" in " ms a step", "GB/s" in " [GB/s]".
std::string word_in(std::string const& after) {
  auto const first = after.find_first_not_of(" \t[(");
  if (first == after.npos) return {};
  auto const last = std::min(after.find_first_of(" \t,;:)]|", first), after.size());
  auto word = after.substr(first, last - first);
  while (word.ends_with('.')) word.pop_back();
  return word;
}

bool begins_with_letter(std::string const& text) {
  if (text.empty()) return false;
  auto const first = static_cast<unsigned char>(text.front());
  return first >= 0x80 || (first | 0x20U) - 'a' < 26U;
}

/// Whether letters follow the number without a blank.
bool has_suffix(Hit const& hit) {
  return !hit.number.ends_with(' ') && begins_with_letter(hit.after);
}

/// How many of the metric's unit the unit in the group is.
double factor_of_group(Metric const& metric, std::string const& said) {
  auto const ratio = unit_ratio(said, metric.unit);
  if (!ratio)
    fail(metric, fmt::format("the program gives it in {}, which is no multiple of {}",
                             in_quotes(said), in_quotes(metric.unit)));
  return *ratio;
}

/// "min" and "h" may be other words, which a number follows: "avg 1.2 min 1.1 max 1.3".
bool is_unit(std::string const& word, Hit const& hit) {
  if (has_suffix(hit) || (word != "min" && word != "h")) return true;
  auto const begin = hit.after.find(word) + word.size();
  auto const behind = hit.after.find_first_not_of(" \t:=", begin);
  return behind == hit.after.npos || std::isdigit(hit.after[behind]) == 0;
}

/// That the word behind the number is no other unit than that of the metric.
void check_word(Metric const& metric, Hit const& hit) {
  auto const word = word_in(hit.after);
  auto const head = word.substr(0, word.find('/'));
  if (word == metric.unit || head == metric.unit) return;
  auto const said_s = seconds_per_word(head);
  auto const asked_s = seconds_per(metric.unit);
  if (said_s && asked_s && is_unit(head, hit)) {
    if (*said_s == *asked_s) return;
    fail(metric, fmt::format("the program says '{}' after the number, the study '{}'. "
                             "Write 'unit: {}'",
                             head, metric.unit, unit_of(*said_s)));
  }
  if (!asked_s && unit_ratio(word, metric.unit))
    fail(metric, fmt::format("the program says {0} after the number, the study '{1}'. "
                             "Write 'unit: {2}'",
                             in_quotes(word), metric.unit, printable(word)));
  if (!has_suffix(hit)) return;
  fail(metric,
       fmt::format("{} stands right behind the number in {}, as where lines of several "
                   "ranks are mixed. Write 'unit: {}', or take it in as (?P<unit>...)",
                   in_quotes(head), in_quotes(hit.before + hit.number + hit.after),
                   printable(head)));
}

double factor_of(Metric const& metric, Hit const& hit) {
  if (!hit.unit || hit.unit->empty()) {
    check_word(metric, hit);
    return 1;
  }
  if (has_suffix(hit) && !hit.after.starts_with(*hit.unit)) check_word(metric, hit);
  return factor_of_group(metric, *hit.unit);
}

Number times(Number number, double factor) {
  if (number.step) *number.step *= factor;
  return {number.value * factor, number.step};
}

// ---- Texts to numbers

std::vector<std::string> words_of(std::string const& text) {
  std::vector<std::string> words;
  std::istringstream stream(text);
  for (std::string word; stream >> word;) {
    while (word.ends_with(',') || word.ends_with(';')) word.pop_back();
    words.push_back(word);
  }
  return words;
}

Number in_unit(Metric const& metric, PrintedNumber const& printed, Hit const& hit) {
  if (!printed.is_clock) return times(printed.number, factor_of(metric, hit));
  auto const unit_s = seconds_per(metric.unit);
  if (!unit_s)
    fail(metric, fmt::format("{} is a time, and '{}' no unit of time",
                             in_quotes(hit.number), metric.unit));
  return times(printed.number, 1 / *unit_s);
}

/// Several numbers where one was looked for; empty where one of them is none.
std::vector<Number> list_in(Metric const& metric, Hit const& hit) {
  std::vector<Number> numbers;
  for (auto const& word : words_of(hit.number)) {
    auto const read = read_printed(word, metric.decimal);
    auto const* printed = std::get_if<PrintedNumber>(&read);
    if (printed == nullptr) return {};
    numbers.push_back(in_unit(metric, *printed, hit));
  }
  return numbers;
}

std::vector<Number> numbers_in(Metric const& metric, Hit const& hit) {
  if (!hit.next_line.empty())
    fail(metric, fmt::format("{} ends its line, and the next one is {} alone, as where "
                             "the newline of another rank cuts a number. Let one rank "
                             "print, and in one piece",
                             in_quotes(hit.number), in_quotes(hit.next_line)));
  if (auto const cut = cut_out_of(hit.before, hit.number, hit.after, metric.decimal);
      !cut.empty())
    fail(metric, cut);
  auto const read = read_printed(hit.number, metric.decimal);
  if (auto const* printed = std::get_if<PrintedNumber>(&read))
    return {in_unit(metric, *printed, hit)};
  auto list = list_in(metric, hit);
  if (list.size() < 2) fail(metric, std::get<std::string>(read));
  if (metric.which == Which::unsaid)
    fail(metric, fmt::format("{} are {} numbers. Say 'which: first', last, sum, max, "
                             "min or all",
                             in_quotes(hit.number), list.size()));
  return list;
}

// ---- Where they come from

Given hits_in_files(Metric const& metric, Evidence const& evidence) {
  Pattern const pattern(metric.text);
  Hits hits;
  for (auto const& file : files_of(metric.from, evidence))
    search_text(*file.text, pattern, hits);
  return {hits.count, std::move(hits.kept)};
}

Given given_by_pattern(Metric const& metric, std::size_t index,
                       Evidence const& evidence) {
  Given given;
  if (!metric.from.file.empty()) {
    given = hits_in_files(metric, evidence);
  } else if (index < evidence.printed.of_metrics.size()) {
    auto const& hits = evidence.printed.of_metrics[index];
    given = {hits.count, hits.kept};
  }
  if (evidence.requested.ranks == 1)  // nobody else writes there
    for (auto& hit : given.kept) hit.next_line.clear();
  if (given.count == 0)
    fail(metric, fmt::format("no line matches '{}'{}", metric.text,
                             evidence.printed.has_cut_line
                                 ? "; of a line the first 64 KiB are searched, and one "
                                   "is longer"
                                 : ""));
  return given;
}

Given given_by_json(Metric const& metric, Evidence const& evidence,
                    Json const& result) {
  std::string what = "its result";
  Json of_file;
  if (!metric.from.file.empty()) {
    auto const& files = files_of(metric.from, evidence);
    what = in_quotes(files.front().name);
    if (files.size() > 1)
      fail(metric, fmt::format("{} files are called '{}'. Name one", files.size(),
                               metric.from.file));
    of_file = try_parse_json(*files.front().text);
    if (of_file.is_discarded()) fail(metric, what + " is not complete JSON");
  }
  auto value = at_path(metric.from.file.empty() ? result : of_file, metric.text, what);
  if (!value.is_array()) value = Json::array({value});
  Given given;
  for (auto const& one : value) {
    if (!one.is_number() || !std::isfinite(one.get<double>()))
      fail(metric, fmt::format("'{}' in {} is no number", metric.text, what));
    given.kept.push_back({"", to_text(one), ""});
  }
  given.count = given.kept.size();
  if (given.count == 0) fail(metric, fmt::format("'{}' is empty", metric.text));
  return given;
}

Given given_by_csv(Metric const& metric, Evidence const& evidence) {
  Given given;
  for (auto const& file : files_of(metric.from, evidence)) {
    auto const column = csv_column(*file.text, metric.text);
    if (!column)
      fail(metric,
           fmt::format("{} has no column '{}'", in_quotes(file.name), metric.text));
    for (auto const& field : *column) given.kept.push_back({"", field, ""});
  }
  given.count = given.kept.size();
  if (given.count == 0)
    fail(metric, fmt::format("the column '{}' has no row", metric.text));
  return given;
}

/// Of each node what the rank saw that was there longest: each sees all of its node.
std::vector<Number> energy_of_nodes(Metric const& metric, Witnessed const& witnessed) {
  std::map<std::string, double> joules;
  for (auto const* rank : ranks_of(witnessed)) {
    if (!rank->energy_fault.empty())
      fail(metric, fmt::format("on {}, {}", rank->host, rank->energy_fault));
    if (!rank->energy_j) fail(metric, "the witness did not see it");
    auto& most = joules[rank->host];
    most = std::max(most, *rank->energy_j);
  }
  std::vector<Number> numbers;
  for (auto const& [host, most] : joules)
    numbers.push_back({most * unit_ratio("J", metric.unit).value()});
  return numbers;
}

/// Of each rank, or node. A launch without such a thing has no answer.
std::vector<Number> seen_by_witness(Metric const& metric, Evidence const& evidence) {
  std::vector<Number> numbers;
  if (!evidence.witnessed) fail(metric, "there was no witness");
  if (metric.text == "energy") return energy_of_nodes(metric, *evidence.witnessed);
  for (auto const* rank : ranks_of(*evidence.witnessed)) {
    auto const lifetime_s = rank->lifetime_s.value_or(0);
    if (metric.text == "mpi_time") {
      numbers.push_back({rank->mpi_s * unit_ratio("s", metric.unit).value()});
    } else if (metric.text == "peak_memory" && rank->peak_memory_bytes) {
      numbers.push_back(
          {*rank->peak_memory_bytes * unit_ratio("B", metric.unit).value()});
    } else if (metric.text == "cpus_used" && lifetime_s > 0) {
      numbers.push_back({(rank->cpu_s + rank->children_cpu_s) / lifetime_s});
    }
  }
  if (numbers.empty()) fail(metric, "the witness did not see it");
  return numbers;
}

Given given(Metric const& metric, std::size_t index, Evidence const& evidence,
            Json const& result) {
  switch (metric.source) {
    case Metric::Source::json:
      return given_by_json(metric, evidence, result);
    case Metric::Source::csv:
      return given_by_csv(metric, evidence);
    default:
      return given_by_pattern(metric, index, evidence);
  }
}

// ---- Which of them counts

/// Reads what can count, no more: an earlier line may hold "n/a".
std::vector<Number> numbers_of(Metric const& metric, Given const& given) {
  if (metric.which == Which::first) return numbers_in(metric, given.kept.front());
  if (metric.which == Which::last || metric.which == Which::unsaid)
    return numbers_in(metric, given.kept.back());
  if (given.count > given.kept.size())
    fail(metric, fmt::format("{} lines match, and at most {} can be taken together. "
                             "Say 'which: first' or last",
                             given.count, given.kept.size()));
  std::vector<Number> numbers;
  for (auto const& hit : given.kept)
    for (auto const& number : numbers_in(metric, hit)) numbers.push_back(number);
  return numbers;
}

double largest_step(std::vector<Number> const& numbers) {
  double step = 0;
  for (auto const& number : numbers) step = std::max(step, number.step.value_or(0));
  return step;
}

std::optional<double> step_if(double step) {
  return step > 0 ? std::optional(step) : std::nullopt;
}

Number sum_of(std::vector<Number> const& numbers) {
  double sum = 0;
  double steps = 0;
  for (auto const& [value, step] : numbers) {
    sum += value;
    steps += step.value_or(0);
  }
  return {sum, step_if(steps)};
}

MetricValue median_of(Metric const& metric, std::vector<Number> const& numbers) {
  auto const dropped = static_cast<std::size_t>(metric.warm_up);
  if (numbers.size() <= dropped)
    fail(metric, fmt::format("it has {} values, and the first {} are warm-up",
                             numbers.size(), dropped));
  MetricValue all;
  for (std::size_t i = dropped; i < numbers.size(); ++i)
    all.values.push_back(numbers[i].value);
  all.number = {median(all.values), step_if(largest_step(numbers))};
  return all;
}

MetricValue chosen(Metric const& metric, std::vector<Number> const& numbers) {
  auto const less = [](Number const& a, Number const& b) { return a.value < b.value; };
  switch (metric.which) {
    case Which::first:
      return {numbers.front()};
    case Which::sum:
      return {sum_of(numbers)};
    case Which::maximum:
      return {*std::max_element(numbers.begin(), numbers.end(), less)};
    case Which::minimum:
      return {*std::min_element(numbers.begin(), numbers.end(), less)};
    case Which::all:
      return median_of(metric, numbers);
    default:
      return {numbers.back()};
  }
}

}  // namespace

MetricValue value_of_metric(Readings const& readings, std::size_t index,
                            Evidence const& evidence, Json const& result) {
  auto const& metric = readings.metrics[index];
  if (metric.source == Metric::Source::wall) return {{evidence.process.wall_s}};
  if (metric.source == Metric::Source::witness)
    return chosen(metric, seen_by_witness(metric, evidence));
  auto const all = given(metric, index, evidence, result);
  auto value = chosen(metric, numbers_of(metric, all));
  if (metric.which == Which::unsaid) value.found = all.count;
  return value;
}

Json result_of_program(Evidence const& evidence) {
  if (!evidence.program_result) return {};
  auto result = try_parse_json(*evidence.program_result);
  if (result.is_discarded())
    throw NoAnswer("the file at $ASSAY_RESULT is not complete JSON");
  return result;
}

Json at_path(Json const& value, std::string const& path, std::string const& what) {
  if (value.is_null()) throw NoAnswer("it wrote nothing to $ASSAY_RESULT");
  auto const* found = &value;
  std::istringstream keys(path);
  for (std::string key; std::getline(keys, key, '.');) {
    auto const index = parse_integer(key);
    if (found->is_object() && found->contains(key)) {
      found = &found->at(key);
    } else if (found->is_array() && index.ok() && index.value < found->size()) {
      found = &found->at(index.value);
    } else {
      throw NoAnswer(fmt::format("{} has no key '{}'", what, path));
    }
  }
  return *found;
}

std::vector<FileOfProgram> const& files_of(TextSource const& from,
                                           Evidence const& evidence) {
  auto const found = evidence.files.find(from.file);
  if (found == evidence.files.end() || found->second.empty())
    throw NoAnswer(fmt::format("it left no file '{}' in its directory", from.file));
  for (auto const& file : found->second)
    if (!file.text)
      throw NoAnswer(fmt::format("its file {} is no regular one, or too large to read",
                                 in_quotes(file.name)));
  return found->second;
}

}  // namespace assay
