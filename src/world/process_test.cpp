#include "world/process.h"

#include <doctest/doctest.h>
#include <pwd.h>
#include <sys/stat.h>

#include <csignal>
#include <thread>

#include "world/cleanup.h"
#include "world/forked_test.h"
#include "world/limits.h"

namespace assay {

namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string must_run(const Command& command) {
    const auto done = run(command);
    REQUIRE(done);
    return done->output;
}

Command shell(std::string script) { return {.arguments = {"sh", "-c", std::move(script)}}; }

}  // namespace

TEST_CASE("run gives output, errors and the exit code") {
    const auto done = run(shell("echo out; echo err >&2; exit 3"));
    REQUIRE(done);
    CHECK(done->output == "out\n");
    CHECK(done->errors == "err\n");
    CHECK(done->exit_code == 3);
    CHECK_FALSE(done->timed_out);
}

TEST_CASE("run gives 128 and the signal's number when a signal ended the child") {
    const auto done = run(shell("kill -TERM $$"));
    REQUIRE(done);
    CHECK(done->exit_code == 128 + SIGTERM);
}

TEST_CASE("run passes input larger than a pipe holds, both ways") {
    Command command{.arguments = {"cat"}};
    command.input = std::string(3 << 20, 'x') + "end";
    const auto done = run(command);
    REQUIRE(done);
    CHECK(done->output == command.input);
}

TEST_CASE("a child takes no more memory than it may, nor does a child of its own") {
    const std::string take = "sh -c 'x=$(head -c 50000000 /dev/zero | tr \\\\0 x); echo ${#x}'";
    auto command = shell(take);
    CHECK(must_run(command) == "50000000\n");
    command.memory_bytes = 20'000'000;
    CHECK(must_run(command).empty());
}

TEST_CASE("run does not mind a child that leaves its input unread") {
    Command command{.arguments = {"true"}};
    command.input = std::string(3 << 20, 'x');
    const auto done = run(command);
    REQUIRE(done);
    CHECK(done->exit_code == 0);
}

TEST_CASE("run without input gives an empty one") {
    const auto done = run({.arguments = {"cat"}});
    REQUIRE(done);
    CHECK(done->output.empty());
    CHECK(done->exit_code == 0);
}

TEST_CASE("run sets the folder and adds to the environment") {
    Command command = shell("pwd; echo $ASSAY_TEST; echo $HOME; env | grep -c '^HOME='");
    command.folder = "/usr";
    command.environment = {"ASSAY_TEST=a b", "HOME=/nowhere"};
    const auto done = run(command);
    REQUIRE(done);
    CHECK(done->output == "/usr\na b\n/nowhere\n1\n");
}

TEST_CASE("run says why a program could not be started") {
    const auto missing = run({.arguments = {"no-such-program-here"}});
    REQUIRE_FALSE(missing);
    CHECK(missing.error().message == "cannot start no-such-program-here: no such program on PATH");

    const auto not_executable = run({.arguments = {"/etc/passwd"}});
    REQUIRE_FALSE(not_executable);
    CHECK(not_executable.error().message == "cannot start /etc/passwd: Permission denied");

    Command no_folder{.arguments = {"true"}};
    no_folder.folder = "/no/such/folder";
    const auto elsewhere = run(no_folder);
    REQUIRE_FALSE(elsewhere);
    CHECK(elsewhere.error().message.ends_with("folder /no/such/folder: No such file or directory"));

    CHECK_FALSE(run({}));
}

TEST_CASE("run ends the whole process group at the time limit") {
    Command command = shell("sleep 60 & echo $!; wait");
    command.limit = Milliseconds{150};
    const Stopwatch watch;
    const auto done = run(command);
    REQUIRE(done);
    CHECK(done->timed_out);
    CHECK(done->exit_code == 128 + SIGKILL);
    CHECK(watch.seconds() < 5);
    CHECK(test::eventually([&] { return !test::lives(std::stoi(done->output)); }));
}

TEST_CASE("run does not wait for what a child leaves behind with its output open") {
    const Stopwatch watch;
    const auto done = run(shell("sleep 60 & echo $!"));
    REQUIRE(done);
    CHECK(done->exit_code == 0);
    CHECK(watch.seconds() < 5);
    CHECK(test::eventually([&] { return !test::lives(std::stoi(done->output)); }));
}

TEST_CASE("run stops a child at the output limit and says so") {
    const auto endless = run({.arguments = {"yes"}});
    REQUIRE_FALSE(endless);
    CHECK(endless.error().message == "yes was stopped: it wrote more than 64 MiB of output");

    const auto size = std::to_string(limits::process_output_bytes);
    const auto exact = run({.arguments = {"head", "-c", size, "/dev/zero"}});
    REQUIRE(exact);
    CHECK(exact->output.size() == limits::process_output_bytes);
}

TEST_CASE("a child inherits three files and no ignored or blocked signals") {
    const auto folder = PrivateFolder::make("/tmp", "test");
    REQUIRE(folder);
    std::ofstream open_file{folder->path() / "open"};
    const auto before = signal(SIGPIPE, SIG_IGN);
    const auto files = run({.arguments = {"ls", "-l", "/proc/self/fd"}});
    const auto signals = run(shell("grep -E '^Sig(Ign|Blk)' /proc/self/status | cut -f2 | sort -u"));
    signal(SIGPIPE, before);
    REQUIRE(files);
    CHECK(files->output.find(folder->path().string()) == std::string::npos);
    CHECK(files->output.find(" 2 -> ") != std::string::npos);
    REQUIRE(signals);
    CHECK(signals->output == "0000000000000000\n");
}

