// SPDX-License-Identifier: Apache-2.0
// Finds what a study asks for in what a program prints, while it is printed: kept are
// the hits, not the output.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/program.hpp"
#include "os/process.hpp"
#include "text/pattern.hpp"

namespace assay {

/// Cuts a stream of bytes into lines, which end with \n, \r or both, without the codes
/// that colour a terminal.
class LineCutter {
 public:
  using Reader = std::function<void(std::string_view line)>;

  explicit LineCutter(Reader read) : read_(std::move(read)) {}

  void add(std::string_view piece);
  /// Reads the last line where nothing ended it.
  void end();

  /// Whether a line was longer than what of one is searched.
  bool has_cut() const { return has_cut_; }

 private:
  void add_to_line(std::string_view part);
  void end_line();

  Reader read_;
  std::string line_;  ///< what there is of a line whose end has not come
  bool is_cut_ = false;
  bool has_cut_ = false;
  bool after_return_ = false;
};

/// The first match of a pattern in a line, with some of what stands around its number.
struct Hit {
  std::string before, number, after;
  std::optional<std::string> unit{};
  std::string next_line{};  ///< where that is digits alone, behind a number at an end
};

/// The hits of one pattern: the first ones, and the last.
struct Hits {
  static constexpr std::size_t most_kept = 10'000;
  std::uint64_t count = 0;  ///< lines that matched
  std::vector<Hit> kept{};

  void add(std::string_view line, Captured const& captured);
  /// Tells the line after one that matched.
  void follow(std::string_view line);

 private:
  bool is_open_ = false;  ///< the last line matched
};

/// All hits of that pattern in a text.
void search_text(std::string_view text, Pattern const& pattern, Hits& hits);

/// What was found in all that a program printed.
struct Printed {
  std::vector<Hits> of_metrics;  ///< by their order in the readings
  bool is_right = false;         ///< a line matched the pattern of the check
  bool has_cut_line = false;     ///< one was too long to be searched to its end
};

/// Looks for the patterns of `readings` that are not of files in pieces of output.
class OutputSearch {
 public:
  explicit OutputSearch(Readings const& readings);
  OutputSearch(OutputSearch const&) = delete;
  OutputSearch& operator=(OutputSearch const&) = delete;

  void add(Stream stream, std::string_view piece) { lines_of(stream).add(piece); }

  /// Once nothing more comes.
  Printed end();

 private:
  struct Wanted {
    Pattern pattern;
    TextSource::Stream stream;
    std::size_t metric;
  };

  LineCutter& lines_of(Stream stream) {
    return stream == Stream::output ? output_ : error_;
  }
  void look_at(std::string_view line, TextSource::Stream from);

  std::vector<Wanted> wanted_;
  std::optional<Wanted> check_;
  Printed found_;
  LineCutter output_;
  LineCutter error_;
};

/// Whether something is looked for in one of the two streams alone.
bool tells_streams_apart(Readings const& readings);

}  // namespace assay
