// Message: one JSON-RPC message, and the faults that a request can meet.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "face/mcp/json.h"

namespace assay::mcp {

// The revisions, newest first. From 2026-07-28 on each request says who asks and what it can take ("modern"); before,
// a session began with `initialize` ("legacy").
inline constexpr std::string_view modern_version = "2026-07-28";
inline constexpr std::string_view legacy_versions[]{"2025-11-25", "2025-06-18", "2025-03-26"};
bool is_legacy_version(std::string_view version);

namespace code {
inline constexpr int parse_error = -32700, invalid_request = -32600, method_not_found = -32601, invalid_params = -32602,
                     internal_error = -32603;
inline constexpr int busy = -32000;                     // ours: too many calls at once
inline constexpr int legacy_resource_not_found = -32002;
inline constexpr int header_mismatch = -32020, missing_capability = -32021, unsupported_version = -32022;
}  // namespace code

// Why a request has no result. `needs_input` is no error: `data` then is the result that asks the client for more.
struct Fault {
    int code = code::internal_error;
    std::string message;
    Json data = nullptr;
    bool needs_input = false;
};

template <class T>
using Answer = tl::expected<T, Fault>;

inline tl::unexpected<Fault> refuse(int code, std::string message, Json data = nullptr) {
    return tl::unexpected<Fault>(Fault{code, std::move(message), std::move(data)});
}

struct Message {
    enum class Kind : unsigned char { request, notification, response };
    Kind kind = Kind::notification;
    Json id = nullptr;
    std::string method = {};
    Json params = Json::object();
    Json body = nullptr;  // of a response: the whole message
};

// A text that is no message; the id is null where it could not be read.
struct Unreadable {
    Fault fault;
    Json id = nullptr;
};

tl::expected<Message, Unreadable> read_message(std::string_view text);

Json response(const Json& id, Json result);
Json response(const Json& id, const Fault& fault);
Json notification(std::string_view method, Json params);

}  // namespace assay::mcp
