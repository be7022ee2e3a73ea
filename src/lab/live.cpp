#include "lab/live.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

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

// Of "host=h password='a b' user=u"; a quote or backslash within the value is escaped by a backslash.
std::pair<std::string, std::string> without_keyword_password(const std::string& conninfo) {
    constexpr std::string_view keyword = "password=";
    auto begin = conninfo.find(keyword);
    while (begin != std::string::npos && begin > 0 && conninfo[begin - 1] != ' ') begin = conninfo.find(keyword, begin + 1);
    if (begin == std::string::npos) return {conninfo, {}};
    auto at = begin + keyword.size();
    const bool quoted = at < conninfo.size() && conninfo[at] == '\'';
    std::string password;
    for (at += quoted; at < conninfo.size() && conninfo[at] != (quoted ? '\'' : ' '); ++at) {
        if (conninfo[at] == '\\' && at + 1 < conninfo.size()) ++at;
        password += conninfo[at];
    }
    return {conninfo.substr(0, begin) + conninfo.substr(std::min(at + quoted, conninfo.size())), password};
}

// A command line can be read by everybody on the machine: the password goes through the environment.
std::pair<std::string, std::string> without_password(const std::string& conninfo) {
    const auto scheme = conninfo.find("://");
    if (scheme == std::string::npos) return without_keyword_password(conninfo);
    const auto at = conninfo.rfind('@', conninfo.find('/', scheme + 3));
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

bool is_address(std::string_view source) {
    if (starts_with(source, "postgres://") || starts_with(source, "postgresql://")) return true;
    const auto equals = source.find('=');
    if (equals == source.npos) return false;
    const auto word = trimmed(source.substr(0, equals));
    constexpr std::string_view keywords[]{"service", "host", "hostaddr", "port", "dbname", "user", "password", "passfile", "sslmode", "application_name", "connect_timeout"};
    return std::find(std::begin(keywords), std::end(keywords), word) != std::end(keywords);
}

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

Result<void> read_values_as_written(pg::Connection& session) {
    auto done = session.query(
        "select set_config('track_counts', 'off', false) from pg_roles where rolname = current_user and rolsuper; "
        "set search_path = ''; set extra_float_digits = 1; set datestyle = 'ISO, MDY'; set intervalstyle = 'postgres'; "
        "set bytea_output = 'hex'; set timezone = 'UTC'; set quote_all_identifiers = off");
    if (!done) return tl::unexpected(done.error());
    return {};
}

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
