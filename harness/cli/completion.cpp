// SPDX-License-Identifier: Apache-2.0
// assay completion: scripts for the shells, made from the commands themselves. They
// hold constant words only; nothing that is typed is evaluated.
#include <fmt/ranges.h>

#include <memory>

#include "commands.hpp"
#include "os/errors.hpp"
#include "text/say.hpp"

namespace assay {
namespace {

using Apps = std::vector<CLI::App const*>;
using OptionList = std::vector<CLI::Option const*>;

Apps commands_of(CLI::App const& app) {
  return app.get_subcommands([](CLI::App const*) { return true; });
}

/// With a name of their own: no positional ones.
OptionList options_of(CLI::App const& app) {
  return app.get_options([](CLI::Option const* one) { return one->nonpositional(); });
}

bool takes_value(CLI::Option const& option) { return option.get_items_expected() > 0; }

/// "--results", or "-D" where there is no long one.
std::string name_of(CLI::Option const& option) {
  auto const& longs = option.get_lnames();
  return longs.empty() ? "-" + option.get_snames().front() : "--" + longs.front();
}

/// As a word in single quotes; `also` are characters that get a backslash.
std::string shell_quoted(std::string const& text, std::string_view also = "") {
  std::string word = "'";
  for (char const c : text) {
    if (also.find(c) != also.npos) word += '\\';
    word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return word + "'";
}

std::vector<std::string> names_of(Apps const& commands) {
  std::vector<std::string> names;
  for (auto const* command : commands) names.push_back(command->get_name());
  return names;
}

std::vector<std::string> names_of(OptionList const& options) {
  std::vector<std::string> names;
  for (auto const* option : options) names.push_back(name_of(*option));
  return names;
}

void print_bash(CLI::App const& app) {
  auto const commands = commands_of(app);
  print_data(
      "# assay completion bash > "
      "~/.local/share/bash-completion/completions/assay\n"
      "_assay() {{\n"
      "  local words= current=${{COMP_WORDS[COMP_CWORD]}}\n"
      "  COMPREPLY=()\n"
      "  if ((COMP_CWORD == 1)); then\n"
      "    words='{} {}'\n"
      "  elif [[ $current == -* ]]; then\n"
      "    case ${{COMP_WORDS[1]}} in\n",
      fmt::join(names_of(commands), " "), fmt::join(names_of(options_of(app)), " "));
  for (auto const* command : commands)
    print_data("      {}) words='{}' ;;\n", command->get_name(),
               fmt::join(names_of(options_of(*command)), " "));
  print_data(
      "    esac\n"
      "  fi\n"
      "  [[ -z $words ]] || mapfile -t COMPREPLY < <(compgen -W \"$words\" -- "
      "\"$current\")\n"
      "}}\n"
      "complete -o default -F _assay assay\n");  // files where there is no word
}

void print_zsh(CLI::App const& app) {
  print_data(
      "#compdef assay\n"
      "# assay completion zsh > a file _assay in a directory of $fpath\n"
      "_assay() {{\n"
      "  local -a commands=(\n");
  for (auto const* command : commands_of(app))
    print_data("    {}\n",
               shell_quoted(command->get_name() + ":" + command->get_description()));
  print_data(
      "  )\n"
      "  if ((CURRENT == 2)); then\n"
      "    _describe command commands\n"
      "    return\n"
      "  fi\n"
      "  local command=$words[2]\n"
      "  shift words\n"
      "  ((CURRENT--))\n"
      "  case $command in\n");
  for (auto const* command : commands_of(app)) {
    print_data("    {}) _arguments", command->get_name());
    for (auto const* option : options_of(*command))
      print_data(" \\\n      '*'{}{}", shell_quoted(name_of(*option)),
                 "'['" + shell_quoted(option->get_description(), "[]:") + "']'" +
                     (takes_value(*option) ? "':value:_files'" : ""));
    print_data(" \\\n      '*:file:_files' ;;\n");
  }
  print_data(
      "  esac\n"
      "}}\n"
      "compdef _assay assay\n");
}

void print_fish(CLI::App const& app) {
  print_data("# assay completion fish > ~/.config/fish/completions/assay.fish\n");
  for (auto const* command : commands_of(app)) {
    print_data("complete -c assay -n __fish_use_subcommand -f -a {} -d {}\n",
               command->get_name(), shell_quoted(command->get_description()));
    for (auto const* option : options_of(*command)) {
      auto const name = name_of(*option);
      print_data(
          "complete -c assay -n '__fish_seen_subcommand_from {}' -{} {}{} -d {}\n",
          command->get_name(), name.starts_with("--") ? "l" : "s",
          name.substr(name.find_first_not_of('-')), takes_value(*option) ? " -r" : "",
          shell_quoted(option->get_description()));
    }
  }
}

}  // namespace

void add_completion(CLI::App& app, int& exit_code) {
  auto shell = std::make_shared<std::string>();
  auto* command =
      app.add_subcommand("completion", "Print what completes commands in a shell");
  command->footer("Example:\n  . <(assay completion bash)");
  command->add_option("shell", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->callback([shell, &app, &exit_code] {
    if (*shell == "bash") {
      print_bash(app);
    } else if (*shell == "zsh") {
      print_zsh(app);
    } else {
      print_fish(app);
    }
    exit_code = code(ExitCode::ok);
  });
}

}  // namespace assay
