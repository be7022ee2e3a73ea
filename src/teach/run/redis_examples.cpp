#include "teach/run/redis_examples.h"

#include <filesystem>
#include <thread>

#include "core/text.h"
#include "world/limits.h"

namespace assay::teach {

namespace {

constexpr Milliseconds start_patience{10'000};

std::vector<std::string> server_command(const std::filesystem::path& folder, const std::string& socket) {
    return {"redis-server", "--port", "0", "--unixsocket", socket, "--dir", folder.string(), "--save", "", "--appendonly", "no", "--daemonize", "no"};
}

}  // namespace

Result<std::unique_ptr<RedisExamples>> RedisExamples::start(const std::filesystem::path& folder) {
    const auto socket = (folder / "redis.sock").string();
    auto server = Child::start({.arguments = server_command(folder, socket), .folder = folder, .memory_bytes = limits::example_bytes}, folder / "redis.log");
    if (!server) return tl::unexpected(server.error());
    const Budget patience{start_patience};
    while (!std::filesystem::exists(socket)) {
        if (!server->running() || patience.spent()) return fail("the private Redis server does not start", {(folder / "redis.log").string()});
        std::this_thread::sleep_for(Milliseconds{5});
    }
    return std::unique_ptr<RedisExamples>{new RedisExamples{std::move(*server), socket}};
}

std::string redis_lines(std::string_view commands) {
    std::string lines;
    char quote = '\0';
    bool at_start = true, comment = false;
    for (std::size_t i = 0; i < commands.size(); ++i) {
        const char c = commands[i];
        if (at_start && quote == '\0') comment = c == '#' || c == '\n';
        at_start = c == '\n';
        if (comment) continue;
        if (c == '\n' && quote == '"') {
            lines += "\\n";
        } else if (c == '\n' && quote == '\'') {
            lines += ' ';
        } else {
            lines += c;
            if (c == '\\' && quote == '"' && i + 1 < commands.size()) lines += commands[++i];
            else if (quote == '\0' && (c == '"' || c == '\'')) quote = c;
            else if (c == quote) quote = '\0';
        }
    }
    return lines;
}

Result<Printed> RedisExamples::run(const std::string& commands) const {
    auto done = assay::run({.arguments = {"redis-cli", "-s", socket_, "--no-raw"}, .input = redis_lines(commands), .limit = limits::example_time});
    if (!done) return tl::unexpected(done.error());
    if (done->timed_out) return fail("redis-cli did not end in time");
    Printed printed{std::move(done->output), {}, {}};
    for (const auto line : lines_of(printed.text))
        if (starts_with(line, "(error) ") || line.find(") (error) ") != line.npos) {  // alone, or among the replies of EXEC
            printed.failure = "";
            printed.reason = line;
        }
    return printed;
}

}  // namespace assay::teach
