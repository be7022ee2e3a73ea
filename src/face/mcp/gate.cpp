#include "face/mcp/gate.h"

#include <algorithm>

#include "core/text.h"

namespace assay::mcp {

namespace {

bool has(const std::vector<std::string>& list, const std::string& text) { return std::find(list.begin(), list.end(), text) != list.end(); }

bool is_our_name(const std::string& host, const HttpOptions& options) {
    return is_loopback_name(host) || host == options.host || has(options.hosts, host);
}

bool is_our_origin(const std::string& origin, const HttpOptions& options) {
    if (has(options.origins, origin)) return true;
    const auto scheme = origin.find("://");
    return scheme != origin.npos && is_loopback_name(host_name(std::string_view{origin}.substr(scheme + 3)));
}

}  // namespace

std::optional<TurnedAway> turned_away(const HeaderOf& header, const HttpOptions& options) {
    if (!is_our_name(host_name(header("Host").value_or("")), options)) return TurnedAway{403, "this server is not known by that name"};
    if (const auto origin = header("Origin"); origin && !is_our_origin(*origin, options)) return TurnedAway{403, "requests from this origin are not allowed"};
    constexpr std::string_view bearer = "Bearer ";
    const auto given = header("Authorization").value_or("");
    if (!options.token.empty() && !(starts_with(given, bearer) && equal_secrets(trimmed(std::string_view{given}.substr(bearer.size())), options.token)))
        return TurnedAway{401, "a bearer token is needed"};
    return {};
}

}  // namespace assay::mcp
