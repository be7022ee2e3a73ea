#include "lab/live.h"

#include <fmt/core.h>

#include "core/text.h"
#include "world/limits.h"
#include "world/process.h"

namespace assay::lab {

namespace {

// No statement on this connection can write, wait long for a lock, or run long: said when connecting, so
// that it holds before anything is run.
std::string read_only(const std::string& conninfo) {
    const auto options = fmt::format(
        "-c default_transaction_read_only=on -c statement_timeout={} -c lock_timeout={}",
        limits::live_statement_time.count(), limits::live_lock_time.count());
    const bool is_uri = conninfo.find("://") != std::string::npos;
    if (!is_uri) return conninfo + " options='" + options + "'";
    std::string encoded;
    for (char c : options) encoded += c == ' ' ? "%20" : c == '=' ? "%3D" : std::string(1, c);
    return conninfo + (conninfo.find('?') == std::string::npos ? "?" : "&") + "options=" + encoded;
}

// A command line can be read by everybody on the machine: the password goes through the environment.
std::pair<std::string, std::string> without_password(const std::string& conninfo) {
    const auto scheme = conninfo.find("://");
    const auto at = scheme == std::string::npos ? std::string::npos : conninfo.rfind('@', conninfo.find('/', scheme + 3));
    const auto colon = at == std::string::npos ? std::string::npos : conninfo.find(':', scheme + 3);
    if (colon == std::string::npos || colon > at) return {conninfo, {}};
    std::string password;
    for (std::size_t i = colon + 1; i < at; ++i) {
        if (conninfo[i] == '%' && i + 2 < at) {
            password += static_cast<char>(std::stoi(conninfo.substr(i + 1, 2), nullptr, 16));
            i += 2;
        } else {
            password += conninfo[i];
        }
    }
    return {conninfo.substr(0, colon) + conninfo.substr(at), password};
}

}  // namespace

bool is_address(std::string_view source) { return starts_with(source, "postgres://") || starts_with(source, "postgresql://"); }

std::string shown_address(const std::string& conninfo) {
    const auto scheme = conninfo.find("://");
    if (scheme == std::string::npos) {
        const auto password = conninfo.find("password=");
        return password == std::string::npos ? conninfo : conninfo.substr(0, password) + "password=…";
    }
    auto rest = conninfo.substr(scheme + 3);
    rest = rest.substr(0, rest.find('?'));
    const auto at = rest.rfind('@');
    return conninfo.substr(0, scheme + 3) + (at == std::string::npos ? rest : rest.substr(at + 1));
}

Result<pg::Connection> open_live(const std::string& conninfo) { return pg::Connection::open(read_only(conninfo)); }

Result<std::string> dump_schema(const Installation& installation, const std::string& conninfo) {
    const auto [address, password] = without_password(conninfo);
    std::vector<std::string> environment{"PGAPPNAME=assay", "PGOPTIONS=-c default_transaction_read_only=on"};
    if (!password.empty()) environment.push_back("PGPASSWORD=" + password);
    auto dump = run({.arguments = {(installation.bin / "pg_dump").string(), "--schema-only", "--no-owner", "--dbname=" + address},
                     .environment = environment,
                     .limit = limits::load_time});
    if (!dump) return tl::unexpected(dump.error());
    if (dump->exit_code != 0) return fail("the schema in the lab: pg_dump failed: " + dump->errors.substr(0, 300));
    return std::move(dump->output);
}

}  // namespace assay::lab
