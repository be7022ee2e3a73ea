#include "world/process.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstdlib>
#include <future>
#include <mutex>
#include <thread>

#include "world/descriptor.h"
#include "world/limits.h"
#include "world/spawn.h"

namespace assay {

namespace {

struct Pipe {
    Descriptor reading;
    Descriptor writing;
};

Result<Pipe> make_pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return fail("cannot make a pipe: " + system_reason(errno));
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return Pipe{Descriptor{ends[0]}, Descriptor{ends[1]}};
}

// A file in memory, not a pipe: a child that reads slowly, or not at all, can block nobody.
Result<Descriptor> standard_input_of(const Command& command) {
    if (command.input.empty()) {
        Descriptor null{open("/dev/null", O_RDONLY | O_CLOEXEC)};
        if (!null.is_open()) return fail("cannot open /dev/null: " + system_reason(errno));
        return null;
    }
    Descriptor memory{memfd_create("input", MFD_CLOEXEC)};
    std::string_view rest = command.input;
    while (memory.is_open() && !rest.empty()) {
        const ssize_t written = write(memory.get(), rest.data(), rest.size());
        if (written < 0 && errno != EINTR) memory.close();
        if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
    }
    if (!memory.is_open() || lseek(memory.get(), 0, SEEK_SET) != 0)
        return fail("cannot hold a command's input in memory: " + system_reason(errno));
    return memory;
}

// One of the child's outputs. `room` is what both together may still write.
struct Stream {
    Descriptor from;
    std::string text = {};

    void read_what_is_there(std::size_t& room) {
        char buffer[65536];
        while (from.is_open()) {
            const ssize_t got = read(from.get(), buffer, sizeof buffer);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0 && errno == EAGAIN) return;
            if (got <= 0) return from.close();
            const auto size = static_cast<std::size_t>(got);
            if (size > room) return void(room = 0);
            room -= size;
            text.append(buffer, size);
        }
    }
};

using Streams = std::array<Stream, 2>;

// Until something can be read, but not for long: a child may end while another holds its pipes open.
void wait_for_output(const Streams& streams, Milliseconds left) {
    pollfd waiting[2];
    nfds_t count = 0;
    for (const auto& stream : streams)
        if (stream.from.is_open()) waiting[count++] = {stream.from.get(), POLLIN, 0};
    const auto step = count == 0 ? Milliseconds{1} : Milliseconds{20};
    poll(waiting, count, static_cast<int>(std::min(left, step).count()));
}

enum class End { by_itself, time_limit, output_limit };

End collect(pid_t child, Streams& streams, Milliseconds limit) {
    const Budget budget{limit};
    std::size_t room = limits::process_output_bytes + 1;
    while (true) {
        const bool ended = has_ended(child, false);
        for (auto& stream : streams) stream.read_what_is_there(room);
        if (room == 0) return End::output_limit;
        if (ended) return End::by_itself;
        if (budget.spent()) return End::time_limit;
        wait_for_output(streams, budget.left());
    }
}

}  // namespace

Result<Completed> run(const Command& command) {
    const auto input = standard_input_of(command);
    if (!input) return tl::unexpected(input.error());
    auto output = make_pipe();
    auto errors = make_pipe();
    if (!output || !errors) return tl::unexpected((output ? errors : output).error());
    const auto child = spawn(command, {input->get(), output->writing.get(), errors->writing.get()});
    if (!child) return tl::unexpected(child.error());
    output->writing.close();
    errors->writing.close();

    Streams streams{Stream{std::move(output->reading)}, Stream{std::move(errors->reading)}};
    const End end = collect(*child, streams, command.limit);
    Completed completed;
    completed.exit_code = reap(*child);
    if (end == End::output_limit)
        return fail(fmt::format("{} was stopped: it wrote more than {} MiB of output", command.arguments[0],
                                limits::process_output_bytes >> 20));
    completed.timed_out = end == End::time_limit;
    completed.output = std::move(streams[0].text);
    completed.errors = std::move(streams[1].text);
    return completed;
}

