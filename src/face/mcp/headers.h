// What a request of the modern era must repeat in its HTTP headers, so that proxies need not read bodies.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "face/mcp/server.h"

namespace assay::mcp {

// The value of a header by its name, whatever its case; nothing when it is missing.
using HeaderOf = std::function<std::optional<std::string>(const std::string& name)>;

// Why the headers do not fit the body.
std::optional<Fault> header_mismatch(const Message& request, const HeaderOf& header, const Offer& offer);

// Whether a request may come from here: by name of the host, without its port.
bool is_loopback_name(std::string_view host);
// "example.org" of "example.org:80" and of "[::1]:80".
std::string host_name(std::string_view host_and_port);

}  // namespace assay::mcp
