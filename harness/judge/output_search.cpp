// SPDX-License-Identifier: Apache-2.0
// A program may print for hours: a line is looked at once and forgotten.
#include "output_search.hpp"

#include <algorithm>
#include <utility>

namespace assay {
namespace {

/// Of a line; what stands behind is not looked at.
constexpr std::size_t longest_line = 65'536;

/// Of what stands before a number, and after.
constexpr std::size_t most_around = 40;

constexpr char escape = '\x1b';

/// The length of the terminal's code that `text` begins with: ESC [ 1 m, ESC ] ... BEL
/// (or ESC \), or ESC and one character.
std::size_t length_of_code(std::string_view text) {
  if (text.size() < 2) return text.size();
  if (text[1] == ']') {
    auto const end = text.find_first_of("\x07\x1b", 2);
    if (end == text.npos) return text.size();
    return end + (text[end] == escape ? 2 : 1);
  }
  if (text[1] != '[') return 2;
  auto const last = std::find_if(text.begin() + 2, text.end(),
                                 [](char one) { return one >= '@' && one <= '~'; });
  return static_cast<std::size_t>(last - text.begin()) + (last == text.end() ? 0 : 1);
}

std::string without_codes(std::string_view line) {
  std::string plain;
  while (!line.empty()) {
    auto const next = std::min(line.find(escape), line.size());
    plain += line.substr(0, next);
    line.remove_prefix(next);
    if (!line.empty()) line.remove_prefix(std::min(length_of_code(line), line.size()));
  }
  return plain;
}

/// Of a line that goes on, the words that are whole.
std::string_view whole_words(std::string_view line) {
  auto const blank = line.find_last_of(" \t");
  return line.substr(0, blank == line.npos ? 0 : blank);
}

/// Where the first \n or \r stands, or behind the text.
std::size_t end_of_line(std::string_view text) {
  auto const line = text.substr(0, text.find('\n'));
  return std::min(line.find('\r'), line.size());
}

}  // namespace

void LineCutter::add(std::string_view piece) {
  while (!piece.empty()) {
    if (std::exchange(after_return_, false) && piece.front() == '\n') {
      piece.remove_prefix(1);
      continue;
    }
    auto const end = end_of_line(piece);
    add_to_line(piece.substr(0, end));
    if (end == piece.size()) return;
    after_return_ = piece[end] == '\r';
    end_line();
    piece.remove_prefix(end + 1);
  }
}

void LineCutter::add_to_line(std::string_view part) {
  auto const room = longest_line - line_.size();
  is_cut_ = is_cut_ || part.size() > room;
  has_cut_ = has_cut_ || is_cut_;
  line_ += part.substr(0, room);
}

void LineCutter::end_line() {
  if (line_.find(escape) != line_.npos) line_ = without_codes(line_);
  read_(is_cut_ ? whole_words(line_) : std::string_view(line_));
  line_.clear();
  is_cut_ = false;
}

void LineCutter::end() {
  if (!line_.empty()) end_line();
}

void Hits::add(std::string_view line, Captured const& captured) {
  auto const& number = captured.number;
  auto const begin = number.data() == nullptr
                         ? 0
                         : static_cast<std::size_t>(number.data() - line.data());
  auto const end = begin + number.size();
  auto const first = begin - std::min(begin, most_around);
  Hit hit{std::string(line.substr(first, begin - first)), std::string(number),
          std::string(line.substr(end, most_around))};
  if (captured.unit) hit.unit = std::string(*captured.unit);
  ++count;
  if (kept.size() == most_kept) kept.pop_back();
  kept.push_back(std::move(hit));
  is_open_ = true;
}

/// Digits alone, as the rest of a number is that the newline of another rank cut.
bool may_go_on(std::string_view line) {
  return !line.empty() && line.find_first_not_of("0123456789") == line.npos;
}

void Hits::follow(std::string_view line) {
  if (!std::exchange(is_open_, false)) return;
  auto& hit = kept.back();
  if (hit.after.empty() && !hit.before.empty() && may_go_on(line))
    hit.next_line = line.substr(0, most_around);
}

void search_text(std::string_view text, Pattern const& pattern, Hits& hits) {
  LineCutter lines([&](std::string_view line) {
    hits.follow(line);
    if (auto const captured = pattern.find_in(line)) hits.add(line, *captured);
  });
  lines.add(text);
  lines.end();
}

OutputSearch::OutputSearch(Readings const& readings)
    : output_([this](auto line) { look_at(line, TextSource::Stream::output); }),
      error_([this](auto line) { look_at(line, TextSource::Stream::error); }) {
  found_.of_metrics.resize(readings.metrics.size());
  for (std::size_t i = 0; i < readings.metrics.size(); ++i) {
    auto const& metric = readings.metrics[i];
    if (metric.source == Metric::Source::pattern && metric.from.file.empty())
      wanted_.push_back({Pattern(metric.text), metric.from.stream, i});
  }
  auto const& check = readings.check;
  if (check.pattern && check.from.file.empty())
    check_ = {Pattern(*check.pattern), check.from.stream, 0};
}

void OutputSearch::look_at(std::string_view line, TextSource::Stream from) {
  auto const is_of = [&](Wanted const& wanted) {
    return wanted.stream == TextSource::Stream::either || wanted.stream == from;
  };
  for (auto const& wanted : wanted_) {
    if (!is_of(wanted)) continue;
    found_.of_metrics[wanted.metric].follow(line);
    if (auto const captured = wanted.pattern.find_in(line))
      found_.of_metrics[wanted.metric].add(line, *captured);
  }
  if (check_ && !found_.is_right && is_of(*check_))
    found_.is_right = check_->pattern.is_in(line);
}

Printed OutputSearch::end() {
  output_.end();
  error_.end();
  found_.has_cut_line = output_.has_cut() || error_.has_cut();
  return std::move(found_);
}

bool tells_streams_apart(Readings const& readings) {
  auto const is_of_one = [](TextSource const& from) {
    return from.stream != TextSource::Stream::either;
  };
  return is_of_one(readings.check.from) ||
         std::any_of(readings.metrics.begin(), readings.metrics.end(),
                     [&](Metric const& metric) { return is_of_one(metric.from); });
}

}  // namespace assay
