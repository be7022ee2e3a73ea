#include "lab/template.h"

#include <fmt/core.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <xxhash.h>

#include "core/text.h"
#include "world/cleanup.h"
#include "world/files.h"
#include "world/process.h"

namespace assay::lab {

namespace fs = std::filesystem;

namespace {

// Written last: a folder without it was never finished. Holds the superuser's name.
constexpr const char* marker = "assay.superuser";

constexpr const char* access_rules = "local all all trust\n";  // the socket's folder is private (0700)

// The data is thrown away, so nothing waits for a disk; nothing runs that could disturb an experiment.
std::string settings(int major) {
    std::string text =
        "listen_addresses = ''\n"
        "unix_socket_permissions = 0700\n"
        "max_connections = 60\n"
        "shared_buffers = 128MB\n"
        "huge_pages = off\n"
        "dynamic_shared_memory_type = mmap\n"  // lies in the data folder, so it goes with it
        "max_locks_per_transaction = 256\n"    // one transaction may create a large schema
        "temp_file_limit = 4GB\n"
        "fsync = off\n"
        "full_page_writes = off\n"
        "synchronous_commit = off\n"
        "wal_level = minimal\n"
        "max_wal_senders = 0\n"
        "min_wal_size = 64MB\n"
        "max_wal_size = 1GB\n"
        "checkpoint_timeout = 1h\n"
        "bgwriter_lru_maxpages = 0\n"
        "max_logical_replication_workers = 0\n"
        "autovacuum = off\n"
        "update_process_title = off\n"
        "log_min_messages = log\n"
        "log_min_error_statement = panic\n"
        "log_checkpoints = off\n"
        "log_timezone = 'UTC'\n"
        "timezone = 'UTC'\n"
        "datestyle = 'ISO, MDY'\n"
        "lc_messages = 'C'\n"
        "lc_monetary = 'C.UTF-8'\n"
        "lc_numeric = 'C.UTF-8'\n"
        "lc_time = 'C.UTF-8'\n"
        "default_text_search_config = 'pg_catalog.english'\n";
    if (major >= 11) text += "jit = off\n";
    if (major >= 12) text += "wal_init_zero = off\n";
    return text;
}

std::vector<std::string> initdb_options(int major) {
    std::vector<std::string> options{"--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"};
    if (major >= 11) options.push_back("--wal-segsize=1");  // 15 MB less to copy
    if (major >= 14) options.push_back("--no-instructions");
    if (major >= 18) options.push_back("--no-data-checksums");
    return options;
}

// For a server in single-user mode: one statement a line. Without template0 and postgres there is a third as
// much to copy; a role made for the user's SQL can connect to its own database only.
constexpr const char* preparation =
    "UPDATE pg_database SET datistemplate = false WHERE datname = 'template0'\n"
    "DROP DATABASE template0\n"
    "DROP DATABASE postgres\n"
    "REVOKE ALL ON DATABASE template1 FROM PUBLIC\n";

std::string last_lines(std::string_view text) {
    constexpr std::size_t shown = 600;
    text = trimmed(text);
    return std::string{text.size() > shown ? text.substr(text.size() - shown) : text};
}

Result<void> run_as(const ServerUser& user, const fs::path& folder, std::vector<std::string> arguments,
                    std::string input = {}) {
    const std::string program = arguments[0];
    const auto done = run({.arguments = std::move(arguments),
                           .folder = folder,
                           .environment = {"LC_ALL=C", "PGDATA="},
                           .input = std::move(input),
                           .user = user.user,
                           .group = user.group,
                           .limit = Milliseconds{60'000}});
    if (!done) return tl::unexpected(done.error());
    // A single-user server goes on after an error and ends with 0.
    const bool failed = done->exit_code != 0 || done->errors.find("ERROR:") != std::string::npos;
    if (!failed) return {};
    return fail(fmt::format("{} failed{}: {}", program, done->timed_out ? " (time limit)" : "",
                            last_lines(done->errors)));
}

std::string random_superuser() {
    std::uint32_t number = 0;
    if (getrandom(&number, sizeof number, 0) != sizeof number) number = 0x5eed;
    return fmt::format("assay_{:08x}", number);
}

std::optional<Template> usable(const fs::path& folder, const ServerUser& user) {
    struct stat status{};
    if (lstat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != user.uid())
        return {};
    const auto name = read_file(folder / marker);
    if (!name || name->empty() || !fs::exists(folder / "global" / "pg_control")) return {};
    return Template{folder, *name};
}

Result<void> write_for(const ServerUser& user, const fs::path& path, std::string_view bytes) {
    if (auto written = write_file(path, bytes); !written) return written;
    return hand_over(path, user);
}

Result<void> fill(const fs::path& data, int major, const fs::path& bin, const ServerUser& user) {
    const std::string superuser = random_superuser();
    std::vector<std::string> initdb{(bin / "initdb").string(), "--pgdata=" + data.string(),
                                    "--username=" + superuser};
    for (auto& option : initdb_options(major)) initdb.push_back(std::move(option));
    if (auto made = run_as(user, data.parent_path(), std::move(initdb)); !made) return made;
    if (auto written = write_for(user, data / "postgresql.conf", settings(major)); !written) return written;
    if (auto written = write_for(user, data / "pg_hba.conf", access_rules); !written) return written;
    if (auto prepared =
            run_as(user, data, {(bin / "postgres").string(), "--single", "-D", data.string(), "template1"},
                   preparation);
        !prepared)
        return prepared;
    return write_for(user, data / marker, superuser);
}

}  // namespace

Result<Template> cluster_template(const Installation& installation, const fs::path& bin,
                                  const ServerUser& user) {
    const auto cache = cache_folder();
    if (!cache) return tl::unexpected(cache.error());
    const std::string identity = settings(installation.major) +
                                 joined(initdb_options(installation.major), " ") + preparation +
                                 bin.string() + std::to_string(user.uid());
    const fs::path home = *cache / fmt::format("postgres-{}-{:016x}", installation.version,
                                               XXH3_64bits(identity.data(), identity.size()));
    if (auto found = usable(home, user)) return *found;

    const auto work = PrivateFolder::make(*cache, "template");
    if (!work) return tl::unexpected(work.error());
    if (auto given = hand_over(work->path(), user); !given) return tl::unexpected(given.error());
    const fs::path data = work->path() / "data";
    if (auto filled = fill(data, installation.major, bin, user); !filled)
        return tl::unexpected(filled.error());

    std::error_code error;
    fs::rename(data, home, error);
    if (error) {  // another run was faster, or something unusable is in the way: that goes with `work`
        if (auto found = usable(home, user)) return *found;
        std::error_code moved;
        fs::rename(home, work->path() / "unusable", moved);
        fs::rename(data, home, error);
    }
    if (auto found = usable(home, user)) return *found;
    return fail("cannot keep the server's template: " + error.message(), {home.string()});
}

void discard_template(const Template& bad) {
    const auto work = PrivateFolder::make(bad.folder.parent_path(), "discarded");
    std::error_code ignored;
    if (work) fs::rename(bad.folder, work->path() / "data", ignored);
}

}  // namespace assay::lab
