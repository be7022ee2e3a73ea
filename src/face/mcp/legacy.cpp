#include "face/mcp/legacy.h"

#include <fmt/core.h>

#include <chrono>

#include "world/limits.h"

namespace assay::mcp::legacy {

Session::Session(Server& server, std::string principal, std::function<void(const Json&)> push)
    : server_{server},
      principal_{std::move(principal)},
      listener_{server.changes(), Interest{true, true, true, {}},
                [this, push = std::move(push)](std::string_view method, const Json& params) {
                    if (initialized()) push(notification(method, params));
                }} {}

bool Session::initialized() const {
    const std::lock_guard lock{mutex_};
    return !version_.empty();
}

std::string Session::version() const {
    const std::lock_guard lock{mutex_};
    return version_;
}

// The asked revision when it is known, else our newest of this era: the client then decides.
Json Session::initialize(const Message& request) {
    const auto asked = text_in(request.params, "protocolVersion").value_or("");
    const std::lock_guard lock{mutex_};
    version_ = is_legacy_version(asked) ? asked : std::string{legacy_versions[0]};
    if (const Json* capabilities = member(request.params, "capabilities"); capabilities && capabilities->is_object())
        capabilities_ = *capabilities;
    return {{"protocolVersion", version_},
            {"capabilities", server_.capabilities()},
            {"serverInfo", server_.offer().info},
            {"instructions", server_.offer().instructions}};
}

Answer<Json> Session::set_level(const Message& request) {
    const auto level = text_in(request.params, "level");
    if (!level || !is_log_level(*level))
        return refuse(code::invalid_params, "\"level\" must be one of RFC 5424's levels");
    const std::lock_guard lock{mutex_};
    log_level_ = *level;
    return Json::object();
}

Answer<Json> Session::subscribe(const Message& request, bool on) {
    const auto uri = text_in(request.params, "uri");
    if (!uri) return refuse(code::invalid_params, "\"uri\" must be a text");
    if (on)
        listener_.add(*uri);
    else
        listener_.remove(*uri);
    return Json::object();
}

Answer<Json> Session::answer(const Message& request, Outlet& outlet) {
    if (request.method == "initialize") return initialize(request);
    if (request.method == "ping") return Json::object();
    if (!initialized())
        return refuse(code::invalid_request, fmt::format("a session begins with initialize; without one, \"_meta\" must name the revision {}", modern_version));
    if (request.method == "logging/setLevel" && server_.offer().logs) return set_level(request);
    if (server_.offer().resources && request.method == "resources/subscribe") return subscribe(request, true);
    if (server_.offer().resources && request.method == "resources/unsubscribe") return subscribe(request, false);
    Call::Client client{.method = request.method, .principal = principal_, .legacy = true};
    {
        const std::lock_guard lock{mutex_};
        client.capabilities = capabilities_;
        // A client that set none is told all: the specification leaves it to the server.
        client.log_level = log_level_.value_or("debug");
    }
    client.ask = [this, &outlet](const std::string& method, const Json& params) { return ask(method, params, outlet); };
    auto call = Call::make(std::move(client), request.params, outlet, server_.seal());
    if (!call) return tl::unexpected(call.error());
    return server_.answer(request.method, *call);
}

Json Session::serve(const Message& request, Outlet& outlet) {
    auto result = answer(request, outlet);
    return result ? response(request.id, std::move(*result)) : response(request.id, result.error());
}

Answer<Json> Session::ask(const std::string& method, const Json& params, Outlet& outlet) {
    std::unique_lock lock{mutex_};
    const auto id = fmt::format("assay-{}", ++questions_);
    asked_[id];
    lock.unlock();
    outlet.send({{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}});
    lock.lock();
    const auto until = std::chrono::steady_clock::now() + limits::client_answer_time;
    auto& answer = asked_[id];
    while (!answer && !outlet.stopped() && std::chrono::steady_clock::now() < until) answered_.wait_for(lock, std::chrono::milliseconds{200});
    const auto body = std::move(answer);
    asked_.erase(id);
    if (!body) return refuse(code::internal_error, fmt::format("the client did not answer {}", method));
    if (const Json* error = member(*body, "error"))
        return refuse(code::internal_error, fmt::format("the client refused {}: {}", method, text_in(*error, "message").value_or("")));
    return (*body)["result"];
}

void Session::take(const Message& response) {
    if (!response.id.is_string()) return;
    const std::lock_guard lock{mutex_};
    const auto found = asked_.find(response.id.get<std::string>());
    if (found == asked_.end()) return;
    found->second = response.body;
    answered_.notify_all();
}

}  // namespace assay::mcp::legacy
