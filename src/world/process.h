// Processes: running a child to its end or beside us; no child outlives assay.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "world/clock.h"

namespace assay {

struct Command {
    std::vector<std::string> arguments;               // [0] is looked up on PATH
    std::filesystem::path folder = {};                // working folder; empty: ours
    std::vector<std::string> environment = {};        // "NAME=value", added to ours
    std::string input = {};                           // given on standard input
    std::optional<uid_t> user = {};                   // become this user (and group) first
    std::optional<gid_t> group = {};
    Milliseconds limit = Milliseconds{60'000};
};

struct Completed {
    int exit_code = 0;      // 128 + n when signal n ended it
    std::string output;
    std::string errors;
    bool timed_out = false;
};

// Runs a command to its end. An Error only when it could not be started.
Result<Completed> run(const Command& command);

// A child that runs beside us: killed when this object dies, when assay dies by any signal (the death
// signal is set after the user was changed), and by a later run when both were killed at once.
class Child {
public:
    static Result<Child> start(const Command& command, const std::filesystem::path& output_file);
    Child(Child&& other) noexcept;
    Child& operator=(Child&& other) noexcept;
    ~Child();  // stop()

    pid_t pid() const { return pid_; }
    bool running();
    // Sends the signal, waits up to `patience`, then kills the process group.
    void stop(int signal, Milliseconds patience);

private:
    explicit Child(pid_t pid) : pid_{pid} {}
    pid_t pid_ = -1;
};

// The path of a program on PATH, or nothing.
std::optional<std::filesystem::path> find_program(std::string_view name);

}  // namespace assay
