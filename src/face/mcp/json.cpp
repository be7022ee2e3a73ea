#include "face/mcp/json.h"

#include <fmt/core.h>

#include <algorithm>

#include "world/limits.h"

namespace assay::mcp {

namespace {

// Brackets outside of texts. The parser itself keeps its own stack, but what copies, prints and frees a value may not.
std::size_t depth_of(std::string_view text) {
    std::size_t depth = 0, deepest = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\' && quoted) ++i;
        else if (c == '"') quoted = !quoted;
        else if (quoted) continue;
        else if (c == '[' || c == '{') deepest = std::max(deepest, ++depth);
        else if ((c == ']' || c == '}') && depth > 0) --depth;
    }
    return deepest;
}

}  // namespace

Result<Json> parse_json(std::string_view text) {
    if (text.size() > limits::message_bytes) return fail(fmt::format("a message has more than {} bytes", limits::message_bytes));
    if (depth_of(text) > limits::message_depth) return fail(fmt::format("it nests more than {} levels deep", limits::message_depth));
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        return fail(fmt::format("no JSON: at byte {} it goes wrong", error.byte));
    } catch (const Json::exception&) {
        return fail("no JSON: it holds a number that is out of range");
    }
}

std::string dump(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

const Json* member(const Json& value, std::string_view name) {
    if (!value.is_object()) return nullptr;
    const auto found = value.find(name);
    return found == value.end() ? nullptr : &*found;
}

std::optional<std::string> text_in(const Json& value, std::string_view name) {
    const Json* found = member(value, name);
    if (!found || !found->is_string()) return {};
    return found->get<std::string>();
}

bool flag_in(const Json& value, std::string_view name) {
    const Json* found = member(value, name);
    return found && found->is_boolean() && found->get<bool>();
}

}  // namespace assay::mcp
