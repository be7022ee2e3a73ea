// Gate: who may speak to the server over HTTP at all.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "face/mcp/headers.h"

namespace assay::mcp {

struct HttpOptions {
    std::string host = "127.0.0.1";
    int port = 0;                            // 0: any that is free
    std::string token = {};                  // who does not know it is turned away; empty: nobody is
    std::vector<std::string> hosts = {};     // names besides loopback's that requests may be for
    std::vector<std::string> origins = {};   // "https://example.org": pages besides local ones that may ask
};

struct TurnedAway {
    int status;
    std::string why;
};

// A name that leads here by somebody else's DNS, a page of another origin, and a missing or wrong token are turned away.
std::optional<TurnedAway> turned_away(const HeaderOf& header, const HttpOptions& options);

}  // namespace assay::mcp
