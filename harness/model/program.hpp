// SPDX-License-Identifier: Apache-2.0
// A user's own program as the measured thing: its words, and how its answer is read.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "launch_files.hpp"
#include "units.hpp"

namespace assay {

/// Where the text is that a program wrote.
struct TextSource {
  enum class Stream { either, output, error };
  Stream stream = Stream::either;
  /// In the directory of the launch, `*` and `?` standing for any: taken instead of a
  /// stream, or of the file at $ASSAY_RESULT. Empty: not asked for.
  std::string file{};
};

/// Which of several values of a launch counts.
enum class Which { unsaid, first, last, sum, maximum, minimum, all };

/// A number that a launch of a program gives.
struct Metric {
  enum class Source {
    wall,     ///< wall time of the launch, in seconds
    pattern,  ///< the group of a regular expression, searched for line by line
    json,     ///< a key of a JSON file
    csv,      ///< a column of a CSV file
    witness,  ///< what the witness saw of the ranks
  };
  std::string name;
  Source source = Source::wall;
  /// The pattern, the path of the key (`a.b`), the name of the column, or what of the
  /// witness.
  std::string text;
  std::string unit;
  TextSource from{};
  Which which = Which::unsaid;
  int warm_up = 0;                   ///< values at the head that do not count
  std::optional<char> decimal{};     ///< `.` or `,`; none: the study does not say
  std::optional<MetricKind> kind{};  ///< none: as its unit says
};

/// What a launch must show to be right; the absent ones are not asked for.
struct AnswerCheck {
  std::optional<std::string> pattern;  ///< some line must match it
  TextSource from{};                   ///< the lines
  /// A metric, or a key of the JSON file, that must be the same at all points with the
  /// same samples, seed and parameters.
  std::optional<std::string> value;
  double within = 0;  ///< relative difference from the first; 0 for exactly equal
  /// What the value must be: at points of so many samples, or, of none, at all points.
  std::map<std::optional<std::uint64_t>, std::string> expected{};
  /// A key of the JSON file with `value`, `reference`, `standard_error`: judged as the
  /// estimate of a kernel is.
  std::optional<std::string> estimate;
};

/// What shows that a launch of a program ran as asked.
enum class Proof {
  witness,  ///< what a library in each of its processes saw
  none,     ///< nothing of the program itself: a worker of ours under the same launcher
  imported  ///< nothing at all: others measured it; no launch of ours has it
};

/// How the output of a program becomes numbers; the same for all programs of a study.
struct Readings {
  std::vector<Metric> metrics;
  /// Metrics, or `wall`, that have a table and a curve; the first leads: it is the
  /// value of a launch.
  std::vector<std::string> curves{"wall"};
  AnswerCheck check;
  Proof proof = Proof::witness;
};

/// The wall time of a launch, which leads where nothing else is asked.
Metric wall_time();

/// That metric, `wall` among them; null where there is none.
Metric const* find_metric(Readings const& readings, std::string const& name);

/// The metric that is the value of a launch.
Metric const& leading_metric(Readings const& readings);

/// As asked, else as its unit says.
MetricKind kind_of(Metric const& metric);

/// Whether two numbers agree within that relative difference; false for NaN.
bool is_within(double value, double within, double expected);

struct Program {
  std::string name;               ///< takes the place of a kernel's name
  std::vector<std::string> argv;  ///< with placeholders, as written
  /// Where it runs, as written: relative to the study file. Empty: each launch has a
  /// directory of its own.
  std::string working_directory;
  Readings readings;
  LaunchFiles launch_files;
  // Found on this machine by locate_program(); empty in a study that was only read.
  std::string study_directory;     ///< what `./` at the head of a word is relative to
  std::string python;              ///< for {python}
  std::vector<std::string> files;  ///< that its words name, and that its launches get
  std::string files_sha256;        ///< over all of these
  std::string fault;               ///< why it cannot be started here, or empty
};

/// Puts a changed copy in the place of a program that others may share.
template <typename Change>
void change_program(std::shared_ptr<Program const>& program, Change const& change) {
  auto changed = *program;
  change(changed);
  program = std::make_shared<Program const>(std::move(changed));
}

/// Which word is the script that the first, an interpreter, is to run; nothing where
/// the program is none.
std::optional<std::size_t> script_in(std::vector<std::string> const& argv);

}  // namespace assay
