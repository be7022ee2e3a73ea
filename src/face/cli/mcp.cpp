// assay mcp: for assistants, over standard input and output.
#include "face/cli/mcp.h"

#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "face/mcp/stdio.h"
#include "world/cleanup.h"
#include "world/descriptor.h"

namespace assay::cli {

std::vector<OptionSpec> with_roots(std::vector<OptionSpec> own) {
    own.push_back({"--root", "A folder that may be read; may be repeated; none: the current one", OptionKind::list});
    own.push_back({"--database", "NAME=postgres://…, a database that may be read by this name; may be repeated", OptionKind::list});
    return own;
}

Result<mcp::Roots> enter_roots(const Arguments& arguments) {
    auto folders = arguments.list("--root");
    if (folders.empty()) folders.emplace_back(".");
    auto roots = mcp::Roots::make(folders, arguments.list("--database"));
    if (!roots) return roots;
    std::error_code error;
    std::filesystem::current_path(roots->folders().front(), error);
    if (error) return fail("cannot work there: " + error.message(), {roots->folders().front().string()});
    return roots;
}

namespace {

int run(const Arguments& arguments) {
    auto roots = enter_roots(arguments);
    if (!roots) return give_up(roots.error().text());
    if (isatty(STDIN_FILENO)) give_up("this speaks the Model Context Protocol on standard input; an assistant starts it (see assay mcp --help)");
    mcp::Product product{std::move(*roots)};
    // Standard output is the protocol's alone: whatever else is printed goes to standard error.
    const Descriptor output{dup(STDOUT_FILENO)};
    if (!output.is_open() || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) return give_up("standard output is not open");
    if (mcp::serve_stdio(product.server(), STDIN_FILENO, output.get())) return clean;
    // A call that cannot be stopped still runs: end as a signal would, which leaves no server and no folder behind.
    std::raise(SIGTERM);
    std::abort();
}

}  // namespace

extern const Command mcp;
const Command mcp{"mcp", "Serve assistants over standard input and output (MCP)", "assay mcp --root . --database shop=postgres://reader@db.example/shop",
                  with_roots({}), run};

}  // namespace assay::cli
