// SPDX-License-Identifier: Apache-2.0
// How programs end, and what they see and leave.
#include "os/process.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <map>
#include <sstream>

#include "launching.hpp"
#include "no_descriptors.hpp"
#include "os/descriptor.hpp"
#include "os/descriptors.hpp"
#include "os/interrupt.hpp"
#include "os/process_table.hpp"
#include "os/watcher.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Process, GivesAllThatIsPrintedAsItComes) {
  auto what = shell("yes line | head -c 20000000; echo error >&2");
  std::map<Stream, std::string> given;
  what.on_output = [&](Stream stream, std::string_view piece) {
    given[stream] += piece;
  };
  auto const together = run(what);
  EXPECT_EQ(given[Stream::output].size(), 20'000'006U);
  EXPECT_EQ(given.size(), 1U);
  EXPECT_LE(together.output_tail.size(), ProcessLimits().tail_bytes);
  given.clear();
  what.error_apart = true;
  auto const apart = run(what);
  EXPECT_EQ(given[Stream::output].size(), 20'000'000U);
  EXPECT_EQ(given[Stream::error], "error\n");
  EXPECT_THAT(apart.output_tail, HasSubstr("error\n"));
}

TEST(Process, WaitsForDescriptorsThatOthersHave) {
  NoDescriptors const shortage(std::chrono::milliseconds(500));
  auto const result = run_process(command({"true"}), {});
  EXPECT_EQ(result.ending, Ending::exited) << result.error;
}

TEST(Process, DoesNotWaitForThemForEver) {
  NoDescriptors const shortage(std::chrono::seconds(6));
  auto const result = run_process(command({"true"}), {});
  EXPECT_EQ(result.ending, Ending::not_started);
  EXPECT_THAT(result.error, HasSubstr("Too many open files"));
}

TEST(Process, TellsExitCodeAndTimes) {
  auto const result =
      run(shell("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; exit 3"));
  EXPECT_EQ(result.ending, Ending::exited) << result.error;
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_GT(result.cpu_s, 0.005);
  EXPECT_GT(result.wall_s, 0.9 * result.cpu_s);
}

TEST(Process, TellsTheSignal) {
  auto const result = run(shell("kill -SEGV $$"));
  EXPECT_EQ(result.ending, Ending::signalled);
  EXPECT_EQ(result.signal, SIGSEGV);
}

TEST(Process, KeepsExitCodesThoughOurParentIgnoredThem) {
  auto const before = ::signal(SIGCHLD, SIG_IGN);
  EXPECT_EQ(run(command({"false"})).exit_code, 1);
  ::signal(SIGCHLD, before);
}

TEST(Process, SaysWhyItDidNotStart) {
  Scratch const scratch;
  put(scratch / "plain", "text");
  put(scratch / "noise",
      "\x7f"
      "ELF nonsense");
  put(scratch / "lost", "#!/no/such/interpreter\n");
  ::chmod((scratch / "noise").c_str(), 0755);
  ::chmod((scratch / "lost").c_str(), 0755);
  auto const error_of = [&](Argv argv) {
    auto const result = run(command(std::move(argv)));
    EXPECT_EQ(result.ending, Ending::not_started);
    return result.error;
  };
  EXPECT_THAT(error_of({}), HasSubstr("empty command"));
  EXPECT_THAT(error_of({"no-such-program"}), HasSubstr("not found on PATH (/"));
  EXPECT_THAT(error_of({"./absent"}), HasSubstr("'./absent': No such file"));
  EXPECT_THAT(error_of({scratch.path()}), HasSubstr("Is a directory"));
  EXPECT_THAT(error_of({scratch / "plain"}), HasSubstr("Permission denied (chmod +x"));
  EXPECT_THAT(error_of({scratch / "noise"}), HasSubstr("built for another machine"));
  EXPECT_THAT(error_of({scratch / "lost"}), HasSubstr("the interpreter"));
}

TEST(Process, SaysWhichDirectoryIsMissing) {
  auto what = command({"/bin/true"});
  what.directory = "/no/such/directory";
  auto const result = run(what);
  EXPECT_EQ(result.ending, Ending::not_started);
  EXPECT_THAT(result.error, HasSubstr("in /no/such/directory: No such file"));
}

TEST(Process, SaysThatDescriptorsRanOut) {
  struct rlimit before {};
  ::getrlimit(RLIMIT_NOFILE, &before);
  struct rlimit const few{4, before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &few);
  auto const result = run_process(command({"true"}), {});
  ::setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(result.ending, Ending::not_started);
  EXPECT_THAT(result.error, HasSubstr("Too many open files"));
}

