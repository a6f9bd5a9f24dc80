// SPDX-License-Identifier: Apache-2.0
#include "question.hpp"

#include <fmt/format.h>

#include "sbatch.hpp"
#include "text/append.hpp"
#include "text/say.hpp"

namespace assay {

Argv sacctmgr_words(Argv const& what, std::string const& format) {
  Argv words{"sacctmgr", "--noheader", "--parsable2", "--readonly", "show"};
  append(words, what);
  words.push_back("format=" + format);
  return words;
}

std::optional<std::string> answer_to(Question const& question,
                                     Environment const& environment) {
  auto const answer =
      run_process({question.words, environment, "/", ""},
                  {.timeout_s = question.limit_s, .tail_bytes = std::size_t{1} << 20});
  if (answer.succeeded()) return answer.output_tail;
  bool const is_asked =
      answer.ending == Ending::exited || answer.ending == Ending::timed_out;
  if (is_asked)
    say(fmt::format("warning: {} does not say {} ({}), so {}\n", question.words.front(),
                    question.what,
                    answer.ending == Ending::timed_out
                        ? fmt::format("no answer within {:.0f} s", question.limit_s)
                        : words_of_slurm(answer),
                    question.instead));
  return std::nullopt;
}

}  // namespace assay