// Lives as long as its child does, in a thread that makes it and reaps it.
struct Child::Keeper {
    std::mutex mutex;
    std::condition_variable changed;
    bool ended = false;  // and reaped: the pid is no longer ours to signal
    pid_t pid = -1;
    int death_signal = SIGKILL;
    std::thread thread;

    void keep(const Command& command, const StandardFiles& files, std::promise<Result<pid_t>> started) {
        const auto child = spawn(command, files);
        if (child) pid = *child;
        started.set_value(child);  // the caller waits for this, and `command` is the caller's
        if (!child) return;
        has_ended(pid, true);
        const std::lock_guard lock{mutex};
        reap(pid);
        ended = true;
        changed.notify_all();
    }
    void stop(int signal, Milliseconds patience) {
        std::unique_lock lock{mutex};
        if (ended) return;
        kill(-pid, signal);
        if (!changed.wait_for(lock, patience, [this] { return ended; })) kill(-pid, SIGKILL);
        changed.wait(lock, [this] { return ended; });
    }
};

Result<Child> Child::start(const Command& command, const std::filesystem::path& output_file) {
    const auto input = standard_input_of(command);
    if (!input) return tl::unexpected(input.error());
    const Descriptor output{open(output_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
    if (!output.is_open()) return fail("cannot write: " + system_reason(errno), {output_file.string()});

    auto keeper = std::make_unique<Keeper>();
    keeper->death_signal = command.death_signal;
    std::promise<Result<pid_t>> promise;
    auto started = promise.get_future();
    const StandardFiles files{input->get(), output.get(), output.get()};
    try {
        keeper->thread =
            std::thread{&Keeper::keep, keeper.get(), std::cref(command), files, std::move(promise)};
    } catch (const std::system_error& error) {
        return fail(fmt::format("cannot start a thread: {}", error.what()));
    }
    const auto pid = started.get();
    if (pid) return Child{std::move(keeper)};
    keeper->thread.join();
    return tl::unexpected(pid.error());
}

Child::Child(std::unique_ptr<Keeper> keeper) : keeper_{std::move(keeper)}, pid_{keeper_->pid} {}

Child::Child(Child&& other) noexcept
    : keeper_{std::move(other.keeper_)}, pid_{std::exchange(other.pid_, -1)} {}

Child& Child::operator=(Child&& other) noexcept {
    std::swap(keeper_, other.keeper_);
    std::swap(pid_, other.pid_);
    return *this;
}

Child::~Child() {
    if (!keeper_) return;
    keeper_->stop(keeper_->death_signal, Milliseconds{3'000});
    keeper_->thread.join();
}

bool Child::running() {
    if (!keeper_) return false;
    const std::lock_guard lock{keeper_->mutex};
    return !keeper_->ended;
}

void Child::stop(int signal, Milliseconds patience) {
    if (keeper_) keeper_->stop(signal, patience);
}

std::optional<std::filesystem::path> find_program(std::string_view name) {
    const auto runs = [](const std::filesystem::path& path) {
        std::error_code ignored;
        return std::filesystem::is_regular_file(path, ignored) && access(path.c_str(), X_OK) == 0;
    };
    if (name.empty()) return {};
    if (name.find('/') != name.npos) return std::filesystem::path{name};
    const char* variable = std::getenv("PATH");
    std::string_view path = variable ? variable : "/usr/local/bin:/usr/bin:/bin";
    while (!path.empty()) {
        const auto folder = path.substr(0, path.find(':'));
        path.remove_prefix(std::min(path.size(), folder.size() + 1));
        // An empty element would mean the current folder, where the user's files are: never run those.
        if (folder.empty()) continue;
        if (auto found = std::filesystem::path{folder} / name; runs(found)) return found;
    }
    return {};
}

}  // namespace assay
