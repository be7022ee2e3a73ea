// Redis examples: commands, one a line, on a private server of the page's own.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "teach/run/printed.h"
#include "world/cleanup.h"
#include "world/process.h"

namespace assay::teach {

class RedisExamples {
public:
    // A server on a socket in `folder`, without a port, files or configuration of the machine's.
    static Result<std::unique_ptr<RedisExamples>> start(const std::filesystem::path& folder);

    // Prints each reply as redis-cli shows it to people; an error reply counts as a failure.
    Result<Printed> run(const std::string& commands) const;
    std::vector<std::string> environment() const { return {"REDIS_SOCKET=" + socket_}; }

private:
    RedisExamples(Child server, std::string socket) : server_{std::move(server)}, socket_{std::move(socket)} {}
    Child server_;
    std::string socket_;
};

// One command a line, comments and blank lines left out. A quoted argument may go on over lines: Lua in double quotes keeps
// them, in single quotes they become blanks.
std::string redis_lines(std::string_view commands);

}  // namespace assay::teach
