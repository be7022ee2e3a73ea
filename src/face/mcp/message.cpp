#include "face/mcp/message.h"

#include <algorithm>

namespace assay::mcp {

bool is_legacy_version(std::string_view version) {
    return std::find(std::begin(legacy_versions), std::end(legacy_versions), version) != std::end(legacy_versions);
}

namespace {

bool is_id(const Json& value) { return value.is_string() || value.is_number_integer(); }

tl::unexpected<Unreadable> unreadable(int code, std::string why, Json id = nullptr) {
    return tl::unexpected<Unreadable>(Unreadable{{code, std::move(why)}, std::move(id)});
}

}  // namespace

tl::expected<Message, Unreadable> read_message(std::string_view text) {
    auto parsed = parse_json(text);
    if (!parsed) return unreadable(code::parse_error, parsed.error().message);
    if (!parsed->is_object()) return unreadable(code::invalid_request, "a message is one JSON object");
    Message message;
    const Json* id = member(*parsed, "id");
    if (id && is_id(*id)) message.id = *id;
    if (text_in(*parsed, "jsonrpc") != "2.0") return unreadable(code::invalid_request, "\"jsonrpc\" must be \"2.0\"", message.id);
    if (id && message.id.is_null()) return unreadable(code::invalid_request, "\"id\" must be a text or an integer");
    const Json* method = member(*parsed, "method");
    if (!method) {
        const bool answers = member(*parsed, "result") || member(*parsed, "error");
        if (!answers || !id) return unreadable(code::invalid_request, "neither a method nor a result", message.id);
        message.kind = Message::Kind::response;
        message.body = std::move(*parsed);
        return message;
    }
    if (!method->is_string()) return unreadable(code::invalid_request, "\"method\" must be a text", message.id);
    message.method = method->get<std::string>();
    message.kind = id ? Message::Kind::request : Message::Kind::notification;
    if (const Json* params = member(*parsed, "params")) {
        if (!params->is_object()) return unreadable(code::invalid_params, "\"params\" must be an object", message.id);
        message.params = *params;
    }
    return message;
}

Json response(const Json& id, Json result) { return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}}; }

Json response(const Json& id, const Fault& fault) {
    if (fault.needs_input) return response(id, fault.data);
    Json error{{"code", fault.code}, {"message", fault.message}};
    if (!fault.data.is_null()) error["data"] = fault.data;
    Json message{{"jsonrpc", "2.0"}, {"error", std::move(error)}};
    if (!id.is_null()) message["id"] = id;
    return message;
}

Json notification(std::string_view method, Json params) {
    Json message{{"jsonrpc", "2.0"}, {"method", method}};
    if (!params.is_null()) message["params"] = std::move(params);
    return message;
}

}  // namespace assay::mcp
