#include "world/files.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <thread>

#include "world/cleanup.h"
#include "world/forked_test.h"
#include "world/limits.h"

namespace assay {

namespace {

namespace fs = std::filesystem;

PrivateFolder test_folder() {
    auto folder = PrivateFolder::make("/tmp", "test");
    REQUIRE(folder);
    return std::move(*folder);
}

void make(const fs::path& path, std::string_view text = "") {
    fs::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << text;
}

std::vector<std::string> listed(const fs::path& root, std::vector<fs::path>* unreadable = nullptr) {
    const auto files = list_files(root, [](const fs::path&) { return true; }, unreadable);
    REQUIRE(files);
    std::vector<std::string> names;
    for (const auto& file : *files) names.push_back(file.lexically_relative(root).string());
    return names;
}

unsigned mode_of(const fs::path& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
}

}  // namespace

TEST_CASE("a file's bytes, small, large and none") {
    const PrivateFolder folder = test_folder();
    const auto path = folder.path() / "file";
    for (const std::size_t size : {0u, 1u, 10u, 65535u, 65536u, 1'000'000u}) {
        CAPTURE(size);
        const std::string text(size, 'x');
        make(path, text);
        auto opened = FileBytes::open(path);
        REQUIRE(opened);
        FileBytes moved = std::move(*opened);
        CHECK(moved.bytes() == text);
        auto other = FileBytes::open("/dev/../etc/passwd");
        REQUIRE(other);
        moved = std::move(*other);
        CHECK(moved.bytes().find("root:") != std::string_view::npos);
        CHECK(read_file(path).value_or("?") == text);
    }
}

TEST_CASE("a file that does not know its size is read") {
    const auto status = read_file("/proc/self/status");
    REQUIRE(status);
    CHECK(status->starts_with("Name:"));
}

TEST_CASE("what is no regular file is refused at once") {
    const PrivateFolder folder = test_folder();
    REQUIRE(mkfifo((folder.path() / "fifo").c_str(), 0600) == 0);
    const auto message = [](const fs::path& path) {
        const auto opened = FileBytes::open(path);
        return opened ? std::string{"opened"} : opened.error().message;
    };
    CHECK(message(folder.path() / "fifo") == "cannot read: it is a pipe, not a regular file");
    CHECK(message(folder.path()) == "cannot read: it is a folder, not a regular file");
    CHECK(message("/dev/zero") == "cannot read: it is a device, not a regular file");
    CHECK(message(folder.path() / "none") == "cannot read: No such file or directory");
    CHECK(read_file("/no/such").error().text() == "/no/such: cannot read: No such file or directory");
}

TEST_CASE("a file over the limit is refused") {
    const PrivateFolder folder = test_folder();
    const auto path = folder.path() / "large";
    make(path);
    fs::resize_file(path, limits::file_bytes + 1);  // a hole: takes no space
    const auto opened = FileBytes::open(path);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().message == "larger than 512 MiB, the limit for one file");
}

