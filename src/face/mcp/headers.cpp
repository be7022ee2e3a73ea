#include "face/mcp/headers.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "face/mcp/modern.h"

namespace assay::mcp {

namespace {

constexpr std::string_view encoded_begin = "=?base64?", encoded_end = "?=";

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return (c >= ' ' && c <= '~') || c == '\t'; });
}

// Nothing when it holds what no header may hold.
std::optional<std::string> decoded(const std::string& value) {
    const auto text = trimmed(value);
    if (!is_plain(text)) return {};
    const auto around = encoded_begin.size() + encoded_end.size();
    if (text.size() < around || !starts_with(text, encoded_begin) || !ends_with(text, encoded_end)) return std::string{text};
    return from_base64(text.substr(encoded_begin.size(), text.size() - around));
}

Fault mismatch(std::string_view name, std::string_view why) { return {code::header_mismatch, fmt::format("header mismatch: {} {}", name, why)}; }

std::optional<Fault> compare(const std::string& name, const HeaderOf& header, const std::string& expected) {
    const auto given = header(name);
    if (!given) return mismatch(name, "is missing");
    if (decoded(*given) != expected) return mismatch(name, "is not what the body says");
    return {};
}

// What `Mcp-Name` repeats.
std::optional<std::string> name_of(const Message& request) {
    if (request.method == "tools/call" || request.method == "prompts/get") return text_in(request.params, "name");
    if (request.method == "resources/read") return text_in(request.params, "uri");
    return {};
}

bool says(const std::string& text, const Json& value) {
    if (value.is_string()) return text == value.get<std::string>();
    if (value.is_boolean()) return text == (value.get<bool>() ? "true" : "false");
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return value.is_number() && error == std::errc{} && end == text.data() + text.size() && number == value.get<double>();
}

// The arguments that a tool's schema wants to see in headers: x-mcp-header of a property, at any depth.
std::optional<Fault> parameters(const Json& schema, const Json* arguments, const HeaderOf& header) {
    const Json* properties = member(schema, "properties");
    if (!properties || !properties->is_object()) return {};
    for (const auto& [name, property] : properties->items()) {
        const Json* value = arguments ? member(*arguments, name) : nullptr;
        if (const auto wanted = text_in(property, "x-mcp-header")) {
            const auto full_name = "Mcp-Param-" + *wanted;
            const auto given = header(full_name);
            const bool there = value && !value->is_null();
            if (there != given.has_value()) return mismatch(full_name, there ? "is missing" : "has no argument in the body");
            if (!there) continue;
            const auto text = decoded(*given);
            if (!text || !says(*text, *value)) return mismatch(full_name, "is not what the body says");
        } else if (auto fault = parameters(property, value, header)) {
            return fault;
        }
    }
    return {};
}

}  // namespace

std::optional<Fault> header_mismatch(const Message& request, const HeaderOf& header, const Offer& offer) {
    if (auto fault = compare("MCP-Protocol-Version", header, modern::version_of(request).value_or(""))) return fault;
    if (auto fault = compare("Mcp-Method", header, request.method)) return fault;
    const auto name = name_of(request);
    if (!name) return {};
    if (auto fault = compare("Mcp-Name", header, *name)) return fault;
    if (request.method != "tools/call") return {};
    for (const auto& tool : offer.tools)
        if (tool.listing["name"] == *name) return parameters(tool.listing["inputSchema"], member(request.params, "arguments"), header);
    return {};
}

std::string host_name(std::string_view text) {
    if (starts_with(text, "[")) return std::string{text.substr(0, text.find(']') + 1)};
    return std::string{text.substr(0, text.find(':'))};
}

bool is_loopback_name(std::string_view host) { return host == "localhost" || host == "127.0.0.1" || host == "[::1]" || host == "::1"; }

}  // namespace assay::mcp
