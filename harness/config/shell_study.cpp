// SPDX-License-Identifier: Apache-2.0
// Values are written so that the reader sees what was typed: it says what is wrong.
#include "shell_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <string_view>

#include "model/program.hpp"
#include "program_reader.hpp"
#include "suggest.hpp"
#include "text/integer.hpp"
#include "text/names.hpp"

namespace assay {
namespace {

constexpr auto fewest_launches = "10";
constexpr int most_by_fewest = 5;

std::string given(char const* option, ShellWords::Value const& value) {
  return value ? fmt::format("{} {}", option, *value) : "";
}

std::string beside(std::string const& one, std::string const& other) {
  return one + (one.empty() || other.empty() ? "" : " ") + other;
}

/// Whether YAML takes the text as it stands for one value.
bool is_plain(std::string_view text) {
  constexpr std::string_view others = "._+%-/=";
  constexpr std::array<std::string_view, 5> of_yaml{"-", "null", "Null", "NULL", "---"};
  bool const is_safe = std::all_of(text.begin(), text.end(), [&](unsigned char c) {
    return std::isalnum(c) != 0 || others.find(static_cast<char>(c)) != others.npos;
  });
  return is_safe && !text.empty() && !text.starts_with('%') &&
         std::find(of_yaml.begin(), of_yaml.end(), text) == of_yaml.end();
}

bool is_unprintable(unsigned char c) { return c < 0x20 || c == 0x7f; }

/// In single quotes, in which YAML reads nothing but '', or in double quotes where a
/// character has to be told by its number.
std::string quoted(std::string const& word) {
  bool const is_escaped = std::any_of(word.begin(), word.end(), is_unprintable);
  std::string text;
  for (char const c : word) {
    auto const byte = static_cast<unsigned char>(c);
    if (is_unprintable(byte))
      text += fmt::format("\\x{:02x}", byte);
    else if (is_escaped && (c == '"' || c == '\\'))
      text += fmt::format("\\{}", c);
    else
      text += !is_escaped && c == '\'' ? std::string("''") : std::string(1, c);
  }
  auto const* const mark = is_escaped ? "\"" : "'";
  return mark + text + mark;
}

std::string scalar(std::string const& text) {
  return is_plain(text) ? text : quoted(text);
}

/// `1,2,4` -> `[1, 2, 4]`; one value stands alone.
std::string list(std::string const& values) {
  std::string all;
  std::size_t from = 0;
  for (auto comma = values.find(','); comma != values.npos;
       comma = values.find(',', from)) {
    all += scalar(values.substr(from, comma - from)) + ", ";
    from = comma + 1;
  }
  auto const last = scalar(values.substr(from));
  return from == 0 ? last : fmt::format("[{}{}]", all, last);
}

/// Writes line by line, and remembers what each is from.
class Writer {
 public:
  void line(std::string const& text, std::string const& option = "") {
    study_.text += text + "\n";
    study_.options.push_back(option);
  }

  void line(std::string const& text, char const* comment,
            std::string const& option = "") {
    line(fmt::format("{:<27} # {}", text, comment), option);
  }

  ShellStudy take() { return std::move(study_); }