TEST(Process, RunsInItsDirectoryWithItsEnvironmentOnly) {
  ::setenv("GITHUB_TOKEN", "canary", 1);
  Scratch const scratch;
  auto what = shell("pwd; env");
  what.environment["GIVEN"] = "1";
  what.directory = scratch.path();
  auto const result = run(what);
  ::unsetenv("GITHUB_TOKEN");
  EXPECT_THAT(result.output_tail,
              AllOf(HasSubstr(scratch.path().string() + "\n"), HasSubstr("GIVEN=1\n"),
                    HasSubstr(marker(what) + "\n"), Not(HasSubstr("canary"))));
}

TEST(Process, ReadsNothing) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  ASSERT_EQ(::write(ends[1], "stolen\n", 7), 7);
  int const before = ::fcntl(0, F_DUPFD_CLOEXEC, 3);
  ::dup2(ends[0], 0);
  auto const result = run(shell("read word; echo \"code $? <$word>\""));
  ::dup2(before, 0);
  for (int const end : {ends[0], ends[1], before}) ::close(end);
  EXPECT_EQ(result.output_tail, "code 1 <>\n");
}

TEST(Process, HasDefaultSignalsAndItsOwnSession) {
  Interrupt const interrupt;  // blocks some, ignores SIGPIPE
  auto const result =
      run(shell("grep -E 'Sig(Blk|Ign)' /proc/self/status; cut -d' ' -f6 "
                "/proc/$$/stat; echo $$"));
  EXPECT_THAT(result.output_tail, HasSubstr("SigBlk:\t0000000000000000"));
  EXPECT_THAT(result.output_tail, HasSubstr("SigIgn:\t0000000000000000"));
  std::istringstream ids(
      result.output_tail.substr(result.output_tail.rfind('\t') + 17));
  int session = 0;
  int pid = -1;
  ids >> session >> pid;
  EXPECT_EQ(session, pid);
}

constexpr char const* list_descriptors =
    "i=0; while [ $i -lt 400 ]; do [ -e /proc/$$/fd/$i ] && echo $i; i=$((i+1)); done";

TEST(Process, InheritsNoDescriptors) {
  std::vector<Descriptor> open;
  for (int i = 0; i < 200; ++i) open.emplace_back(::open("/dev/null", O_RDONLY));
  ASSERT_GT(open.back().get(), 199);
  EXPECT_EQ(run(shell(list_descriptors)).output_tail, "0\n1\n2\n");
}

