#include "world/terminal.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>

#include "world/forked_test.h"

namespace assay {

namespace {

using std::chrono::milliseconds;

// What a fork of ours writes to a terminal of 40 columns that is its standard output and error.
std::string seen_on_terminal(const std::function<void()>& work) {
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    REQUIRE(terminal >= 0);
    REQUIRE(grantpt(terminal) == 0);
    REQUIRE(unlockpt(terminal) == 0);
    winsize size{};
    size.ws_col = 40;
    size.ws_row = 10;
    const int other_side = open(ptsname(terminal), O_RDWR | O_NOCTTY);
    REQUIRE(other_side >= 0);
    REQUIRE(ioctl(other_side, TIOCSWINSZ, &size) == 0);
    const pid_t pid = test::forked([&] {
        dup2(other_side, STDOUT_FILENO);
        dup2(other_side, STDERR_FILENO);
        setenv("TERM", "xterm", 1);
        unsetenv("NO_COLOR");
        work();
    });
    close(other_side);
    std::string seen;
    char buffer[4096];
    for (ssize_t got; (got = read(terminal, buffer, sizeof buffer)) > 0;)
        seen.append(buffer, static_cast<std::size_t>(got));
    CHECK(test::status_of(pid) == 0);
    close(terminal);
    return seen;
}

void say_for(std::string_view what, milliseconds time) {
    Progress progress;
    progress.say(what);
    std::this_thread::sleep_for(time);
}

void print(const std::string& text) {
    if (write(STDOUT_FILENO, text.data(), text.size()) < 0) _exit(1);
}

}  // namespace

TEST_CASE("progress is shown after half a second and erased at the end") {
    const auto seen = seen_on_terminal([] { say_for("reading a.sql", milliseconds{700}); });
    CHECK(seen == "\r\x1b[Kreading a.sql\r\x1b[K");
}

TEST_CASE("progress is not shown for what is quick") {
    CHECK(seen_on_terminal([] { say_for("reading a.sql", milliseconds{50}); }).empty());
}

TEST_CASE("progress shows the latest that was said, cut to the terminal, and obeys no control characters") {
    const auto seen = seen_on_terminal([] {
        Progress progress;
        for (int i = 0; i < 10'000; ++i) progress.say("old");
        std::string text = "\x1b]0;x\x07 ";
        for (int i = 0; i < 100; ++i) text += "\u00e9";
        progress.say(text);
        std::this_thread::sleep_for(milliseconds{700});
    });
    std::string accents;
    for (int i = 0; i < 32; ++i) accents += "\u00e9";
    CHECK(seen == "\r\x1b[K?]0;x? " + accents + "\r\x1b[K");
}

TEST_CASE("progress says nothing where there is no terminal") {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t pid = test::forked([&] {
        dup2(ends[1], STDERR_FILENO);
        say_for("reading a.sql", milliseconds{700});
    });
    close(ends[1]);
    char byte = 0;
    CHECK(test::status_of(pid) == 0);
    CHECK(read(ends[0], &byte, 1) == 0);
    close(ends[0]);
}

TEST_CASE("width and colour follow the terminal and the environment") {
    const auto answer = [] {
        return std::to_string(terminal_width()) + (colour_wanted() ? " colour" : " plain");
    };
    const auto ask = [&] { print(answer()); };
    CHECK(seen_on_terminal(ask) == "40 colour");
    CHECK(seen_on_terminal([&] { setenv("NO_COLOR", "1", 1); ask(); }) == "40 plain");
    CHECK(seen_on_terminal([&] { setenv("NO_COLOR", "", 1); ask(); }) == "40 colour");
    CHECK(seen_on_terminal([&] { setenv("TERM", "dumb", 1); ask(); }) == "40 plain");
    const test::Reports reports;
    const pid_t pid = test::forked([&] {
        const int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        reports.write(answer());
    });
    CHECK(reports.read() == "80 plain");
    CHECK(test::status_of(pid) == 0);
}

}  // namespace assay
