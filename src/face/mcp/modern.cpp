#include "face/mcp/modern.h"

#include <fmt/core.h>

namespace assay::mcp::modern {

namespace {

constexpr int offer_lives_ms = 300'000;

const Json* meta_of(const Message& message, std::string_view name) {
    const Json* meta = member(message.params, "_meta");
    return meta ? member(*meta, name) : nullptr;
}

Json supported() {
    Json versions = Json::array({modern_version});
    for (const auto version : legacy_versions) versions.push_back(version);
    return versions;
}

Json discover(const Server& server) {
    return {{"supportedVersions", supported()},
            {"capabilities", server.capabilities()},
            {"instructions", server.offer().instructions},
            {"ttlMs", offer_lives_ms},
            {"cacheScope", "public"}};
}

Json finished(const Server& server, Json result) {
    if (!result.contains("resultType")) result["resultType"] = "complete";
    result["_meta"][std::string{key::server}] = server.offer().info;
    return result;
}

Answer<Json> answer(Server& server, const Message& request, Outlet& outlet, const std::string& principal) {
    if (request.method == "server/discover") return discover(server);
    const Json* level = meta_of(request, key::log_level);
    Call::Client client{.method = request.method, .capabilities = *meta_of(request, key::capabilities), .principal = principal};
    if (level) client.log_level = level->get<std::string>();
    auto call = Call::make(std::move(client), request.params, outlet, server.seal());
    if (!call) return tl::unexpected(call.error());
    return server.answer(request.method, *call);
}

Interest interest_of(const Message& request, const Server& server, Json& accepted) {
    Interest interest;
    const Json* filter = member(request.params, "notifications");
    if (!filter || !filter->is_object()) return interest;
    const auto wanted = [&](std::string_view name, bool offered) {
        const bool yes = offered && flag_in(*filter, name);
        if (yes) accepted[std::string{name}] = true;
        return yes;
    };
    interest.tools = wanted("toolsListChanged", server.offer().tools_change);
    interest.prompts = wanted("promptsListChanged", server.offer().prompts_change);
    interest.resources = wanted("resourcesListChanged", static_cast<bool>(server.offer().resources));
    if (const Json* uris = member(*filter, "resourceSubscriptions"); uris && uris->is_array() && server.offer().resources) {
        for (const auto& uri : *uris)
            if (uri.is_string()) interest.uris.insert(uri.get<std::string>());
        accepted["resourceSubscriptions"] = interest.uris;
    }
    return interest;
}

}  // namespace

std::optional<std::string> version_of(const Message& message) {
    const Json* version = meta_of(message, key::version);
    return version && version->is_string() ? std::optional{version->get<std::string>()} : std::nullopt;
}

std::optional<Fault> refusal(const Message& request) {
    const auto version = version_of(request);
    if (!version) return Fault{code::invalid_params, fmt::format("\"_meta\" must name a revision as \"{}\"", key::version)};
    if (*version != modern_version)
        return Fault{code::unsupported_version, "this revision of the protocol is not served without a session",
                     {{"supported", supported()}, {"requested", *version}}};
    const Json* capabilities = meta_of(request, key::capabilities);
    if (!capabilities || !capabilities->is_object())
        return Fault{code::invalid_params, fmt::format("\"_meta\" must hold the object \"{}\"", key::capabilities)};
    if (const Json* level = meta_of(request, key::log_level))
        if (!level->is_string() || !is_log_level(level->get<std::string>()))
            return Fault{code::invalid_params, fmt::format("\"{}\" must be one of RFC 5424's levels", key::log_level)};
    return {};
}

Json serve(Server& server, const Message& request, Outlet& outlet, const std::string& principal) {
    auto result = answer(server, request, outlet, principal);
    if (result) return response(request.id, finished(server, std::move(*result)));
    if (result.error().needs_input) result.error().data = finished(server, std::move(result.error().data));
    return response(request.id, result.error());
}

Subscription::Subscription(Server& server, const Message& request, std::shared_ptr<Outlet> outlet) {
    const auto tell = [outlet, id = request.id](std::string_view method, Json params) {
        params["_meta"][std::string{key::subscription}] = id;
        outlet->send(notification(method, std::move(params)));
    };
    Json accepted = Json::object();
    auto interest = interest_of(request, server, accepted);
    tell("notifications/subscriptions/acknowledged", {{"notifications", accepted}});
    listener_ = std::make_unique<Changes::Listener>(server.changes(), std::move(interest), tell);
}

}  // namespace assay::mcp::modern
