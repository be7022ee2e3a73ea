#include "world/cleanup.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>

#include <csignal>
#include <string>

#include "world/forked_test.h"
#include "world/process.h"
#include "world/remove_tree.h"

namespace assay {

namespace {

namespace fs = std::filesystem;

PrivateFolder test_folder() {
    auto folder = PrivateFolder::make("/tmp", "test");
    REQUIRE(folder);
    return std::move(*folder);
}

void write(const fs::path& path, std::string_view text) { std::ofstream{path} << text; }

// What a process with this pid, long dead, left behind: its space of pids is ours, or another's.
std::string leftover_name(const std::string& pid, unsigned long long other_space = 0) {
    struct stat status {};
    REQUIRE(stat("/proc/self/ns/pid", &status) == 0);
    return fmt::format("assay-lab-{}-1-{}.abc", pid, status.st_ino + other_space);
}

// A fork of ours with a private folder below `parent` and a server in it; both are reported.
pid_t start_helper(const test::Reports& reports, const fs::path& parent, const std::string& script) {
    return test::forked([&] {
        install_signal_handlers();
        const auto folder = PrivateFolder::make(parent, "lab");
        if (!folder) _exit(1);
        fs::create_directories(folder->path() / "data" / "base");
        write(folder->path() / "data" / "base" / "1", "row");
        Command command{.arguments = {"sh", "-c", script}};
        command.folder = folder->path() / "data";
        command.death_signal = SIGQUIT;
        auto child = Child::start(command, folder->path() / "log");
        if (!child) _exit(1);
        if (!test::eventually([&] { return fs::file_size(folder->path() / "log") > 0; })) _exit(1);
        reports.write(folder->path().string());
        reports.write(std::to_string(child->pid()));
        for (;;) pause();
    });
}

}  // namespace

TEST_CASE("a private folder is ours alone and goes with its object") {
    fs::path path;
    {
        PrivateFolder folder = test_folder();
        path = folder.path();
        struct stat status {};
        REQUIRE(stat(path.c_str(), &status) == 0);
        CHECK((status.st_mode & 0777) == 0700);
        CHECK(path.filename().string().starts_with(fmt::format("assay-test-{}-", getpid())));
        fs::create_directories(path / "a" / "b");
        write(path / "a" / "b" / "file", "x");
        const PrivateFolder moved = std::move(folder);
        CHECK(moved.path() == path);
    }
    CHECK_FALSE(fs::exists(path));
}

TEST_CASE("a private folder that cannot be made is an error that names it") {
    const auto folder = PrivateFolder::make("/no/such/folder", "test");
    REQUIRE_FALSE(folder);
    CHECK(folder.error().text().starts_with("/no/such/folder/assay-test-"));
    CHECK(folder.error().message == "cannot make a private folder: No such file or directory");
}

TEST_CASE("slots of the registry are used again") {
    const PrivateFolder parent = test_folder();
    for (int i = 0; i < 200; ++i) REQUIRE(PrivateFolder::make(parent.path(), "test"));
    CHECK(fs::is_empty(parent.path()));
}

TEST_CASE("removing a tree does not follow links and copes with closed folders") {
    const PrivateFolder parent = test_folder();
    const auto outside = parent.path() / "outside", tree = parent.path() / "tree";
    fs::create_directories(outside);
    write(outside / "kept", "x");
    fs::create_directories(tree / "closed" / "inner");
    write(tree / "closed" / "inner" / "file", "x");
    for (int i = 0; i < 1000; ++i) write(tree / fmt::format("a_file_with_quite_a_long_name_{}", i), "");
    fs::create_directory_symlink(outside, tree / "link");
    mkfifo((tree / "fifo").c_str(), 0600);
    fs::permissions(tree / "closed", fs::perms::none);
    CHECK(remove_tree(tree.c_str()));
    CHECK_FALSE(fs::exists(tree));
    CHECK(fs::exists(outside / "kept"));
    CHECK(remove_tree(tree.c_str()));  // what is not there needs no removing
}

TEST_CASE("a signal ends children, removes folders, and is what the process dies of") {
    const PrivateFolder parent = test_folder();
    for (int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
        CAPTURE(signal);
        const test::Reports reports;
        const pid_t helper = start_helper(reports, parent.path(), "echo ready; sleep 60 & wait");
        const fs::path folder = reports.read();
        const pid_t child = std::stoi(reports.read());
        CHECK(fs::exists(folder / "log"));
        CHECK(test::lives(child));
        kill(helper, signal);
        const int status = test::status_of(helper);
        CHECK(WIFSIGNALED(status));
        CHECK(WTERMSIG(status) == signal);
        CHECK_FALSE(fs::exists(folder));
        CHECK(test::eventually([&] { return !test::lives(child); }));
    }
    CHECK(fs::is_empty(parent.path()));
}

TEST_CASE("a signal removes the folders that other threads are still filling") {
    const auto parent = test_folder();
    const test::Reports reports;
    const pid_t pid = test::forked([&] {
        install_signal_handlers();
        const auto folder = PrivateFolder::make(parent.path(), "busy");
        if (!folder) _exit(1);
        std::vector<std::thread> threads;
        for (int thread = 0; thread < 4; ++thread)
            threads.emplace_back([&, thread] {
                for (int i = 0;; ++i) {
                    std::error_code gone;
                    fs::create_directories(folder->path() / std::to_string(thread) / std::to_string(i), gone);
                    const auto another = PrivateFolder::make(parent.path(), "brief");
                }
            });
        reports.write("ready");
        for (;;) pause();
    });
    CHECK(reports.read() == "ready");
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
    kill(pid, SIGTERM);
    CHECK(WTERMSIG(test::status_of(pid)) == SIGTERM);
    CHECK(fs::is_empty(parent.path()));
}

TEST_CASE("a child gets its death signal first, and SIGKILL when it does not obey") {
    const PrivateFolder parent = test_folder();
    const auto witness = parent.path() / "witness";
    const test::Reports reports;
    const pid_t obeying = start_helper(
        reports, parent.path(),
        fmt::format("trap 'echo quit > {}; exit' QUIT; echo ready; sleep 60 & wait", witness.string()));
    reports.read();
    reports.read();
    kill(obeying, SIGTERM);
    test::status_of(obeying);
    CHECK(fs::exists(witness));

    const pid_t stubborn_helper =
        start_helper(reports, parent.path(), "trap '' QUIT; echo ready; while :; do sleep 1; done");
    const fs::path folder = reports.read();
    const pid_t stubborn = std::stoi(reports.read());
    kill(stubborn_helper, SIGTERM);
    test::status_of(stubborn_helper);
    CHECK_FALSE(test::lives(stubborn));
    CHECK_FALSE(fs::exists(folder));
}

TEST_CASE("a signal that we were told to ignore stays ignored") {
    const test::Reports reports;
    const pid_t helper = test::forked([&] {
        signal(SIGHUP, SIG_IGN);
        install_signal_handlers();
        raise(SIGHUP);
        reports.write("alive");
    });
    CHECK(reports.read() == "alive");
    CHECK(test::status_of(helper) == 0);
}

TEST_CASE("a fork of ours cleans up nothing that is ours") {
    const PrivateFolder folder = test_folder();
    const pid_t child = test::forked([] {
        setsid();
        for (;;) pause();
    });
    register_child(child);
    const pid_t helper = test::forked([] {
        install_signal_handlers();
        raise(SIGTERM);
        for (;;) pause();
    });
    CHECK(WTERMSIG(test::status_of(helper)) == SIGTERM);
    CHECK(fs::exists(folder.path()));
    CHECK(test::lives(child));
    forget_child(child);
    kill(child, SIGKILL);
    test::status_of(child);
}

TEST_CASE("a sweep removes what a killed process left, with the server that still runs in it") {
    const PrivateFolder parent = test_folder();
    const test::Reports reports;
    // The server's own child is in another session and group, and has no death signal.
    const pid_t helper =
        start_helper(reports, parent.path(), "setsid sleep 60 & echo $! > pid; echo ready; wait");
    const fs::path folder = reports.read();
    const pid_t child = std::stoi(reports.read());
    pid_t grandchild = 0;
    std::ifstream{folder / "data" / "pid"} >> grandchild;
    REQUIRE(test::lives(grandchild));

    CHECK(sweep_leftovers(parent.path()) == 0);  // its owner lives
    CHECK(fs::exists(folder));

    kill(helper, SIGKILL);
    test::status_of(helper);
    CHECK(test::eventually([&] { return !test::lives(child); }));
    CHECK(fs::exists(folder));
    CHECK(test::lives(grandchild));
    CHECK(sweep_leftovers(parent.path()) == 1);
    CHECK_FALSE(fs::exists(folder));
    CHECK(test::eventually([&] { return !test::lives(grandchild); }));
}

TEST_CASE("a sweep leaves alone what is not a dead owner's folder") {
    const PrivateFolder parent = test_folder();
    const auto self = leftover_name(std::to_string(getpid()));  // our pid, another start time: dead
    for (const std::string& name : {leftover_name("x"), std::string{"assay-lab"}, "other-" + self, self,
                                    leftover_name("999999", 1)})  // of another container: may live
        fs::create_directory(parent.path() / name);
    write(parent.path() / leftover_name("999999"), "x");
    fs::create_directory_symlink("/usr", parent.path() / leftover_name("999998"));
    CHECK(sweep_leftovers(parent.path()) == 1);
    CHECK_FALSE(fs::exists(parent.path() / self));
    CHECK(std::distance(fs::directory_iterator{parent.path()}, {}) == 6);
    CHECK(sweep_leftovers("/no/such/folder") == 0);
}

TEST_CASE("a sweep does not believe pids that are written in a folder") {
    const PrivateFolder parent = test_folder();
    auto bystander = Child::start({.arguments = {"sleep", "60"}}, "/dev/null");
    REQUIRE(bystander);
    const auto leftover = parent.path() / leftover_name("999999");
    fs::create_directories(leftover / "data");
    write(leftover / "data" / "postmaster.pid", std::to_string(bystander->pid()) + "\n");
    CHECK(sweep_leftovers(parent.path()) == 1);
    CHECK(bystander->running());
}

}  // namespace assay
