// The era from 2026-07-28 on: no sessions; every request says who asks, in which revision, and what it can take.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "face/mcp/server.h"

namespace assay::mcp::modern {

namespace key {
inline constexpr std::string_view version = "io.modelcontextprotocol/protocolVersion", capabilities = "io.modelcontextprotocol/clientCapabilities",
                                  log_level = "io.modelcontextprotocol/logLevel", server = "io.modelcontextprotocol/serverInfo",
                                  subscription = "io.modelcontextprotocol/subscriptionId";
}

// The revision that a message names; nothing when it is none of this era.
std::optional<std::string> version_of(const Message& message);

// Why a request cannot be served whatever it asks; HTTP answers 400 then.
std::optional<Fault> refusal(const Message& request);

// Serves a request that is not refused. What it tells on the way goes to the outlet; the response is given back.
Json serve(Server& server, const Message& request, Outlet& outlet, const std::string& principal);

// subscriptions/listen: acknowledges, then tells what changes for as long as it lives.
class Subscription {
public:
    Subscription(Server& server, const Message& request, std::shared_ptr<Outlet> outlet);

private:
    std::unique_ptr<Changes::Listener> listener_;
};

}  // namespace assay::mcp::modern
