#include "face/mcp/consultation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <thread>

#include "face/cli/commands.h"
#include "face/mcp/legacy.h"
#include "face/mcp/modern.h"

using namespace assay;
using namespace assay::mcp;

TEST_CASE("consultations: every command is somebody's, or is for people at a terminal") {
    // What sets up, tests or completes is no consultation; a snapshot is a file that a person takes along.
    const std::set<std::string> for_people{"init", "test-rules", "completion", "mcp", "serve", "query snapshot", "migrate from-mysql", "plugin check", "guide run"};
    std::set<std::string> reached;
    for (const auto* consultation : consultations()) {
        if (consultation->command) reached.insert(consultation->command->words());
        for (const auto verb : consultation->verbs) reached.insert(std::string{verb});
    }
    for (const auto* command : cli::commands()) {
        CAPTURE(command->words());
        CHECK(reached.count(command->words()) + for_people.count(command->words()) == 1);
    }
}

TEST_CASE("consultations: each parameter's option is one of its command") {
    for (const auto* consultation : consultations())
        for (const auto& parameter : consultation->parameters) {
            if (parameter.option.empty()) continue;
            CAPTURE(parameter.option);
            REQUIRE(consultation->command);
            const auto& options = consultation->command->options;
            CHECK(std::any_of(options.begin(), options.end(), [&](const auto& option) { return option.name == parameter.option; }));
        }
}

TEST_CASE("consultations: arguments become what the command would have got") {
    const auto arguments = arguments_for(tools::check, Json::parse(R"({"sources":["a","b"],"rules":[],"all_rules":true,"prove":"all","sql":"x"})"));
    CHECK(arguments.list("SOURCE") == std::vector<std::string>{"a", "b"});
    CHECK_FALSE(arguments.has("--rule"));
    CHECK(arguments.has("--all-rules"));
    CHECK(arguments.text("--prove") == "all");
    CHECK(arguments.given("--prove"));
    CHECK(arguments.text("--time") == "5s");
    CHECK_FALSE(arguments.given("--time"));
}

namespace {

class Heard : public Outlet {
public:
    std::vector<Json> messages() const {
        const std::lock_guard lock{mutex_};
        return messages_;
    }

private:
    void write(const Json& message) override {
        const std::lock_guard lock{mutex_};
        messages_.push_back(message);
    }
    mutable std::mutex mutex_;
    std::vector<Json> messages_;
};

// Asks two things one after the other, then shows both answers.
Server asking_server() {
    Offer offer;
    offer.info = {{"name", "test"}, {"version", "1"}};
    offer.tools.push_back({{{"name", "ask"}, {"inputSchema", {{"type", "object"}}}}, [](const Json&, Call& call) -> Answer<Json> {
                               const auto first = call.ask({{"one", "elicitation/create", {{"message", "1?"}}}});
                               if (!first) return tl::unexpected(first.error());
                               const auto second = call.ask({{"two", "elicitation/create", {{"message", "2?"}}}});
                               if (!second) return tl::unexpected(second.error());
                               return structured({{"one", (*first)["one"]["content"]}, {"two", (*second)["two"]["content"]}});
                           }});
    return Server{std::move(offer)};
}

Message call_of(Json more) {
    Message message{.kind = Message::Kind::request, .id = 1, .method = "tools/call"};
    message.params = {{"name", "ask"}, {"_meta", {{"io.modelcontextprotocol/protocolVersion", "2026-07-28"}, {"io.modelcontextprotocol/clientCapabilities", {{"elicitation", Json::object()}}}}}};
    message.params.update(more);
    return message;
}

}  // namespace

TEST_CASE("modern: what is missing is asked for, round after round, with state that nobody can change") {
    auto server = asking_server();
    Heard outlet;
    const auto ask = [&](Json more, const std::string& principal = "") { return modern::serve(server, call_of(std::move(more)), outlet, principal); };
    const auto first = ask(Json::object())["result"];
    CHECK(first["resultType"] == "input_required");
    CHECK(first["inputRequests"].contains("one"));
    const auto second = ask({{"inputResponses", {{"one", {{"content", 11}}}, {"other", {{"content", 0}}}}}, {"requestState", first["requestState"]}})["result"];
    CHECK(second["inputRequests"].size() == 1);
    CHECK(second["inputRequests"].contains("two"));
    const Json last{{"inputResponses", {{"two", {{"content", 22}}}}}, {"requestState", second["requestState"]}};
    CHECK(ask(last)["result"]["structuredContent"] == Json{{"one", 11}, {"two", 22}});
    CHECK(ask(last, "somebody else")["error"]["code"] == code::invalid_params);
    auto elsewhere = last;
    elsewhere["arguments"] = {{"x", 1}};
    CHECK(ask(elsewhere)["error"]["code"] == code::invalid_params);
    Json without{{"_meta", {{"io.modelcontextprotocol/protocolVersion", "2026-07-28"}, {"io.modelcontextprotocol/clientCapabilities", Json::object()}}}};
    CHECK(ask(without)["error"]["code"] == code::missing_capability);
}

TEST_CASE("legacy: the same handler asks outright and waits") {
    auto server = asking_server();
    legacy::Session session{server, "", [](const Json&) {}};
    Heard outlet;
    session.serve({.kind = Message::Kind::request, .id = 0, .method = "initialize",
                   .params = {{"protocolVersion", "2025-11-25"}, {"capabilities", {{"elicitation", Json::object()}}}}}, outlet);
    std::thread client{[&] {
        for (std::size_t answered = 0; answered < 2;) {
            const auto heard = outlet.messages();
            if (heard.size() <= answered) {
                std::this_thread::sleep_for(std::chrono::milliseconds{5});
                continue;
            }
            const auto& id = heard[answered]["id"];
            session.take({.kind = Message::Kind::response, .id = id, .body = {{"id", id}, {"result", {{"content", ++answered}}}}});
        }
    }};
    const auto answer = session.serve(call_of(Json::object()), outlet);
    client.join();
    CHECK(answer["result"]["structuredContent"] == Json{{"one", 1}, {"two", 2}});
}

TEST_CASE("outlet: nothing leaves once it is stopped") {
    Heard outlet;
    InFlight flight;
    const auto shared = std::make_shared<Heard>();
    CHECK(flight.begin(1, shared));
    CHECK_FALSE(flight.begin(1, shared));
    CHECK(flight.begin("1", shared));
    shared->send(1);
    flight.cancel(1);
    shared->send(2);
    CHECK(shared->messages().size() == 1);
}
