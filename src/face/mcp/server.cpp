#include "face/mcp/server.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace assay::mcp {

namespace {

constexpr std::size_t page_length = 100;
constexpr std::size_t completions_at_once = 100;  // the specification's bound
constexpr int list_lives_ms = 300'000;

void may_be_kept(Json& result, Scope scope, int lives_ms) {
    result["ttlMs"] = lives_ms;
    result["cacheScope"] = scope == Scope::everybody ? "public" : "private";
}

// One page of a list. A cursor is where the page begins.
Answer<Json> page(std::string_view name, const std::vector<Json>& all, const Call& call, Scope scope) {
    std::size_t first = 0;
    if (const Json* cursor = member(call.params(), "cursor")) {
        const auto text = cursor->is_string() ? cursor->get<std::string>() : std::string{};
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), first);
        if (text.empty() || error != std::errc{} || end != text.data() + text.size() || first > all.size())
            return refuse(code::invalid_params, "\"cursor\" is none that this server gave");
    }
    const auto last = std::min(all.size(), first + page_length);
    Json list = Json::array();
    for (std::size_t i = first; i < last; ++i) list.push_back(all[i]);
    Json result{{std::string{name}, std::move(list)}};
    if (last < all.size()) result["nextCursor"] = std::to_string(last);
    may_be_kept(result, scope, list_lives_ms);
    return result;
}

template <class Listed>
std::vector<Json> listings(const std::vector<Listed>& all) {
    std::vector<Json> list;
    for (const auto& each : all) list.push_back(each.listing);
    return list;
}

template <class Listed>
const Listed* named(const std::vector<Listed>& all, const std::string& name) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const Listed& each) { return each.listing["name"] == name; });
    return found == all.end() ? nullptr : &*found;
}

// "arguments" of a call; an empty object where there are none.
Answer<Json> arguments_of(const Call& call) {
    const Json* arguments = member(call.params(), "arguments");
    if (!arguments || arguments->is_null()) return Json::object();
    if (!arguments->is_object()) return refuse(code::invalid_params, "\"arguments\" must be an object");
    return *arguments;
}

Answer<Json> call_tool(const Offer& offer, Call& call) {
    const auto name = text_in(call.params(), "name");
    const Tool* tool = name ? named(offer.tools, *name) : nullptr;
    if (!tool) return refuse(code::invalid_params, fmt::format("there is no tool '{}'", name.value_or("")));
    const auto arguments = arguments_of(call);
    if (!arguments) return tl::unexpected(arguments.error());
    return tool->run(*arguments, call);
}

Answer<Json> get_prompt(const Offer& offer, Call& call) {
    const auto name = text_in(call.params(), "name");
    const Prompt* prompt = name ? named(offer.prompts, *name) : nullptr;
    if (!prompt) return refuse(code::invalid_params, fmt::format("there is no prompt '{}'", name.value_or("")));
    const auto arguments = arguments_of(call);
    if (!arguments) return tl::unexpected(arguments.error());
    if (const Json* known = member(prompt->listing, "arguments"))
        for (const auto& each : *known)
            if (each.value("required", false) && !text_in(*arguments, each["name"].get<std::string>()))
                return refuse(code::invalid_params, fmt::format("the prompt '{}' needs the text \"{}\"", *name, each["name"].get<std::string>()));
    return prompt->get(*arguments, call);
}

Answer<Json> read_resource(const Offer& offer, Call& call) {
    const auto uri = text_in(call.params(), "uri");
    if (!uri) return refuse(code::invalid_params, "\"uri\" must be a text");
    auto contents = offer.read(*uri, call);
    if (!contents) return tl::unexpected(contents.error());
    if (!*contents)
        return refuse(call.legacy() ? code::legacy_resource_not_found : code::invalid_params, "there is no such resource", {{"uri", *uri}});
    Json result{{"contents", std::move((*contents)->list)}};
    may_be_kept(result, (*contents)->scope, (*contents)->scope == Scope::everybody ? list_lives_ms : 0);
    return result;
}

Answer<Json> complete(const Offer& offer, const Call& call) {
    const Json *reference = member(call.params(), "ref"), *argument = member(call.params(), "argument");
    const auto name = argument ? text_in(*argument, "name") : std::nullopt, begun = argument ? text_in(*argument, "value") : std::nullopt;
    if (!reference || !name || !begun) return refuse(code::invalid_params, "expected \"ref\" and \"argument\" with \"name\" and \"value\"");
    auto values = offer.complete(*reference, *name, *begun);
    const auto total = values.size();
    values.resize(std::min(total, completions_at_once));
    return Json{{"completion", {{"values", values}, {"total", total}, {"hasMore", total > values.size()}}}};
}

}  // namespace

Json Server::capabilities() const {
    Json result{{"tools", {{"listChanged", offer_.tools_change}}}};
    if (!offer_.prompts.empty()) result["prompts"] = {{"listChanged", offer_.prompts_change}};
    if (offer_.resources) result["resources"] = {{"listChanged", true}, {"subscribe", true}};
    if (offer_.complete) result["completions"] = Json::object();
    if (offer_.logs) result["logging"] = Json::object();
    return result;
}

Answer<Json> Server::answer(std::string_view method, Call& call) const {
    if (method == "tools/list") return page("tools", listings(offer_.tools), call, Scope::everybody);
    if (method == "tools/call") return call_tool(offer_, call);
    if (!offer_.prompts.empty()) {
        if (method == "prompts/list") return page("prompts", listings(offer_.prompts), call, Scope::everybody);
        if (method == "prompts/get") return get_prompt(offer_, call);
    }
    if (offer_.resources) {
        if (method == "resources/list") return page("resources", offer_.resources(), call, Scope::own);
        if (method == "resources/templates/list") return page("resourceTemplates", offer_.templates, call, Scope::everybody);
        if (method == "resources/read") return read_resource(offer_, call);
    }
    if (method == "completion/complete" && offer_.complete) return complete(offer_, call);
    return refuse(code::method_not_found, fmt::format("there is no method '{}'", method));
}

Json text_content(std::string_view text) { return {{"type", "text"}, {"text", text}}; }

Json structured(Json value) {
    Json content = Json::array({text_content(dump(value))});
    return {{"content", std::move(content)}, {"structuredContent", std::move(value)}};
}

Json tool_error(std::string_view why) { return {{"content", Json::array({text_content(why)})}, {"isError", true}}; }

}  // namespace assay::mcp