TEST_CASE("standard input is read to its end") {
    const PrivateFolder folder = test_folder();
    const std::string text(100'000, 'x');
    make(folder.path() / "input", text);
    const pid_t pid = test::forked([&] {
        const int input = open((folder.path() / "input").c_str(), O_RDONLY);
        if (input < 0 || dup2(input, STDIN_FILENO) < 0) _exit(1);
        const auto read = read_standard_input();
        _exit(read && *read == text ? 0 : 1);
    });
    CHECK(test::status_of(pid) == 0);
}

TEST_CASE("writing makes a file, replaces one, and leaves nothing beside it") {
    const PrivateFolder folder = test_folder();
    const auto path = folder.path() / "file";
    const mode_t mask = umask(022);
    REQUIRE(write_file(path, "one"));
    umask(mask);
    CHECK(mode_of(path) == 0644);
    CHECK(read_file(path).value_or("?") == "one");
    fs::permissions(path, fs::perms{0750});
    REQUIRE(write_file(path, "two"));
    CHECK(read_file(path).value_or("?") == "two");
    CHECK(mode_of(path) == 0750);
    CHECK(std::distance(fs::directory_iterator{folder.path()}, {}) == 1);
}

TEST_CASE("writing through a link changes what it points to") {
    const PrivateFolder folder = test_folder();
    make(folder.path() / "real", "old");
    fs::create_symlink("real", folder.path() / "link");
    REQUIRE(write_file(folder.path() / "link", "new"));
    CHECK(fs::is_symlink(folder.path() / "link"));
    CHECK(read_file(folder.path() / "real").value_or("?") == "new");
}

TEST_CASE("writing keeps the owner, and leaves devices what they are") {
    if (geteuid() != 0) {
        MESSAGE("skipped: needs root");
        return;
    }
    const PrivateFolder folder = test_folder();
    const auto path = folder.path() / "file";
    make(path, "old");
    REQUIRE(chown(path.c_str(), 12345, 54321) == 0);
    REQUIRE(write_file(path, "new"));
    struct stat status {};
    REQUIRE(stat(path.c_str(), &status) == 0);
    CHECK(status.st_uid == 12345);
    CHECK(status.st_gid == 54321);
    REQUIRE(write_file("/dev/null", "text"));
    CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("what cannot be written is an error and leaves nothing") {
    const PrivateFolder folder = test_folder();
    CHECK(write_file(folder.path(), "x").error().message == "cannot write: Is a directory");
    CHECK(write_file(folder.path() / "none" / "file", "x").error().message ==
          "cannot write: No such file or directory");
    CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("a reader sees the old bytes or the new ones") {
    const PrivateFolder folder = test_folder();
    const auto path = folder.path() / "file";
    const std::string a(200'000, 'a'), b(300'000, 'b');
    REQUIRE(write_file(path, a));
    std::atomic<bool> done{false};
    std::atomic<int> torn{0}, seen{0};
    std::thread reader{[&] {
        while (!done.load()) {
            const auto text = read_file(path);
            ++seen;
            if (!text || (*text != a && *text != b)) ++torn;
        }
    }};
    for (int i = 0; i < 50; ++i) CHECK(write_file(path, i % 2 == 0 ? b : a));
    done.store(true);
    reader.join();
    CHECK(torn == 0);
    CHECK(seen > 0);
}

TEST_CASE("files are listed in byte order, without what tools put there") {
    const PrivateFolder folder = test_folder();
    const auto root = folder.path() / "root";
    for (const char* name : {"b.sql", "a/z.sql", "a.b", "a/B.sql", "a/b.sql", ".hidden/x", "src/target/x",
                             "x/build", ".git/config", "node_modules/p/i.js", "a/.venv/x", "venv/x",
                             "__pycache__/x", "dist/x", ".cache/x", "build/x"})
        make(root / name);
    CHECK(listed(root) ==
          std::vector<std::string>{".hidden/x", "a.b", "a/B.sql", "a/b.sql", "a/z.sql", "b.sql", "x/build"});
    const auto some = list_files(root, [](const fs::path& path) { return path.extension() == ".b"; });
    REQUIRE(some);
    CHECK(*some == std::vector<fs::path>{root / "a.b"});
}

TEST_CASE("links are followed to files inside and nowhere else") {
    const PrivateFolder folder = test_folder();
    const auto root = folder.path() / "root";
    make(folder.path() / "outside" / "secret");
    make(folder.path() / "root2");
    make(root / "real" / "file");
    fs::create_symlink("real/file", root / "inside");
    fs::create_symlink("../outside/secret", root / "out");
    fs::create_symlink("../root2", root / "neighbour");
    fs::create_symlink("none", root / "dangling");
    fs::create_directory_symlink("../outside", root / "folder_out");
    fs::create_directory_symlink(".", root / "loop");
    fs::create_directory_symlink("real", root / "folder_inside");
    mkfifo((root / "fifo").c_str(), 0600);
    CHECK(listed(root) == std::vector<std::string>{"inside", "real/file"});
}

TEST_CASE("what cannot be listed is an error, or named when asked") {
    const PrivateFolder folder = test_folder();
    const auto any = [](const fs::path&) { return true; };
    CHECK(list_files(folder.path() / "none", any).error().message ==
          "cannot list: No such file or directory");
    make(folder.path() / "file");
    CHECK(list_files(folder.path() / "file", any).error().message == "cannot list: Not a directory");
    make(folder.path() / "closed" / "file");
    fs::permissions(folder.path() / "closed", fs::perms::none);
    fs::permissions(folder.path(), fs::perms{0755});
    const pid_t pid = test::forked([&] {
        if (geteuid() == 0 && setuid(65534) != 0) _exit(1);
        const auto strict = list_files(folder.path(), any);
        if (strict || strict.error().message != "cannot list: Permission denied") _exit(2);
        std::vector<fs::path> unreadable;
        const auto files = list_files(folder.path(), any, &unreadable);
        if (!files || *files != std::vector{folder.path() / "file"}) _exit(3);
        if (unreadable != std::vector{folder.path() / "closed"}) _exit(4);
    });
    CHECK(test::status_of(pid) == 0);
}

TEST_CASE("folders that are too deep are an error that says so") {
    const PrivateFolder folder = test_folder();
    fs::path path = folder.path();
    for (int i = 0; i < limits::folder_depth; ++i) path /= "d";
    make(path / "file");
    CHECK(listed(folder.path()).size() == 1);
    make(path / "d" / "file");
    const auto files = list_files(folder.path(), [](const fs::path&) { return true; });
    REQUIRE_FALSE(files);
    CHECK(files.error().message == "folders are nested more than 24 deep");
}

TEST_CASE("too many files are an error that says so") {
    auto folder = PrivateFolder::make(fs::is_directory("/dev/shm") ? "/dev/shm" : "/tmp", "test");
    REQUIRE(folder);
    make(folder->path() / "0");
    // Links of one file: cheap to make.
    const auto first = folder->path() / "0";
    std::size_t made = 1;
    while (made < limits::folder_files) {
        if (link(first.c_str(), (folder->path() / std::to_string(made)).c_str()) != 0) break;
        ++made;
    }
    REQUIRE(made == limits::folder_files);
    CHECK(listed(folder->path()).size() == limits::folder_files);
    make(folder->path() / "one more");
    const auto files = list_files(folder->path(), [](const fs::path&) { return false; });
    REQUIRE_FALSE(files);
    CHECK(files.error().message == "more than 100000 files; name a smaller folder");
}

TEST_CASE("the cache folder is where the environment says") {
    const PrivateFolder folder = test_folder();
    fs::permissions(folder.path(), fs::perms{0777});
    const auto asked = [&](uid_t user, const char* name, const fs::path& value) {
        const test::Reports reports;
        const pid_t pid = test::forked([&] {
            for (const char* variable : {"ASSAY_CACHE", "XDG_CACHE_HOME", "HOME"}) unsetenv(variable);
            setenv(name, value.c_str(), 1);
            if (geteuid() == 0 && setuid(user) != 0) _exit(1);
            const auto cache = cache_folder();
            reports.write(cache ? cache->string() : cache.error().text());
        });
        const auto answer = reports.read();
        CHECK(test::status_of(pid) == 0);
        return answer;
    };
    const auto& base = folder.path();
    constexpr uid_t somebody = 12345;
    CHECK(asked(somebody, "ASSAY_CACHE", base / "own") == base / "own");
    CHECK(asked(somebody, "XDG_CACHE_HOME", base) == base / "assay");
    CHECK(asked(somebody, "HOME", base) == base / ".cache" / "assay");
    for (const char* made : {"own", "assay", ".cache/assay"}) CHECK(fs::is_directory(base / made));
    if (geteuid() == 0) {
        CHECK(asked(0, "HOME", base) == "/var/tmp/assay-0");
        CHECK(mode_of("/var/tmp/assay-0") == 0755);
        CHECK(asked(0, "ASSAY_CACHE", base / "of root") == base / "of root");
    }
}

}  // namespace assay
