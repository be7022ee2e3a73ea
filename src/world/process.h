// Processes: running a child to its end or beside us; no child outlives assay.
#pragma once

#include <sys/types.h>

#include <csignal>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
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
    Milliseconds limit = Milliseconds{60'000};        // of run(); a Child has none
    std::size_t memory_bytes = 0;                     // that it and each child of its may take; 0: any
    // What the child gets when assay dies or lets go of it. A server whose own children leave its process
    // group (PostgreSQL's do) needs the signal at which it ends them: SIGQUIT.
    int death_signal = SIGKILL;
};

struct Completed {
    int exit_code = 0;      // 128 + n when signal n ended it
    std::string output;
    std::string errors;
    bool timed_out = false;
};

// Runs a command to its end, then kills what it left behind in its process group. An Error when it could
// not be started or wrote more than limits::process_output_bytes. May be called from any thread.
Result<Completed> run(const Command& command);

// A child that runs beside us: killed when this object dies, when assay dies by any signal (the death
// signal is set after the user was changed), and by a later run when both were killed at once. May be
// started from any thread: one of its own makes the child and waits for it, because the kernel sends the
// death signal when the thread that made the child ends.
class Child {
public:
    // Standard output and errors are appended to the file (made 0600, as ours).
    static Result<Child> start(const Command& command, const std::filesystem::path& output_file);
    Child(Child&& other) noexcept;
    Child& operator=(Child&& other) noexcept;
    ~Child();  // stop() with the death signal

    pid_t pid() const { return pid_; }
    bool running();
    // Sends the signal to the process group, waits up to `patience` for the child, then kills the group.
    void stop(int signal, Milliseconds patience);

private:
    struct Keeper;
    explicit Child(std::unique_ptr<Keeper> keeper);
    std::unique_ptr<Keeper> keeper_;
    pid_t pid_ = -1;
};

// The path of a program on PATH (a name with a slash is a path already), or nothing.
std::optional<std::filesystem::path> find_program(std::string_view name);

}  // namespace assay
