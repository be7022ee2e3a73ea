#include "world/cleanup.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "world/descriptor.h"
#include "world/remove_tree.h"

namespace assay {

namespace {

// ---- The registry: of fixed size and without locks, because a signal handler reads it ----

// Each slot names the process that filled it, so that a fork of ours never cleans up what is ours.
constexpr pid_t free_slot = 0;
constexpr pid_t busy_slot = -1;      // being filled, or being cleaned up by the handler
constexpr pid_t removing_slot = -2;  // its folder is being removed by its owner

struct ChildSlot {
    std::atomic<pid_t> owner{free_slot};
    std::atomic<pid_t> group{0};
    std::atomic<int> signal{0};
};

struct FolderSlot {
    std::atomic<pid_t> owner{free_slot};
    char path[1024] = {};
};

static_assert(std::atomic<pid_t>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

constinit ChildSlot children[256];
constinit FolderSlot folders[64];
constinit std::atomic<bool> ending{false};

bool claim(std::atomic<pid_t>& owner, pid_t from) { return owner.compare_exchange_strong(from, busy_slot); }

bool register_folder(const std::string& path) {
    for (auto& slot : folders) {
        if (path.size() >= sizeof slot.path) return false;
        if (!claim(slot.owner, free_slot)) continue;
        std::memcpy(slot.path, path.c_str(), path.size() + 1);
        slot.owner.store(getpid());
        return true;
    }
    return false;
}

// Removes a folder of ours. Not when the handler was faster, or when a fork of the owner calls.
void remove_registered(const std::string& path) {
    for (auto& slot : folders) {
        const pid_t self = getpid();
        pid_t owner = self;
        if (slot.owner.load() != self || path != slot.path || !slot.owner.compare_exchange_strong(owner, removing_slot)) continue;
        remove_tree(slot.path);
        slot.owner.store(free_slot);
        return;
    }
}

// ---- The handler: async-signal-safe calls only ----

bool signal_children(int signal) {
    bool any = false;
    for (const auto& slot : children) {
        const pid_t group = slot.group.load();
        if (slot.owner.load() != getpid() || group <= 1) continue;
        siginfo_t info{};
        const int flags = WEXITED | WNOHANG | WNOWAIT;
        const bool gone = waitid(P_PID, static_cast<id_t>(group), &info, flags) != 0 || info.si_pid == group;
        if (gone) continue;
        any = true;
        if (signal >= 0) kill(-group, signal == 0 ? slot.signal.load() : signal);
    }
    return any;
}

// Each gets its own signal first, so that a server can end children that have left its group.
void end_children() {
    constexpr timespec pause{0, 2'000'000};
    constexpr int own_signal = 0, none = -1;
    bool any = signal_children(own_signal);
    for (int i = 0; any && i < 500; ++i) {
        nanosleep(&pause, nullptr);
        any = signal_children(none);
    }
    any = any && signal_children(SIGKILL);
    for (int i = 0; any && i < 250; ++i) {
        nanosleep(&pause, nullptr);
        any = signal_children(none);
    }
}

// Where a thread stands when another cleans up: it would go on making files while they are removed.
void park(int) {
    for (;;) pause();
}

int park_signal() { return SIGRTMIN; }

void park_other_threads() {
    constexpr timespec until_they_stand{0, 2'000'000};
    const int tasks = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (tasks < 0) return;
    const auto self = syscall(SYS_gettid);
    alignas(dirent64) char buffer[4096];
    for (auto got = getdents64(tasks, buffer, sizeof buffer); got > 0; got = getdents64(tasks, buffer, sizeof buffer))
        for (ssize_t at = 0; at < got;) {
            const auto* entry = reinterpret_cast<const dirent64*>(buffer + at);
            at += entry->d_reclen;
            long thread = 0;
            for (const char* digit = entry->d_name; *digit >= '0' && *digit <= '9'; ++digit) thread = thread * 10 + (*digit - '0');
            if (thread > 0 && thread != self) syscall(SYS_tgkill, getpid(), thread, park_signal());
        }
    close(tasks);
    nanosleep(&until_they_stand, nullptr);
}

void clean_up_and_die(int signal) {
    // A second signal, in another thread, waits for the first one's clean-up, which takes a bounded time.
    while (ending.exchange(true)) pause();
    park_other_threads();
    end_children();
    for (auto& slot : folders)
        if (claim(slot.owner, getpid()) || slot.owner.load() == removing_slot) remove_tree(slot.path);
    ::signal(signal, SIG_DFL);
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, signal);
    pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
    raise(signal);
    _exit(128 + signal);
}

// While a signal ends us in one thread, another would make what nobody cleans up: it waits for the end instead.
void wait_if_ending() {
    while (ending.load()) pause();
}

// ---- Names of private folders: assay-PURPOSE-PID-STARTTIME-PIDSPACE.RANDOM ----

// A number from /proc/PID/stat, counted as proc(5) counts.
std::optional<unsigned long long> stat_field(pid_t pid, int wanted) {
    std::ifstream file{fmt::format("/proc/{}/stat", pid)};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    auto at = text.rfind(')');  // the name of the program, field 2, may hold anything
    for (int field = 2; field < wanted && at != text.npos; ++field) at = text.find(' ', at + 1);
    unsigned long long number = 0;
    if (at == text.npos) return {};
    const auto parsed = std::from_chars(text.data() + at + 1, text.data() + text.size(), number);
    return parsed.ec == std::errc{} ? std::optional{number} : std::nullopt;
}

// When a process began, in ticks since boot; with the pid it names one process.
std::optional<unsigned long long> start_time(pid_t pid) { return stat_field(pid, 22); }

// Names the set of processes that our pids count in: a container has its own, and may share /dev/shm.
unsigned long long pid_space() {
    struct stat status {};
    return stat("/proc/self/ns/pid", &status) == 0 ? status.st_ino : 0;
}

bool has_terminal(pid_t pid) { return stat_field(pid, 7).value_or(1) != 0; }

struct Owner {
    pid_t pid = 0;
    unsigned long long started = 0;
    unsigned long long space = 0;
};

template <class Number>
bool parse_number(std::string_view text, Number& number) {
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    return parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
}

std::optional<Owner> owner_of(std::string_view name) {
    if (!name.starts_with("assay-")) return {};
    std::string_view parts[3];  // from the right: space of pids and random, start time, pid
    for (auto& part : parts) {
        const auto dash = name.rfind('-');
        if (dash == name.npos) return {};
        part = name.substr(dash + 1);
        name = name.substr(0, dash);
    }
    Owner owner;
    const bool parsed = parse_number(parts[2], owner.pid) && parse_number(parts[1], owner.started) &&
                        parse_number(parts[0].substr(0, parts[0].find('.')), owner.space);
    return parsed && owner.pid > 0 ? std::optional{owner} : std::nullopt;
}

// An owner in another space of pids may live: from here nobody can tell.
bool alive(const Owner& owner) {
    return owner.space != pid_space() || start_time(owner.pid) == owner.started;
}

// ---- Sweeping ----

// A server works in its own data folder, as the folder's user, without a terminal. Nobody can put
// another user's process into such a place, and a shell of somebody who looks around has a terminal.
bool is_server_in(const std::filesystem::path& folder, pid_t pid) {
    const std::filesystem::path process = fmt::format("/proc/{}", pid);
    const auto link = process / "cwd";
    std::error_code error;
    const std::string current = std::filesystem::read_symlink(link, error).native();
    if (error || (current != folder.native() && !current.starts_with(folder.native() + '/'))) return false;
    struct stat runs_as {}, place {};
    return stat(process.c_str(), &runs_as) == 0 && stat(link.c_str(), &place) == 0 &&
           runs_as.st_uid == place.st_uid && !has_terminal(pid);
}

std::vector<pid_t> servers_in(const std::filesystem::path& folder) {
    std::vector<pid_t> found;
    std::error_code error;
    std::filesystem::directory_iterator at{"/proc", error}, end;
    for (; !error && at != end; at.increment(error)) {
        pid_t pid = 0;
        if (parse_number(at->path().filename().native(), pid) && pid != getpid() && is_server_in(folder, pid))
            found.push_back(pid);
    }
    return found;
}

// Again and again, for a server may start another process while we look.
void kill_servers_in(const std::filesystem::path& folder) {
    for (int round = 0; round < 200; ++round) {
        const auto found = servers_in(folder);
        if (found.empty()) return;
        for (pid_t pid : found) kill(pid, SIGKILL);
        constexpr timespec pause{0, 5'000'000};
        nanosleep(&pause, nullptr);
    }
}

bool may_sweep(const std::filesystem::path& folder) {
    struct stat status {};
    if (lstat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) return false;
    const auto owner = owner_of(folder.filename().native());
    return owner && !alive(*owner) && (geteuid() == 0 || status.st_uid == geteuid());
}

}  // namespace

void install_signal_handlers() {
    struct sigaction action {};
    action.sa_handler = clean_up_and_die;
    sigfillset(&action.sa_mask);
    for (int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
        struct sigaction before {};
        sigaction(signal, nullptr, &before);
        // What our parent told us to ignore (nohup, a shell's background job) stays ignored.
        if (before.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);
    }
    action.sa_handler = park;
    sigaction(park_signal(), &action, nullptr);
}

void register_child(pid_t pid, int signal) {
    for (auto& slot : children) {
        if (!claim(slot.owner, free_slot)) continue;
        slot.signal.store(signal);
        slot.group.store(pid);
        slot.owner.store(getpid());
        return;
    }
}

void forget_child(pid_t pid) {
    for (auto& slot : children) {
        const pid_t self = getpid();
        if (slot.owner.load() != self || slot.group.load() != pid || !claim(slot.owner, self)) continue;
        slot.group.store(0);
        slot.owner.store(free_slot);
        return;
    }
}

Result<PrivateFolder> PrivateFolder::make(const std::filesystem::path& parent, std::string_view purpose) {
    wait_if_ending();
    std::error_code error;
    const auto absolute = std::filesystem::absolute(parent, error);
    std::uint32_t random = 0;
    if (error || getrandom(&random, sizeof random, 0) != sizeof random)
        return fail("cannot name a private folder", {parent.string()});
    const auto started = start_time(getpid());
    if (!started) return fail("cannot read /proc/self/stat, which names private folders");
    const auto path = absolute / fmt::format("assay-{}-{}-{}-{}.{:08x}", purpose, getpid(), *started,
                                             pid_space(), random);
    // Registered before it is made: a signal in between finds nothing to remove, not something to forget.
    if (!register_folder(path.string()))
        return fail("too many private folders, or too long a path", {path.string()});
    if (mkdir(path.c_str(), S_IRWXU) != 0) {
        const int code = errno;
        remove_registered(path.string());
        return fail("cannot make a private folder: " + system_reason(code), {path.string()});
    }
    chmod(path.c_str(), S_IRWXU);  // whatever the umask says
    if (ending.load()) remove_tree(path.c_str());
    wait_if_ending();
    return PrivateFolder{path};
}

PrivateFolder::PrivateFolder(PrivateFolder&& other) noexcept : path_{std::move(other.path_)} {
    other.path_.clear();
}

PrivateFolder& PrivateFolder::operator=(PrivateFolder&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
}

PrivateFolder::~PrivateFolder() {
    if (!path_.empty()) remove_registered(path_.native());
}

int sweep_leftovers(const std::filesystem::path& parent) {
    std::error_code error;
    const auto absolute = std::filesystem::canonical(parent, error);
    if (error) return 0;
    std::vector<std::filesystem::path> leftovers;
    std::filesystem::directory_iterator at{absolute, error}, end;
    for (; !error && at != end; at.increment(error))
        if (may_sweep(at->path())) leftovers.push_back(at->path());
    int removed = 0;
    for (const auto& folder : leftovers) {
        kill_servers_in(folder);
        removed += remove_tree(folder.c_str()) ? 1 : 0;
    }
    return removed;
}

}  // namespace assay
