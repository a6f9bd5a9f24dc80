// SPDX-License-Identifier: Apache-2.0
// What the journal keeps, refuses and repairs.
#include "records/journal.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

#include "lack.hpp"
#include "os/errors.hpp"
#include "records/crc32.hpp"
#include "records/read_journal.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;

Json record(int n) { return {{"kind", "record"}, {"n", n}}; }

template <class Error>
std::string message_of(std::function<void()> const& action) {
  try {
    action();
  } catch (Error const& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(JournalLine, HasSchemaFirstAndChecksumLast) {
  // The checksum is that of Python's zlib.crc32(b'{"schema":2,"kind":"record","n":7').
  EXPECT_EQ(journal_line(record(7)),
            "{\"schema\":2,\"kind\":\"record\",\"n\":7,\"crc32\":\"b67bba04\"}\n");
  EXPECT_EQ(journal_line(Json::object()), "{\"schema\":2,\"crc32\":\"be894d78\"}\n");
}

TEST(JournalLine, ReplacesSchemaAndChecksumOfTheValue) {
  auto value = record(7);
  value["schema"] = 99;
  value["crc32"] = "00000000";
  EXPECT_EQ(journal_line(value), journal_line(record(7)));
}

TEST(JournalLine, KeepsHostileTextOnOneLine) {
  using namespace std::string_literals;
  auto const text = "a\nb\r\0c\xff\xfe \xc3(\",\"crc32\":\"0\"}"s;
  auto const line = journal_line({{"text", text}});
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  auto const content = parse_journal(line);
  ASSERT_THAT(content.lines, SizeIs(1));
  EXPECT_THAT(content.lines[0]["text"].get<std::string>(),
              AllOf(HasSubstr("a\nb\r\0c"s), HasSubstr("\xef\xbf\xbd")));
}

TEST(Journal, GivesBackWhatWasAppended) {
  Scratch const scratch;
  auto const file = scratch / "journal.jsonl";
  {
    Journal journal(file);
    EXPECT_THAT(journal.content().lines, SizeIs(0));
    journal.append(record(1));
    journal.append(record(2));
  }
  Journal const again(file);
  ASSERT_THAT(again.content().lines, SizeIs(2));
  Json const expected = {{"schema", 2}, {"kind", "record"}, {"n", 2}};
  EXPECT_EQ(parse_journal(bytes_of(file)).lines[1], expected);
  EXPECT_EQ(std::string(again.content().lines[1].text) + "\n", journal_line(record(2)));
  EXPECT_THAT(again.content().bad, SizeIs(0));
  EXPECT_EQ(again.content().torn_bytes, 0U);
}

Json launch(int number) {
  return {{"kind", "record"},
          {"point", "p"},
          {"launch", number},
          {"attempt", 1},
          {"requested", {{"kernel", "pi"}}},
          {"argv", {"x", "attempts/p-" + std::to_string(number) + "-1/job.json"}}};
}

TEST(Journal, HasWhatLaunchesShareOnceAndBeforeThem) {
  Scratch const scratch;
  auto const file = scratch / "journal.jsonl";
  Journal(file).append(launch(1));
  {
    Journal again(file);
    again.append_all({launch(2), launch(3)});
  }
  auto const bytes = bytes_of(file);
  auto const raw = parse_raw(bytes);
  ASSERT_THAT(raw.lines, SizeIs(4));
  EXPECT_THAT(std::string(raw.lines[0].text), HasSubstr(R"("kind":"shared")"));
  auto const lines = parse_journal(bytes).lines;
  ASSERT_THAT(lines, SizeIs(3));
  for (int number = 1; number <= 3; ++number) {
    auto found = lines[static_cast<std::size_t>(number - 1)];
    found.erase("schema");
    EXPECT_EQ(sorted_by_name(found), sorted_by_name(launch(number)));
  }
}

// A kill between the two leaves a shared line of which nobody speaks yet.
TEST(Journal, GoesOnBehindASharedLineWithoutItsRecord) {
  Scratch const whole_scratch;
  auto const whole_file = whole_scratch / "journal.jsonl";
  Journal(whole_file).append(launch(1));
  auto const whole = bytes_of(whole_file);
  auto const end_of_shared = whole.find('\n') + 1;
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    Scratch const scratch;
    auto const file = scratch / "journal.jsonl";
    put(file, whole.substr(0, size));
    Journal(file).append(launch(1));
    EXPECT_EQ(bytes_of(file), whole) << size << " of " << end_of_shared;
  }
}

TEST(Journal, SaysAgainWhatADamagedLineSharedAndHealsItsRecords) {
  Scratch const scratch;
  auto const file = scratch / "journal.jsonl";
  Journal(file).append(launch(1));
  auto bytes = bytes_of(file);
  bytes[bytes.find("kernel")] = 'K';
  put(file, bytes);
  auto const damaged = read_journal(file);
  EXPECT_THAT(damaged.lines, SizeIs(0));
  ASSERT_THAT(damaged.bad, SizeIs(2));
  EXPECT_THAT(damaged.bad[1].why, HasSubstr("shared line"));
  Journal(file).append(launch(2));
  EXPECT_THAT(read_journal(file).lines, SizeIs(2));
}

TEST(Journal, KeepsALineOfManyMegabytes) {
  Scratch const scratch;
  auto const file = scratch / "journal.jsonl";
  std::string const huge(8'000'000, 'x');
  Journal(file).append({{"text", huge}});
  auto const content = read_journal(file);
  ASSERT_THAT(content.lines, SizeIs(1));
  EXPECT_EQ(content.lines[0]["text"], huge);
}

TEST(Journal, CutsATornTailOfEveryLength) {
  auto const first = journal_line(record(1));
  auto const second = journal_line(record(2));
  auto const both = first + second;
  for (std::size_t length = 0; length <= both.size(); ++length) {
    Scratch const scratch;
    auto const file = scratch / "journal.jsonl";
    put(file, both.substr(0, length));
    auto const whole = length == both.size()    ? both.size()
                       : length >= first.size() ? first.size()
                                                : 0;
    auto const torn = both.substr(whole, length - whole);
    {
      Journal journal(file);
      EXPECT_EQ(journal.content().torn_bytes, torn.size());
      EXPECT_THAT(journal.content().bad, SizeIs(0));
      EXPECT_EQ(bytes_of(file), both.substr(0, whole));
      EXPECT_EQ(bytes_of(scratch / "journal.jsonl.torn"),
                torn.empty() ? "" : torn + "\n");
      journal.append(record(3));
    }
    EXPECT_EQ(bytes_of(file), both.substr(0, whole) + journal_line(record(3)));
  }
}

TEST(Journal, CollectsTornTails) {
  Scratch const scratch;
  auto const file = scratch / "journal.jsonl";
  put(file, "one");
  { Journal const journal(file); }
  put(file, "two");
  { Journal const journal(file); }
  EXPECT_EQ(bytes_of(scratch / "journal.jsonl.torn"), "one\ntwo\n");
}

TEST(ReadJournal, LeavesTheTornTailAlone) {
  Scratch const scratch;
  auto const file = scratch / "journal.jsonl";
  put(file, journal_line(record(1)) + "{\"sche");
  EXPECT_EQ(read_journal(file).torn_bytes, 6U);
  EXPECT_THAT(bytes_of(file), HasSubstr("{\"sche"));
}

TEST(ReadJournal, TakesAMissingFileAsEmpty) {
  Scratch const scratch;
  auto const content = read_journal(scratch / "journal.jsonl");
  EXPECT_THAT(content.lines, SizeIs(0));
  EXPECT_FALSE(std::filesystem::exists(scratch / "journal.jsonl"));
}

TEST(ReadJournal, RefusesADirectoryAndAFifo) {
  Scratch const scratch;
  EXPECT_THROW(read_journal(scratch.path()), StorageError);
  ASSERT_EQ(::mkfifo((scratch / "fifo").c_str(), 0600), 0);
  EXPECT_THROW(read_journal(scratch / "fifo"), StorageError);
}

std::string sealed(std::string const& head) {
  return head + ",\"crc32\":\"" + crc32_of(head) + "\"}\n";
}

TEST(ParseJournal, SaysWhichLineIsBadAndWhy) {
  auto flipped = journal_line(record(2));
  flipped[flipped.find("record")] = 'R';
  auto const content =
      parse_journal(journal_line(record(1)) + flipped + "\n" + "{\"schema\":1}\n" +
                    sealed("{\"schema\":3,\"kind\":\"record\"") +
                    sealed("{\"schema\":\"1\"") + sealed("{\"kind\":\"record\"") +
                    sealed("{\"schema\":1,\"kind\":") + journal_line(record(3)));
  ASSERT_THAT(content.lines, SizeIs(2));
  EXPECT_EQ(content.lines[1]["n"], 3);
  std::vector<std::string> problems;
  for (auto const& bad : content.bad) {
    problems.push_back(std::to_string(bad.line) + " " + bad.why);
  }
  using testing::StartsWith;
  EXPECT_THAT(problems,
              testing::ElementsAre(StartsWith("2 checksum is "), "3 the line is empty",
                                   "4 does not end with a checksum",
                                   "5 schema 3 is not known to this version",
                                   "6 schema \"1\" is not known to this version",
                                   "7 has no schema", "8 not a JSON object"));
}

TEST(ParseJournal, NoticesAnyFlippedBit) {
  auto const line = journal_line(record(1));
  for (std::size_t bit = 0; bit < 8 * (line.size() - 1); ++bit) {
    auto flipped = line;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_THAT(parse_journal(flipped).lines, SizeIs(0)) << flipped;
  }
}

TEST(ParseJournal, SurvivesDeepNesting) {
  auto const deep = "{\"schema\":1,\"a\":" + std::string(1'000'000, '[') +
                    std::string(1'000'000, ']');
  EXPECT_THAT(parse_journal(sealed(deep)).lines, SizeIs(1));
}

TEST(Journal, NamesTheHolderToTheSecondOpener) {
  Scratch const scratch;
  auto const file = scratch / "journal.jsonl";
  Journal const first(file);
  EXPECT_THAT(message_of<LockedError>([&] { Journal const second(file); }),
              AllOf(HasSubstr("journal.lock"),
                    HasSubstr("process " + std::to_string(::getpid()) + " on ")));
}

TEST(Journal, RefusesASymbolicLink) {
  Scratch const scratch;
  put(scratch / "victim", "precious");
  auto const file = scratch / "journal.jsonl";
  std::filesystem::create_symlink(scratch / "victim", file);
  EXPECT_THAT(message_of<StorageError>([&] { Journal const journal(file); }),
              AllOf(HasSubstr("journal.jsonl"), HasSubstr("symbolic link")));
  EXPECT_EQ(bytes_of(scratch / "victim"), "precious");
}

TEST(Journal, RefusesALockOrTornFileThatIsASymbolicLink) {
  for (std::string const name : {"journal.lock", "journal.jsonl.torn"}) {
    Scratch const scratch;
    put(scratch / "victim", "precious");
    put(scratch / "journal.jsonl", "torn");
    std::filesystem::create_symlink(scratch / "victim", scratch / name);
    EXPECT_THAT(message_of<StorageError>(
                    [&] { Journal const journal(scratch / "journal.jsonl"); }),
                HasSubstr(name));
    EXPECT_EQ(bytes_of(scratch / "victim"), "precious");
    EXPECT_EQ(bytes_of(scratch / "journal.jsonl"), "torn");
  }
}

TEST(Journal, RefusesAHardLink) {
  Scratch const scratch;
  put(scratch / "victim", "precious");
  auto const file = scratch / "journal.jsonl";
  std::filesystem::create_hard_link(scratch / "victim", file);
  EXPECT_THAT(message_of<StorageError>([&] { Journal const journal(file); }),
              HasSubstr("2 names"));
  EXPECT_EQ(bytes_of(scratch / "victim"), "precious");
}

TEST(Journal, NoticesThatItWasRemoved) {
  Scratch const scratch;
  auto const file = scratch / "journal.jsonl";
  Journal journal(file);
  journal.append(record(1));
  std::filesystem::remove(file);
  EXPECT_THROW(journal.append(record(2)), StorageError);
}

/// Runs `action` in a child and returns its exit code, so that what it does to itself
/// (user, limits) stays there.
int exit_code_of(std::function<int()> const& action) {
  pid_t const pid = ::fork();
  if (pid == 0) ::_exit(action());
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Journal, SaysAtOnceThatItsDirectoryIsReadOnly) {
  Scratch const scratch;
  std::filesystem::permissions(scratch.path(), std::filesystem::perms{0555});
  int const code = exit_code_of([&] {
    constexpr uid_t nobody = 65534;
    if (::geteuid() == 0 && ::seteuid(nobody) != 0) return 77;
    auto const said =
        message_of<StorageError>([&] { Journal const j(scratch / "journal.jsonl"); });
    return said.find("Permission denied; choose a directory") == said.npos ? 1 : 0;
  });
  if (code == 77) return lack("root cannot be dropped here");
  EXPECT_EQ(code, 0);
}

TEST(Journal, StopsAtAFullDiskAndGoesOnOnceThereIsRoom) {
  Scratch const scratch;
  auto const file = scratch / "journal.jsonl";
  // The limit tears the third record: 4,100 bytes is no multiple of a record's size.
  int const code = exit_code_of([&] {
    struct rlimit const limit{4100, 4100};
    ::signal(SIGXFSZ, SIG_IGN);
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 77;
    Journal journal(file);
    std::string const text(1500, 'x');
    journal.append({{"n", 1}, {"text", text}});
    journal.append({{"n", 2}, {"text", text}});
    auto const said = message_of<StorageError>([&] {
      journal.append({{"n", 3}, {"text", text}});
    });
    if (said.find("File too large; make room") == said.npos) return 1;
    auto const after = message_of<StorageError>([&] { journal.append(record(4)); });
    return after.find("an earlier write failed") == after.npos ? 2 : 0;
  });
  EXPECT_EQ(code, 0);
  EXPECT_GT(read_journal(file).torn_bytes, 0U);
  {
    Journal journal(file);
    EXPECT_THAT(journal.content().lines, SizeIs(2));
    EXPECT_THAT(journal.content().bad, SizeIs(0));
    journal.append(record(3));
  }
  auto const content = read_journal(file);
  ASSERT_THAT(content.lines, SizeIs(3));
  EXPECT_EQ(content.lines[2]["n"], 3);
  EXPECT_THAT(content.bad, SizeIs(0));
}

}  // namespace
}  // namespace assay