TEST(Process, StartsThoughOurStandardDescriptorsAreClosed) {
  pid_t const pid = ::fork();
  if (pid == 0) {
    for (int number : {0, 1, 2}) ::close(number);
    auto const result = run_process(shell(list_descriptors), quick(10));
    ::_exit(result.output_tail == "0\n1\n2\n" ? 0 : 1);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(CloseListedFrom, ClosesAllFromTheFirstOn) {
  pid_t const pid = ::fork();
  if (pid == 0) {
    for (int i = 0; i < 500; ++i) static_cast<void>(::dup(0));
    close_listed_from(7);
    int open = 0;
    for (int number = 7; number < 600; ++number) open += ::fcntl(number, F_GETFD) >= 0;
    ::_exit(open == 0 && ::fcntl(2, F_GETFD) >= 0 && ::fcntl(6, F_GETFD) >= 0 ? 0 : 1);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(Process, KeepsTheTailOfAFloodInLittleMemory) {
  struct rusage before {};
  ::getrusage(RUSAGE_SELF, &before);
  auto const result =
      run(shell("head -c 200000000 /dev/zero | tr '\\0' x; echo; echo the end >&2"));
  struct rusage after {};
  ::getrusage(RUSAGE_SELF, &after);
  EXPECT_EQ(result.output_tail.size(), ProcessLimits{}.tail_bytes);
  EXPECT_TRUE(result.output_tail.ends_with("x\nthe end\n"));
  EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 32768) << "KiB, of 200,000";
}

TEST(Process, IsEndedAtTheLimitThoughItFloods) {
  auto const result = run(shell("trap '' TERM; yes & yes & yes & yes"), quick(0.3));
  EXPECT_EQ(result.ending, Ending::timed_out);
  EXPECT_LT(result.wall_s, 3);
}

TEST(Process, GetsTermFirst) {
  auto const result =
      run(shell("trap 'echo got it; exit 5' TERM; sleep 100 & wait"), quick(0.3));
  EXPECT_EQ(result.ending, Ending::timed_out);
  EXPECT_EQ(result.exit_code, 5);
  EXPECT_EQ(result.output_tail, "got it\n");
  EXPECT_LT(result.wall_s, 0.6);
}

TEST(Process, IsKilledThoughItIgnoresTerm) {
  auto const result = run(shell("trap '' TERM; while :; do sleep 1; done"), quick(0.3));
  EXPECT_EQ(result.ending, Ending::timed_out);
  EXPECT_EQ(result.signal, SIGKILL);
  EXPECT_GE(result.wall_s, 0.6);
  EXPECT_LT(result.wall_s, 3);
}

TEST(Process, IsKilledThoughItIsStopped) {
  auto const result =
      run(shell("trap '' TERM; kill -STOP $$; while :; do kill -STOP $$; done"),
          quick(0.3));
  EXPECT_EQ(result.ending, Ending::timed_out);
  EXPECT_LT(result.wall_s, 3);
}

TEST(Process, TakesItsDaemonsAlong) {
  // By the parent alone: no marker. By the marker: see the next test.
  auto const result = run(
      shell("env -i CANARY=$ASSAY_RUN_ID setsid -f sh -c 'trap \"\" TERM; sleep 100'"));
  EXPECT_EQ(result.ending, Ending::exited);
  EXPECT_LT(result.wall_s, 3) << "waited for the daemon, which holds the pipe";
  EXPECT_THAT(result.error, IsEmpty());
}

TEST(Process, TakesItsUnmarkedDaemonsAlong) {
  auto what = shell("env -i CANARY=$ASSAY_RUN_ID setsid -f sleep 100");
  run_process(what, quick(10));
  EXPECT_THAT(processes_with("CANARY=" + what.run_id), IsEmpty());
}

TEST(Process, TakesADaemonThatForkedTwiceAlong) {
  auto const what = shell(
      "env -i CANARY=$ASSAY_RUN_ID setsid sh -c '(trap \"\" TERM; setsid sh -c "
      "\"sleep 100; :\" & exit 0) & exit 0'; sleep 0.3");
  auto const result = run_process(what, quick(10));
  EXPECT_EQ(result.ending, Ending::exited) << result.error;
  EXPECT_THAT(processes_with("CANARY=" + what.run_id), IsEmpty());
}

TEST(Process, KillsWhatHasLeftItsSessionAndEnvironmentAtTheLimit) {
  auto const what = shell(
      "env -i CANARY=$ASSAY_RUN_ID setsid -f sh -c 'trap \"\" TERM; sleep 100; :'; "
      "trap '' TERM; sleep 100; sleep 100");
  auto const result = run_process(what, quick(0.5));
  EXPECT_EQ(result.ending, Ending::timed_out);
  EXPECT_THAT(result.error, IsEmpty());
  EXPECT_THAT(processes_with("CANARY=" + what.run_id), IsEmpty());
}

TEST(Process, TakesMarkedProcessesOfOtherParentsAlong) {
  auto const what = shell("sleep 1");
  // Another program's child, as a daemon's would be: born while the launch runs.
  Child const other({"sh", "-c", "sleep 0.3; " + marker(what) + " sleep 100; :"});
  run(what);
}

TEST(Process, DoesNotWaitForAPipeThatAStrangerFloods) {
  Scratch const scratch;
  auto const file = (scratch / "pid").string();
  Child stranger({"sh", "-c",
                  "until [ -s " + file +
                      " ]; do sleep 0.01; done; exec yes >/proc/$(cat " + file +
                      ")/fd/1"});
  auto const result = run(shell("echo $$ >" + file + "; sleep 0.5"));
  EXPECT_EQ(result.ending, Ending::exited);
  EXPECT_LT(result.wall_s, 3);
  EXPECT_TRUE(result.output_tail.ends_with("y\ny\n") ||
              result.output_tail.ends_with("y\ny"));
}

TEST(Process, LeavesOurOtherChildrenAlone) {
  Child bystander({"sleep", "100"});
  run(shell("setsid -f sleep 100; exit 0"));
  EXPECT_EQ(::kill(bystander.pid(), 0), 0);
  int status = 0;
  EXPECT_EQ(::waitpid(bystander.pid(), &status, WNOHANG), 0);
}

TEST(Process, SharesAWatcherWithTheNext) {
  Watcher watcher;
  auto const watchers = [] {
    auto children = children_now()(::getpid());
    std::erase_if(children, [](auto const& child) { return child.dead(); });
    return children;
  };
  auto const before = watchers().size();
  run_process(command({"true"}), quick(20), watcher);
  auto const first = watchers();
  ASSERT_EQ(first.size(), before + 1);
  run_process(command({"true"}), quick(20), watcher);
  EXPECT_EQ(watchers().back().pid, first.back().pid);
  ::kill(first.back().pid, SIGSTOP);
  for (int i = 0; i < 3000; ++i) watcher.forget();  // it does not read: no waiting
  ::kill(first.back().pid, SIGKILL);
  ASSERT_TRUE(within(5, [&] { return watchers().size() == before; }));
  EXPECT_EQ(run_process(command({"true"}), quick(20), watcher).ending, Ending::exited);
  EXPECT_EQ(watchers().size(), before + 1)
      << "the one that was killed has no successor";
}

TEST(Process, LeavesNoZombies) {
  while (::waitpid(-1, nullptr, WNOHANG) > 0) {  // those of earlier tests
  }
  run(shell("setsid -f sleep 100; exit 0"));
  EXPECT_LE(::waitpid(-1, nullptr, WNOHANG), 0);
}

TEST(Process, LeavesOurSignalsAsTheyWere) {
  sigset_t before;
  sigset_t after;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &before);
  run(shell("true"));
  ::pthread_sigmask(SIG_SETMASK, nullptr, &after);
  for (int signal = 1; signal < NSIG; ++signal)
    EXPECT_EQ(::sigismember(&after, signal), ::sigismember(&before, signal)) << signal;
}

TEST(Process, IsInterruptedByASignal) {
  for (int const signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1}) {
    Interrupt interrupt;
    auto const result = run(shell("trap '' TERM; kill -" + std::to_string(signal) +
                                  " $PPID; while :; do sleep 1; done"));
    EXPECT_EQ(result.ending, Ending::interrupted);
    EXPECT_GE(result.wall_s, 0.3);
    EXPECT_LT(result.wall_s, 3);
    EXPECT_EQ(interrupt.signal(), signal);
  }
}

TEST(Process, IsKilledAtOnceByASecondSignal) {
  Interrupt const interrupt;
  auto limits = quick(60);
  limits.grace_s = 60;
  auto const result = run(
      shell(
          "trap 'kill -INT $PPID' TERM; kill -INT $PPID; while :; do sleep 0.1; done"),
      limits);
  EXPECT_EQ(result.ending, Ending::interrupted);
  EXPECT_LT(result.wall_s, 3);
}

TEST(Process, DoesNotStartOnceInterrupted) {
  Interrupt const interrupt;
  ::raise(SIGINT);
  auto const result = run(command({"no-such-program"}));
  EXPECT_EQ(result.ending, Ending::interrupted);
}

TEST(Interrupt, LeavesHupAloneUnderNohup) {
  auto const before = ::signal(SIGHUP, SIG_IGN);
  {
    Interrupt interrupt;
    ::raise(SIGHUP);
    EXPECT_EQ(interrupt.signal(), 0);
  }
  ::signal(SIGHUP, before);
}

TEST(Interrupt, SurvivesAClosedPipe) {
  Interrupt const interrupt;
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  ::close(ends[0]);
  EXPECT_EQ(::write(ends[1], "x", 1), -1);
  EXPECT_EQ(errno, EPIPE);
  ::close(ends[1]);
}

TEST(EndStrays, FindsAndEndsAnOrphan) {
  auto const run_id = "test-stray-" + std::to_string(::getpid());
  Child({"env", "ASSAY_RUN_ID=" + run_id, "setsid", "-f", "sleep", "100"}).wait();
  Child other({"env", "ASSAY_RUN_ID=" + run_id + "0", "sleep", "100"});
  ASSERT_TRUE(within(5, [&] {
    return processes_with("ASSAY_RUN_ID=" + run_id + std::string(1, '\0')).size() ==
               1 &&
           processes_with("ASSAY_RUN_ID=" + run_id + "0").size() == 1;
  }));
  EXPECT_EQ(end_strays(run_id), 1);
  EXPECT_EQ(end_strays(run_id), 0);
  EXPECT_EQ(end_strays(""), 0);
  EXPECT_THAT(processes_with("ASSAY_RUN_ID=" + run_id),
              testing::ElementsAre(other.pid()));
}

TEST(EndStrays, SparesItselfInsideARunOfTheSameName) {
  if (own_environment()["ASSAY_RUN_ID"] == "nested") {
    EXPECT_EQ(end_strays("nested"), 0);
    return;
  }
  Child nested({"env", "ASSAY_RUN_ID=nested",
                std::filesystem::read_symlink("/proc/self/exe"),
                "--gtest_filter=EndStrays.SparesItself*"});
  EXPECT_THAT(nested.output(), HasSubstr("1 test"));
  EXPECT_EQ(nested.wait(), 0);
}

}  // namespace
}  // namespace assay
