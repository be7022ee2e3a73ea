// Starting and stopping the lab's private server.
#include <fmt/core.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <thread>

#include "core/text.h"
#include "lab/embedded.h"
#include "lab/server_state.h"
#include "world/files.h"
#include "world/limits.h"

namespace assay::lab {

namespace fs = std::filesystem;

namespace {

constexpr const char* memory_folder = "/dev/shm";
constexpr unsigned long long memory_wanted_bytes = 1ull << 30;
constexpr std::size_t socket_path_bytes = 107;  // of sun_path in sockaddr_un, less its end
constexpr std::string_view socket_name = "/.s.PGSQL.5432";
constexpr Milliseconds start_patience{30'000};
constexpr Milliseconds stop_patience{5'000};

bool has_room(const fs::path& folder) {
    struct statvfs status{};
    return statvfs(folder.c_str(), &status) == 0 &&
           static_cast<unsigned long long>(status.f_bavail) * status.f_frsize >= memory_wanted_bytes;
}

// In memory where there is room for it. Data only: nothing is executed there, so noexec does no harm.
Result<PrivateFolder> make_folder() {
    if (has_room(memory_folder)) {
        sweep_leftovers(memory_folder);
        if (auto folder = PrivateFolder::make(memory_folder, "postgres")) return folder;
    }
    const auto cache = cache_folder();
    if (!cache) return tl::unexpected(cache.error());
    sweep_leftovers(*cache);
    return PrivateFolder::make(*cache, "postgres");
}

std::string end_of_log(const fs::path& log) {
    const auto text = read_file(log);
    if (!text) return {};
    const auto lines = lines_of(trimmed(*text));
    std::string end;
    for (std::size_t i = lines.size() > 4 ? lines.size() - 4 : 0; i < lines.size(); ++i)
        end += "\n  " + std::string{lines[i]};
    return end;
}

std::vector<std::string> server_command(const fs::path& bin, const fs::path& data, const fs::path& sockets,
                                        const Installation& installation, const ServerOptions& options) {
    std::vector<std::string> command{(bin / "postgres").string(),
                                     "-D",
                                     data.string(),
                                     "-p",
                                     "5432",
                                     "-c",
                                     "unix_socket_directories=" + sockets.string()};
    const auto set = [&](std::string setting) {
        command.push_back("-c");
        command.push_back(std::move(setting));
    };
    set(options.statistics ? "track_counts=on" : "track_counts=off");
    if (!options.statistics) return command;
    set("track_io_timing=on");
    set("track_functions=all");
    for (const auto& name : installation.extensions)
        if (name == "pg_stat_statements") set("shared_preload_libraries=pg_stat_statements");
    return command;
}

}  // namespace

std::string Server::State::conninfo(std::string_view database, std::string_view role) const {
    const auto quoted = [](std::string_view text) {
        std::string value = "'";
        for (const char c : text) {
            if (c == '\'' || c == '\\') value += '\\';
            value += c;
        }
        return value + "'";
    };
    return fmt::format("host={} port=5432 dbname={} user={}", quoted(sockets().string()), quoted(database),
                       quoted(role));
}

Result<pg::Connection> Server::State::connect(std::string_view database, std::string_view role) const {
    // An option that changes nothing keeps PGOPTIONS of the environment out.
    return pg::Connection::open(conninfo(database, role) + " options='-c geqo_seed=0'");
}

Result<pg::Connection> Server::State::connect_as_superuser(std::string_view database) const {
    // The user's functions and operators must not come before the system's: they would run with all rights.
    return pg::Connection::open(conninfo(database, superuser) + " options='-c geqo_seed=0 -c search_path='");
}

Result<void> Server::State::maintain(const std::vector<std::string>& statements) {
    for (const auto& statement : statements)
        if (auto done = maintenance->query(statement); !done) return tl::unexpected(done.error());
    return {};
}

namespace {

// Asks until the server answers or gives up; then the reason stands in its log.
Result<pg::Connection> first_connection(Child& child, const Server::State& state, const fs::path& log) {
    const Budget budget{start_patience};
    for (;;) {
        auto connection = state.connect_as_superuser("template1");
        if (connection) return connection;
        const bool running = child.running();
        if (!running || budget.spent())
            return fail(fmt::format("the private PostgreSQL server {}: {}",
                                    running ? "does not answer" : "did not start",
                                    running ? connection.error().message : end_of_log(log)));
        std::this_thread::sleep_for(Milliseconds{2});
    }
}

Result<void> start_in(Server::State& state, const fs::path& bin, const Template& from,
                      const ServerOptions& options) {
    auto folder = make_folder();
    if (!folder) return tl::unexpected(folder.error());
    state.folder = std::move(*folder);
    const fs::path& home = state.folder->path();
    if (home.native().size() + socket_name.size() > socket_path_bytes) {
        auto elsewhere = PrivateFolder::make("/tmp", "socket");
        if (!elsewhere) return tl::unexpected(elsewhere.error());
        state.socket_folder = std::move(*elsewhere);
    }
    for (const auto& path : {home, state.sockets()})
        if (auto given = hand_over(path, state.user); !given) return given;
    const fs::path data = home / "data";
    if (auto copied = copy_tree(from.folder, data, state.user); !copied) return copied;

    const fs::path log = home / "log";
    auto child =
        Child::start({.arguments = server_command(bin, data, state.sockets(), state.installation, options),
                      .folder = data,
                      .environment = {"LC_ALL=C"},
                      .user = state.user.user,
                      .group = state.user.group,
                      .memory_bytes = limits::server_process_bytes,
                      .death_signal = SIGQUIT},
                     log);
    if (!child) return tl::unexpected(child.error());
    state.child = std::move(*child);
    state.superuser = from.superuser;
    auto connection = first_connection(*state.child, state, log);
    if (!connection) return tl::unexpected(connection.error());
    state.maintenance = std::move(*connection);
    return {};
}

}  // namespace

Server::Server() : state_{std::make_shared<State>()} {}

// Immediately: nothing of it is kept. SIGQUIT lets the server end its own children.
Server::~Server() {
    const std::lock_guard lock{state_->mutex};
    state_->maintenance.reset();
    if (state_->child) state_->child->stop(SIGQUIT, stop_patience);
    state_->child.reset();
    state_->socket_folder.reset();
    state_->folder.reset();
}

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options) {
    const Stopwatch watch;
    auto installation = choose_installation(options.major);
    if (!installation) return tl::unexpected(installation.error());
    const auto user = server_user();
    if (!user) return tl::unexpected(user.error());
    const auto bin = runnable_bin(*installation, *user);
    if (!bin) return tl::unexpected(bin.error());

    // Twice: a template that was damaged since it was made is thrown away and made again.
    for (const bool last_try : {false, true}) {
        const auto from = cluster_template(*installation, *bin, *user);
        if (!from) return tl::unexpected(from.error());
        std::unique_ptr<Server> server{new Server};
        server->state_->installation = *installation;
        server->state_->user = *user;
        const auto started = start_in(*server->state_, *bin, *from, options);
        server->state_->start_seconds = watch.seconds();
        if (started) return server;
        if (last_try) return tl::unexpected(started.error());
        discard_template(*from);
    }
    return fail("the private PostgreSQL server did not start");
}

const Installation& Server::installation() const { return state_->installation; }
int Server::version() const { return state_->maintenance->server_version(); }
double Server::start_seconds() const { return state_->start_seconds; }
const fs::path& Server::socket_folder() const { return state_->sockets(); }

bool Server::has_extension(std::string_view name) const {
    const auto& names = state_->installation.extensions;
    return std::binary_search(names.begin(), names.end(), name);
}

}  // namespace assay::lab