TEST_CASE("run becomes another user and that user's group") {
    const passwd* nobody = getpwnam("nobody");
    if (geteuid() != 0 || !nobody) {
        MESSAGE("skipped: needs root and a user nobody");
        return;
    }
    Command command{.arguments = {"id"}};
    command.user = nobody->pw_uid;
    const auto done = run(command);
    REQUIRE(done);
    CHECK(done->output.starts_with("uid=" + std::to_string(nobody->pw_uid) + "(nobody)"));
    CHECK(done->output.find("root") == std::string::npos);
}

TEST_CASE("a Child runs beside us and is gone with its object") {
    const auto folder = PrivateFolder::make("/tmp", "test");
    REQUIRE(folder);
    const auto log = folder->path() / "log";
    pid_t pid = 0;
    {
        auto child = Child::start(shell("echo started; sleep 60"), log);
        REQUIRE(child);
        Child moved = std::move(*child);
        pid = moved.pid();
        CHECK(moved.running());
        CHECK(test::eventually([&] { return text_of(log) == "started\n"; }));
        CHECK(test::lives(pid));
        struct stat status {};
        REQUIRE(stat(log.c_str(), &status) == 0);
        CHECK((status.st_mode & 0777) == 0600);
    }
    CHECK_FALSE(test::lives(pid));
}

TEST_CASE("a Child that ends by itself is seen to have ended") {
    auto child = Child::start({.arguments = {"true"}}, "/dev/null");
    REQUIRE(child);
    CHECK(test::eventually([&] { return !child->running(); }));
    child->stop(SIGTERM, Milliseconds{10});
    CHECK_FALSE(child->running());
}

TEST_CASE("stop sends the signal first and kills after the patience") {
    const auto folder = PrivateFolder::make("/tmp", "test");
    REQUIRE(folder);
    const auto log = folder->path() / "log";
    auto polite = Child::start(shell("trap 'echo bye; exit 0' TERM; echo ready; sleep 60 & wait"), log);
    REQUIRE(polite);
    REQUIRE(test::eventually([&] { return text_of(log) == "ready\n"; }));
    polite->stop(SIGTERM, Milliseconds{5'000});
    CHECK(text_of(log) == "ready\nbye\n");

    const auto other_log = folder->path() / "other";
    auto stubborn = Child::start(shell("trap '' TERM; echo ready; while :; do sleep 1; done"), other_log);
    REQUIRE(stubborn);
    REQUIRE(test::eventually([&] { return text_of(other_log) == "ready\n"; }));
    const Stopwatch watch;
    stubborn->stop(SIGTERM, Milliseconds{100});
    CHECK(watch.seconds() >= 0.1);
    CHECK(watch.seconds() < 5);
    CHECK_FALSE(stubborn->running());
}

TEST_CASE("a Child outlives the thread that started it") {
    std::optional<Child> child;
    std::thread{[&] {
        auto started = Child::start({.arguments = {"sleep", "60"}}, "/dev/null");
        if (started) child.emplace(std::move(*started));
    }}.join();
    REQUIRE(child);
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
    CHECK(child->running());
}

TEST_CASE("a Child that could not be started is an error") {
    const auto child = Child::start({.arguments = {"no-such-program-here"}}, "/dev/null");
    REQUIRE_FALSE(child);
    CHECK(child.error().message.find("no such program") != std::string::npos);
    CHECK_FALSE(Child::start({.arguments = {"true"}}, "/no/such/folder/log"));
}

TEST_CASE("SIGKILL of a process ends its children, also those of another user") {
    const passwd* nobody = getpwnam("nobody");
    const bool change_user = geteuid() == 0 && nobody;
    const test::Reports reports;
    const pid_t helper = test::forked([&] {
        Command command{.arguments = {"sleep", "60"}};
        if (change_user) command.user = nobody->pw_uid;
        auto child = Child::start(command, "/dev/null");
        if (!child) _exit(1);
        reports.write(std::to_string(child->pid()));
        run({.arguments = {"sleep", "60"}});
    });
    const pid_t child = std::stoi(reports.read());
    CHECK(test::lives(child));
    kill(helper, SIGKILL);
    test::status_of(helper);
    CHECK(test::eventually([&] { return !test::lives(child); }));
}

TEST_CASE("Ctrl-C during run ends the command") {
    const auto folder = PrivateFolder::make("/tmp", "test");
    REQUIRE(folder);
    const auto file = folder->path() / "pid";
    const pid_t helper = test::forked([&] {
        install_signal_handlers();
        run(shell("echo $$ > " + file.string() + "; sleep 60 & wait"));
    });
    REQUIRE(test::eventually([&] { return text_of(file).ends_with('\n'); }));
    const pid_t child = std::stoi(text_of(file));
    CHECK(test::lives(child));
    kill(helper, SIGINT);
    CHECK(WTERMSIG(test::status_of(helper)) == SIGINT);
    CHECK(test::eventually([&] { return !test::lives(child); }));
}

TEST_CASE("find_program looks at PATH") {
    const auto shell_path = find_program("sh");
    REQUIRE(shell_path);
    CHECK(shell_path->is_absolute());
    CHECK_FALSE(find_program("no-such-program-here"));
    CHECK_FALSE(find_program(""));
}

}  // namespace assay
