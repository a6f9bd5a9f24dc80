// SPDX-License-Identifier: Apache-2.0
#include "unknown_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "config/suggest.hpp"
#include "os/errors.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

std::vector<std::string> options_of(CLI::App const& command) {
  std::vector<std::string> names;
  for (auto const* option : command.get_options()) {
    for (auto const& name : option->get_lnames()) names.push_back("--" + name);
    for (auto const& name : option->get_snames()) names.push_back("-" + name);
  }
  return names;
}

std::vector<std::string> commands_of(CLI::App const& app) {
  std::vector<std::string> names;
  for (auto const* command : app.get_subcommands([](CLI::App const*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

std::string how_to_use(CLI::App const& command) {
  return fmt::format("assay help {} shows what it takes", command.get_name());
}

/// `The study judged` within a sentence.
std::string within_sentence(std::string words) {
  if (words.size() > 1 && std::islower(words[1]) != 0)
    words[0] = static_cast<char>(std::tolower(words[0]));
  return words;
}

}  // namespace

std::string nearest_option(CLI::App const& command, std::string const& word) {
  return suggestion(word.substr(0, word.find('=')), options_of(command));
}

void expect_command(CLI::App const& app, std::string const& word) {
  auto const commands = commands_of(app);
  bool const is_option = word.starts_with('-');
  auto const known = is_option ? options_of(app) : commands;
  if (std::find(known.begin(), known.end(), word) != known.end()) return;
  throw UsageError(fmt::format(
      "there is no {} {}.{} assay help lists {}", is_option ? "option" : "command",
      in_quotes(word), suggestion(word, known), is_option ? "all" : "the commands"));
}

std::string unknown_words(CLI::App const& command,
                          std::vector<std::string> const& words) {
  auto text = command.get_name() + ":";
  for (auto const& word : words)
    text += word.starts_with('-') && word != "-"
                ? fmt::format(" there is no option {}.{}", in_quotes(word),
                              nearest_option(command, word))
                : fmt::format(" {} is one word too many.", in_quotes(word));
  return text + " " + how_to_use(command);
}

std::string missing_words(CLI::App const& command) {
  auto text = command.get_name() + ":";
  for (auto const* option : command.get_options())
    if (option->get_required() && option->empty())
      text += fmt::format(" {} is missing: {}.", option->get_name(),
                          within_sentence(option->get_description()));
  return text + " " + how_to_use(command);
}

}  // namespace assay
