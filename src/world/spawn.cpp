#include "world/spawn.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "world/cleanup.h"
#include "world/descriptor.h"

namespace assay {

namespace {

enum class Step : int { files, user, folder, program };

// What a child that could not become the program tells us.
struct Failure {
    Step step;
    int code;
};

// All that the child needs, made before fork: between fork and exec another thread's lock may be held
// for ever, so nothing there may allocate.
struct Prepared {
    std::string program;
    std::vector<std::string> environment;
    std::vector<char*> arguments;
    std::vector<char*> variables;
    const char* folder = nullptr;
    bool changes_user = false;
    uid_t user = 0;
    gid_t group = 0;
    std::size_t memory_bytes = 0;
    int death_signal = SIGKILL;
    int files[3] = {};
    int report = -1;
    pid_t parent = 0;
};

// ---- In the child: async-signal-safe calls only ----

[[noreturn]] void give_up(int report, Step step) {
    const Failure failure{step, errno};
    if (write(report, &failure, sizeof failure) < 0) _exit(126);
    _exit(127);
}

void close_from(unsigned first, unsigned last) {
    if (first > last || close_range(first, last, 0) == 0) return;
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    for (unsigned i = first; i <= last && i < limit.rlim_cur; ++i) close(static_cast<int>(i));
}

// Gives the child its three files and closes everything else but the report, which exec closes.
void arrange_files(Prepared& prepared) {
    // Up and out of the way first: a descriptor may already be one of 0, 1 and 2.
    constexpr int above = 10;
    prepared.report = fcntl(prepared.report, F_DUPFD_CLOEXEC, above);
    for (int& file : prepared.files) file = fcntl(file, F_DUPFD_CLOEXEC, above);
    for (int i = 0; i < 3; ++i)
        if (dup2(prepared.files[i], i) < 0) give_up(prepared.report, Step::files);
    const auto report = static_cast<unsigned>(prepared.report);
    close_from(3, report - 1);
    close_from(report + 1, ~0u);
}

// The system calls themselves: the library's functions would look for other threads to change as well.
void change_user(const Prepared& prepared) {
    const gid_t group = prepared.group;
    if (syscall(SYS_setgroups, 1, &group) != 0 || syscall(SYS_setresgid, group, group, group) != 0 ||
        syscall(SYS_setresuid, prepared.user, prepared.user, prepared.user) != 0)
        give_up(prepared.report, Step::user);
}

// Memory of its own: what a server shares with its children does not count.
void bound_memory(std::size_t bytes) {
    const rlimit limit{bytes, bytes};
    setrlimit(RLIMIT_DATA, &limit);
}

// In a session of its own a child never hears the terminal's Ctrl-C, so what we ignore is not for it.
void reset_signals() {
    for (int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}) ::signal(signal, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void become_program(Prepared& prepared) {
    setsid();  // a group of its own, and no terminal that it could ask for a password
    arrange_files(prepared);
    if (prepared.changes_user) change_user(prepared);
    // After the user was changed: the kernel forgets the death signal then. If we died before it was
    // set, the child already has another parent.
    prctl(PR_SET_PDEATHSIG, prepared.death_signal);
    if (getppid() != prepared.parent) _exit(127);
    if (prepared.folder && chdir(prepared.folder) != 0) give_up(prepared.report, Step::folder);
    reset_signals();
    if (prepared.memory_bytes > 0) bound_memory(prepared.memory_bytes);
    execve(prepared.program.c_str(), prepared.arguments.data(), prepared.variables.data());
    give_up(prepared.report, Step::program);
}

// ---- In the parent ----

std::string_view variable_name(std::string_view variable) { return variable.substr(0, variable.find('=')); }

std::vector<std::string> merged_environment(const std::vector<std::string>& added) {
    std::vector<std::string> merged = added;
    for (char** variable = environ; variable && *variable; ++variable) {
        bool replaced = false;
        for (const auto& other : added) replaced |= variable_name(other) == variable_name(*variable);
        if (!replaced) merged.emplace_back(*variable);
    }
    return merged;
}

Result<gid_t> group_of(uid_t user) {
    passwd entry{};
    passwd* found = nullptr;
    char buffer[8192];
    if (getpwuid_r(user, &entry, buffer, sizeof buffer, &found) == 0 && found) return found->pw_gid;
    return fail(fmt::format("user {} has no entry that names its group", user));
}

Result<Prepared> prepare(const Command& command, const StandardFiles& files) {
    if (command.arguments.empty()) return fail("there is no program to start: the command is empty");
    Prepared prepared;
    const auto program = find_program(command.arguments[0]);
    if (!program) return fail(fmt::format("cannot start {}: no such program on PATH", command.arguments[0]));
    prepared.program = program->string();
    prepared.environment = merged_environment(command.environment);
    for (const auto& text : command.arguments) prepared.arguments.push_back(const_cast<char*>(text.c_str()));
    for (const auto& text : prepared.environment)
        prepared.variables.push_back(const_cast<char*>(text.c_str()));
    prepared.arguments.push_back(nullptr);
    prepared.variables.push_back(nullptr);
    if (!command.folder.empty()) prepared.folder = command.folder.c_str();
    prepared.changes_user = command.user || command.group;
    prepared.user = command.user.value_or(geteuid());
    if (prepared.changes_user) {
        const auto group = command.group ? Result<gid_t>{*command.group} : group_of(prepared.user);
        if (!group) return tl::unexpected(group.error());
        prepared.group = *group;
    }
    prepared.memory_bytes = command.memory_bytes;
    prepared.death_signal = command.death_signal;
    prepared.files[0] = files.input;
    prepared.files[1] = files.output;
    prepared.files[2] = files.errors;
    prepared.parent = getpid();
    return prepared;
}

// No handler of ours may run in the child before it has reset its signals.
class SignalsBlocked {
public:
    SignalsBlocked() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
    sigset_t before_;
};

std::string failure_text(const Command& command, const Failure& failure) {
    const std::string reason = system_reason(failure.code);
    switch (failure.step) {
        case Step::files: return fmt::format("its files could not be arranged: {}", reason);
        case Step::user:
            return fmt::format("it could not become user {}: {}", command.user.value_or(geteuid()), reason);
        case Step::folder: return fmt::format("folder {}: {}", command.folder.string(), reason);
        case Step::program: break;
    }
    return reason;
}

}  // namespace

Result<pid_t> spawn(const Command& command, const StandardFiles& files) {
    auto prepared = prepare(command, files);
    if (!prepared) return tl::unexpected(prepared.error());
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return fail("cannot make a pipe: " + system_reason(errno));
    const Descriptor report{ends[0]};
    Descriptor child_end{ends[1]};
    prepared->report = child_end.get();
    pid_t child = -1;
    {
        const SignalsBlocked blocked;
        child = fork();
        if (child == 0) become_program(*prepared);
        if (child > 0) register_child(child, command.death_signal);
    }
    if (child < 0) return fail(fmt::format("cannot start {}: {}", prepared->program, system_reason(errno)));
    child_end.close();
    Failure failure{};
    ssize_t got = 0;
    do got = read(report.get(), &failure, sizeof failure);
    while (got < 0 && errno == EINTR);
    if (got == 0) return child;  // exec closed the pipe
    reap(child);
    return fail(fmt::format("cannot start {}: {}", prepared->program, failure_text(command, failure)));
}

bool has_ended(pid_t child, bool wait) {
    for (;;) {
        siginfo_t info{};
        const int flags = WEXITED | WNOWAIT | (wait ? 0 : WNOHANG);
        if (waitid(P_PID, static_cast<id_t>(child), &info, flags) == 0) return info.si_pid == child;
        if (errno != EINTR) return true;  // ECHILD: somebody made the kernel reap for us
    }
}

int reap(pid_t child) {
    // Until waitpid the pid is a zombie's and nobody else's: the last moment to use it.
    kill(-child, SIGKILL);
    has_ended(child, true);
    forget_child(child);
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return 0;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace assay
