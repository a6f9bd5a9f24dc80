// SPDX-License-Identifier: Apache-2.0
// INT, TERM, HUP and USR1 as values to ask for, instead of handlers.
#pragma once

namespace assay {

/// Blocks the signals and turns them into a file descriptor for as long as it lives.
/// SIGPIPE is ignored; HUP stays ignored where it was (nohup). One object, made in
/// main.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(Interrupt const&) = delete;
  Interrupt& operator=(Interrupt const&) = delete;

  int descriptor() const { return descriptor_; }  ///< readable when a signal waits
  int signal();  ///< the first signal so far, or 0; takes what waits
  int count() const { return count_; }  ///< how many were taken
  static Interrupt* current();          ///< the living object, or nullptr

 private:
  int descriptor_ = -1;
  int first_ = 0;
  int count_ = 0;
};

/// How many signals came so far; 0 where no Interrupt lives.
int signals_so_far();

}  // namespace assay