 private:
  ShellStudy study_;
};

std::string launches(ShellWords const& words) {
  auto const fewest = words.launches.value_or(fewest_launches);
  if (!words.until) return scalar(fewest);
  auto const number = parse_integer(fewest);
  auto const most = number.ok() && number.value < 1000
                        ? fmt::format("max: {}, ", most_by_fewest * number.value)
                        : "";
  return fmt::format("{{min: {}, {}until: {}}}", scalar(fewest), most,
                     scalar(*words.until));
}

void write_head(std::string const& name, Writer& out) {
  out.line(
      "# A study of assay. Next: assay check FILE, assay plan FILE, assay run FILE");
  out.line("study: " + scalar(name), "--name " + name);
}

void write_scaling(ShellWords const& words, Writer& out) {
  if (words.weak)
    out.line("scaling: weak", "work that grows with the cores; [strong, weak]: both");
  else
    out.line("scaling: strong", "the same work on more cores; [strong, weak]: both");
}

void write_resources(ShellWords const& words, Writer& out) {
  auto const* const alone = words.threads ? "1" : "auto";
  out.line("ranks: " + (words.ranks ? list(*words.ranks) : alone),
           "a list, or auto: 1, 2, 4, ... up to the cores there are",
           given("--ranks", words.ranks));
  out.line("threads: " + (words.threads ? list(*words.threads) : "1"),
           "per rank; a list is swept", given("--threads", words.threads));
  if (words.launcher)
    out.line("launcher: " + scalar(*words.launcher),
             given("--launcher", words.launcher));
}

void write_rules(ShellWords const& words, Writer& out) {
  out.line("launches: " + launches(words),
           "of each point; {min: 10, max: 50, until: 2%} as far as needed",
           beside(given("--launches", words.launches), given("--until", words.until)));
  out.line(
      fmt::format("limits: {{timeout: {}}}", scalar(words.timeout.value_or("5min"))),
      "of one launch; core_hours: 10 caps the study",
      given("--timeout", words.timeout));
}

void write_readings(ShellWords const& words, Writer& out) {
  if (words.time) {
    out.line("metrics:");
    out.line(fmt::format("  time: {{pattern: {}, unit: {}}}", quoted(*words.time),
                         scalar(words.unit.value_or("s"))),
             beside(given("--time", words.time), given("--unit", words.unit)));
    out.line("time: time");
  } else {
    out.line("# metrics:", "without them the wall time of the launch counts");
    out.line("#   loop: {pattern: 'Loop time of (\\S+) on', unit: s}");
    out.line("# time: loop");
  }
  if (words.check)
    out.line(fmt::format("check: {{pattern: {}}}", quoted(*words.check)),
             given("--check", words.check));
  else
    out.line("# check: {pattern: '^done'}", "what a right run prints");
}

bool is_known(std::string_view name) {
  auto const& known = placeholders_of_programs();
  return std::find(known.begin(), known.end(), name) != known.end();
}

/// The length of `{NAME}` or `{{NAME}}` at the head, NAME known; else 0.
std::size_t placeholder_at(std::string_view text) {
  std::size_t const braces = text.starts_with("{{") ? 2 : 1;
  auto const end = text.find('}');
  if (!text.starts_with('{') || end == text.npos) return 0;
  bool const is_closed = text.substr(end, braces) == std::string(braces, '}');
  return is_closed && is_known(text.substr(braces, end - braces)) ? end + braces : 0;
}

/// As the reader wants it: braces that are no placeholder are doubled.
std::string with_braces(std::string_view word) {
  std::string text;
  while (!word.empty()) {
    auto const length = placeholder_at(word);
    auto const part = word.substr(0, std::max<std::size_t>(length, 1));
    text += part;
    if (length == 0 && (part == "{" || part == "}")) text += part;
    word.remove_prefix(part.size());
  }
  return text;
}

/// From the directory of the study, where the word is no name on PATH.
std::string started(std::string const& word, std::string const& directory) {
  if (word.find('/') == word.npos || word.starts_with('/') || word.starts_with('{'))
    return word;
  auto const file =
      (std::filesystem::path(directory) / word).lexically_normal().string();
  return file.starts_with("../") || file.starts_with('/') ? file : "./" + file;
}

/// Where its own name will not do: that of a kernel, or of an interpreter.
std::string label_of(std::vector<std::string> const& program,
                     Catalogue const& catalogue) {
  auto const own = base_name(program);
  auto const script = script_in(program);
  auto const name = script ? study_name_of(program) : own;
  return find_kernel(catalogue, name) == nullptr ? name : name + "-program";
}

void write_program(ShellWords const& words, Catalogue const& catalogue, Writer& out) {
  std::string all;
  for (auto const& word : words.program) {
    bool const is_first = all.empty();
    auto const text = with_braces(is_first ? started(word, words.directory) : word);
    all += (is_first ? "" : ", ") + scalar(text);
  }
  out.line(fmt::format("program: [{}]", all), std::string("the program"));
  out.line(
      "# Words may hold {ranks}, {threads}, {cores}, {nodes}, {samples}, {seed}; no "
      "shell reads them.");
  if (auto const label = label_of(words.program, catalogue);
      label != base_name(words.program))
    out.line("name: " + label, "what it is called in tables");
  out.line("working_directory: " + scalar(words.directory),
           "from this file; without this line each launch has one of its own");
}

void write_samples(ShellWords const& words, Writer& out) {
  if (words.samples)
    out.line("samples: " + list(*words.samples),
             "what {samples} stands for: in total for strong, per core for weak",
             given("--samples", words.samples));
}

void write_kernel(ShellWords const& words, KernelEntry const& kernel, Writer& out) {
  out.line("kernel: " + kernel.name,
           (kernel.summary + "; assay kernels lists them all").c_str());
  out.line("samples: " + (words.samples ? list(*words.samples) : "auto"),
           "or a number: in total for strong, per core for weak",
           given("--samples", words.samples));
  if (kernel.parameters.empty()) return;
  out.line("# parameters:", "a list of values is swept, as ranks are");
  for (auto const& parameter : kernel.parameters)
    out.line(
        fmt::format("#   {}: {}", parameter.name,
                    std::visit([](auto const& one) { return fmt::format("{}", one); },
                               parameter.default_value)),
        parameter.summary.c_str());
}

}  // namespace

ShellStudy program_study(std::string const& name, ShellWords const& words,
                         Catalogue const& catalogue) {
  Writer out;
  write_head(name, out);
  write_program(words, catalogue, out);
  write_samples(words, out);
  write_scaling(words, out);
  write_resources(words, out);
  write_readings(words, out);
  write_rules(words, out);
  return out.take();
}

ShellStudy kernel_study(std::string const& name, ShellWords const& words,
                        KernelEntry const& kernel) {
  Writer out;
  write_head(name, out);
  write_kernel(words, kernel, out);
  write_scaling(words, out);
  write_resources(words, out);
  write_rules(words, out);
  return out.take();
}

std::string study_name_of(std::vector<std::string> const& program) {
  auto const script = script_in(program);
  auto const name =
      script ? base_name({program.begin() + static_cast<std::ptrdiff_t>(*script),
                          program.end()})
             : base_name(program);
  auto const stem = std::filesystem::path(name).stem().string();
  return is_name(stem) ? stem : name;
}

std::vector<std::string> doubtful_placeholders(
    std::vector<std::string> const& program) {
  std::vector<std::string> found;
  for (auto const& word : program)
    for (auto at = word.find('{'); at != word.npos; at = word.find('{', at + 1)) {
      if (word.compare(at, 2, "{{") == 0) {
        ++at;  // stands for a brace
        continue;
      }
      auto const name = word.substr(at + 1, word.find('}', at) - at - 1);
      if (!is_known(name) && nearest(name, placeholders_of_programs()))
        found.push_back(name);
    }
  return found;
}

}  // namespace assay
