// assay serve --mcp: for assistants, over HTTP.
#include <fmt/core.h>

#include <charconv>
#include <cstdlib>

#include "core/text.h"
#include "face/cli/mcp.h"
#include "face/mcp/http.h"
#include "world/files.h"

namespace assay::cli {

namespace {

Result<int> port_from(const std::string& text) {
    int port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port < 0 || port > 65'535) return fail(fmt::format("--port: '{}' is no port", text));
    return port;
}

// Of a file, so that it stands in no list of processes.
Result<std::string> token_from(const Arguments& arguments) {
    const auto file = arguments.text("--token-file");
    if (file.empty()) {
        const char* given = std::getenv("ASSAY_MCP_TOKEN");
        return std::string{given ? given : ""};
    }
    const auto text = read_file(file);
    if (!text) return tl::unexpected(text.error());
    const auto token = std::string{trimmed(*text)};
    if (token.size() < 16) return fail("--token-file: a token has 16 characters or more", {file});
    return token;
}

Result<mcp::HttpOptions> http_options(const Arguments& arguments) {
    const auto port = port_from(arguments.text("--port"));
    if (!port) return tl::unexpected(port.error());
    auto token = token_from(arguments);
    if (!token) return tl::unexpected(token.error());
    return mcp::HttpOptions{arguments.text("--host"), *port, std::move(*token), arguments.list("--allow-host"), arguments.list("--allow-origin")};
}

int run(const Arguments& arguments) {
    if (!arguments.has("--mcp")) return give_up("serve: say what to serve: --mcp");
    auto options = http_options(arguments);
    if (!options) return give_up(options.error().text());
    const auto host = options->host;
    auto roots = enter_roots(arguments);
    if (!roots) return give_up(roots.error().text());
    mcp::Product product{std::move(*roots)};
    mcp::HttpTransport transport{product.server(), std::move(*options)};
    const auto port = transport.bind();
    if (!port) return give_up(port.error().text());
    fmt::print("http://{}:{}/mcp\n", host, *port);
    std::fflush(stdout);
    transport.serve();
    return clean;
}

}  // namespace

extern const Command serve;
const Command serve{"serve", "Serve assistants over HTTP (MCP)", "assay serve --mcp --root . --port 7733",
                    with_roots({{"--mcp", "The Model Context Protocol, at /mcp", OptionKind::flag},
                                {"--host", "The address to listen on", OptionKind::value, "127.0.0.1"},
                                {"--port", "The port; 0: any that is free", OptionKind::value, "7733"},
                                {"--token-file", "A file with the bearer token that clients must send; or ASSAY_MCP_TOKEN", OptionKind::value},
                                {"--allow-host", "A name besides localhost that requests may be for; may be repeated", OptionKind::list},
                                {"--allow-origin", "An origin of pages besides local ones that may ask; may be repeated", OptionKind::list}}),
                    run};

}  // namespace assay::cli
